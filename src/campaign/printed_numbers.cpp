#include "printed_numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/numeric_keys.hpp"

namespace lpsglass::campaign {

namespace {

constexpr int kFewestDigits = 5; // the defaults of docs/theory.md section 9 have no more
constexpr int kMostDigits = 17;

/// Place at which a quantity is rounded: the key of the smallest magnitude keeps so many digits.
int place_of(const Quantity& quantity, double value, int digits) {
    double smallest = std::numeric_limits<double>::infinity();
    for (const DrivenKey& key : quantity.keys) {
        const double number = std::abs(key.offset + key.slope * value);
        if (number > 0.0) smallest = std::min(smallest, number);
    }
    return std::isfinite(smallest) ? digits - 1 - static_cast<int>(std::floor(std::log10(smallest))) : digits;
}

class Rounding {
  public:
    Rounding(const TargetProblem& problem, std::span<const double> solution)
        : problem_(problem), solution_(solution.begin(), solution.end()), exact_(problem.values(solution)),
          digits_(solution.size(), kFewestDigits) {}

    deck::Deck run() {
        for (;;) {
            deck::Deck deck = attempt();
            const TargetValues printed = problem_.values(deck);
            std::size_t worst = 0;
            for (std::size_t i = 1; i < printed.value.size(); ++i) {
                if (excess(i, printed) > excess(worst, printed)) worst = i;
            }
            if (excess(worst, printed) <= 1.0 || !add_digit_for(worst)) return deck;
        }
    }

  private:
    /// All quantities rounded in turn; fills rounded_by_.
    deck::Deck attempt() {
        const std::vector<Quantity>& quantities = problem_.keys().quantities();
        std::vector<double> x = solution_;
        std::vector<bool> fixed(x.size(), false);
        rounded_by_.clear();
        for (std::size_t j = 0; j < x.size(); ++j) {
            // The solution may lie on a bound, and that must stay inside.
            const double number = std::clamp(rounded(x[j], place_of(quantities[j], x[j], digits_[j])),
                                             quantities[j].lower, quantities[j].upper);
            rounded_by_.push_back(std::abs(number - x[j]));
            x[j] = number;
            fixed[j] = true;
            if (j + 1 == x.size()) break;
            const fit::PolishResult rest = problem_.minimise(x, problem_.wanted(), fixed);
            if (rest.point.finite) x = rest.free;
        }
        deck::Deck deck = problem_.keys().applied(x);
        for (std::size_t j = 0; j < x.size(); ++j) {
            const int place = place_of(quantities[j], x[j], digits_[j]);
            for (const DrivenKey& key : quantities[j].keys) {
                double& value = *deck::find_number(deck, key.key);
                const double number = rounded(value, place);
                if (deck::find_model_key(key.key)->limits.contains(number)) value = number;
            }
        }
        deck::follow_ties(deck);
        return deck;
    }

    /// How far rounding takes a target, in tolerances: above 1 is too far.
    [[nodiscard]] double excess(std::size_t i, const TargetValues& printed) const {
        const double solved = problem_.deviation(i, exact_.value[i]);
        const double now = problem_.deviation(i, printed.value[i]);
        const double tolerance = problem_.deck().calibration[i].tolerance;
        const double off = std::abs(solved) <= tolerance ? std::abs(now) : std::abs(now - solved);
        return std::isnan(off) ? std::numeric_limits<double>::infinity() : off / tolerance;
    }

    /// False if more digits cannot help.
    bool add_digit_for(std::size_t target) {
        double largest = 0.0;
        std::size_t next = digits_.size();
        for (std::size_t j = 0; j < digits_.size(); ++j) {
            const double disturbance =
                rounded_by_[j] *
                std::abs(exact_.jacobian(static_cast<Eigen::Index>(target), static_cast<Eigen::Index>(j)));
            if (digits_[j] < kMostDigits && disturbance > largest) largest = disturbance, next = j;
        }
        if (next == digits_.size()) return false;
        ++digits_[next];
        return true;
    }

    const TargetProblem& problem_;
    std::vector<double> solution_;
    TargetValues exact_; ///< at the solution
    std::vector<int> digits_;
    std::vector<double> rounded_by_; ///< change of each quantity
};

} // namespace

double rounded(double value, int places) {
    if (value == 0.0) return 0.0;
    const int digits = places + static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (digits >= kMostDigits - 1) return value;
    // With fewer than one digit the leading one stays.
    const std::string text = fmt::format("{:.{}e}", value, std::max(digits, 0));
    double out = value;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

deck::Deck printed_deck(const TargetProblem& problem, std::span<const double> solution) {
    return Rounding(problem, solution).run();
}

} // namespace lpsglass::campaign

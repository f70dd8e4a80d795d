#include "lpsglass/campaign/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "lpsglass/campaign/plan.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/deck/observables.hpp"
#include "lpsglass/fit/multistart.hpp"
#include "printed_numbers.hpp"

namespace lpsglass::campaign {

namespace {

constexpr int kMoreStarts = 8;
constexpr double kFirstStep = 0.25; // share of the way from what the deck gives to what is wanted
constexpr double kShortestStep = 1.0 / 128.0;
constexpr int kMostRules = 4;     // choices of the line's quadrature
constexpr double kSolved = 1e-10; // of the wanted value

/// Searches the quantities that meet the targets.
class Search {
  public:
    explicit Search(TargetProblem& problem) : problem_(problem) {}

    /// Nothing if no start has a value. The quadrature of the line is chosen anew at the solution, until
    /// that changes nothing.
    std::optional<std::vector<double>> run() {
        const std::span<const double> start = problem_.keys().space().start();
        std::optional<std::vector<double>> at = best_from({start.begin(), start.end()}, kMoreStarts);
        for (int n = 1; at && n < kMostRules; ++n) {
            const TargetValues before = problem_.values(*at);
            problem_.choose_line_rule(*at);
            if (largest_change(before, problem_.values(*at)) <= kSolved) break;
            at = best_from(*at, 0);
        }
        return at;
    }

  private:
    /// The best point reached from this one and, while it misses a target, from starts around the deck's
    /// values.
    std::optional<std::vector<double>> best_from(const std::vector<double>& start, int more_starts) {
        std::optional<fit::PolishResult> best;
        const auto attempt = [&](const std::vector<double>& x) {
            if (!has_rule(x)) return;
            fit::PolishResult result = problem_.minimise(followed(x), problem_.wanted());
            if (!result.point.finite) return;
            if (!best || result.point.objective() < best->point.objective()) best = std::move(result);
        };
        attempt(start);
        for (int k = 1; k <= more_starts && !(best && meets_all(best->point)); ++k)
            attempt(fit::start_point(problem_.keys().neighbourhood(), 1, k));
        if (!best) return std::nullopt;
        return best->free;
    }

    /// Leads a point to the targets on the path on which they move from what the model gives there to what
    /// is wanted. Every step starts near its solution, so that it neither jumps to another one nor gets
    /// stuck. Ends where a step cannot be made, however short; at the point itself if some target has no
    /// value there, or if the targets outnumber the quantities and cannot all be met on the way.
    std::vector<double> followed(std::vector<double> x) const {
        const std::vector<double>& wanted = problem_.wanted();
        if (x.size() != wanted.size()) return x;
        const std::vector<double> from = values_at(x);
        double reached = 0.0;
        for (double step = kFirstStep; reached < 1.0 && step >= kShortestStep;) {
            const double next = std::min(1.0, reached + step);
            std::vector<double> between;
            for (std::size_t i = 0; i < wanted.size(); ++i)
                between.push_back(on_the_way(from[i], wanted[i], next));
            const fit::PolishResult result = problem_.minimise(x, between);
            if (result.point.finite && meets_all(result.point)) {
                x = result.free;
                reached = next;
                step *= 2.0;
            } else {
                step *= 0.5;
            }
        }
        return x;
    }

    /// NaN where there is no value.
    std::vector<double> values_at(const std::vector<double>& x) const {
        try {
            return problem_.values(x).value;
        } catch (const NumericalError&) {
            return std::vector<double>(problem_.wanted().size(), std::nan(""));
        }
    }

    /// Between two values; on a logarithmic scale if they have the same sign.
    static double on_the_way(double from, double to, double share) {
        return from * to > 0.0 ? to * std::pow(from / to, 1.0 - share) : from + share * (to - from);
    }

    /// The first point that has a line chooses its quadrature.
    bool has_rule(const std::vector<double>& x) {
        try {
            if (!has_rule_) problem_.choose_line_rule(x);
            return has_rule_ = true;
        } catch (const NumericalError&) {
            return false;
        }
    }

    static bool meets_all(const fit::Point& point) { return point.residual.cwiseAbs().maxCoeff() <= 1.0; }

    [[nodiscard]] double largest_change(const TargetValues& a, const TargetValues& b) const {
        double largest = 0.0;
        for (std::size_t i = 0; i < a.value.size(); ++i) {
            largest = std::max(
                largest, std::abs(problem_.deviation(i, a.value[i]) - problem_.deviation(i, b.value[i])));
        }
        return largest;
    }

    TargetProblem& problem_;
    bool has_rule_ = false;
};

[[noreturn]] void refuse(const deck::LoadedDeck& loaded, const TargetProblem& problem) {
    const TargetValues start = problem.values(problem.keys().space().start());
    std::vector<Diagnostic> findings;
    for (std::size_t i = 0; i < start.value.size(); ++i) {
        if (!std::isnan(start.value[i])) continue;
        findings.push_back({loaded.file, 0, 0, fmt::format("calibration.target[{}].observable", i + 1),
                            fmt::format("{} has no value at the deck's numbers nor around them: {}",
                                        loaded.deck.calibration[i].observable, start.why[i])});
    }
    throw InputError(findings);
}

Calibration report(const TargetProblem& problem, const std::vector<double>& solution, deck::Deck printed) {
    Calibration out;
    const TargetValues exact = problem.values(solution), reached = problem.values(printed);
    for (std::size_t i = 0; i < reached.value.size(); ++i) {
        const deck::CalibrationTarget& target = problem.deck().calibration[i];
        const double off = problem.deviation(i, reached.value[i]);
        out.targets.push_back({target, std::string(deck::find_observable(target.observable)->unit),
                               reached.value[i], problem.deviation(i, exact.value[i]), off,
                               reached.outside[i], std::abs(off) <= target.tolerance && !reached.outside[i]});
    }
    for (std::size_t j = 0; j < solution.size(); ++j) {
        const Quantity& quantity = problem.keys().quantities()[j];
        const bool at_bound = solution[j] == quantity.lower || solution[j] == quantity.upper;
        const bool idle = exact.jacobian.col(static_cast<Eigen::Index>(j)).isZero(0.0);
        for (const DrivenKey& key : quantity.keys) {
            out.keys.push_back({key.key, std::string(deck::find_model_key(key.key)->unit), key.from,
                                *deck::find_number(printed, key.key), quantity.target, at_bound, idle});
        }
    }
    out.deck = std::move(printed);
    out.evaluations = problem.evaluations();
    return out;
}

} // namespace

bool Calibration::met() const {
    return std::all_of(targets.begin(), targets.end(), [](const ReachedTarget& t) { return t.met; });
}

Calibration calibrate(const deck::LoadedDeck& loaded) {
    if (loaded.deck.calibration.empty()) {
        throw InputError(
            {Diagnostic{loaded.file, 0, 0, "calibration",
                        "the deck has no targets to calibrate for (write [[calibration.target]])"}});
    }
    make_plan(loaded);
    TargetProblem problem(loaded.deck);
    const std::optional<std::vector<double>> solution = Search(problem).run();
    if (!solution) refuse(loaded, problem);
    return report(problem, *solution, printed_deck(problem, *solution));
}

} // namespace lpsglass::campaign

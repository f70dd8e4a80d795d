#include <algorithm>
#include <optional>

#include "closing_parts.hpp"
#include "lpsglass/campaign/intervals.hpp"

namespace lpsglass::app {

using campaign::SetResult;
namespace summary = campaign::summary;

namespace {

/// Which fluctuations leave their family without an exponent, and why.
std::string why_missing(const SetResult& set) {
    std::string out;
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        for (int k = 0; k < 6; ++k) {
            const auto status = set.spectrum[d].extinction_status[k];
            if (status == model::ExtinctionStatus::ok || status == model::ExtinctionStatus::not_computed)
                continue;
            out += fmt::format("  {} is missing: {} of {} (spectrum {})\n", k < 3 ? "alpha" : "beta",
                               status == model::ExtinctionStatus::no_extinction ? "no extinction"
                                                                                : "undefined gauge phase",
                               name_of(k), d + 1);
        }
    }
    return out;
}

/// What the intervals are, and draws are called.
struct Way {
    const char* interval = "";
    const char* draws = "";
    const char* advice = "";
};

Way way_of(deck::Uncertainty uncertainty) {
    switch (uncertainty) {
    case deck::Uncertainty::posterior:
        return {"68 % of the posterior", "posterior draws", "the intervals come from the posterior"};
    case deck::Uncertainty::bootstrap:
        return {"68 % of the replicas", "bootstrap replicas", "the intervals come from refitted replicas"};
    case deck::Uncertainty::profile:
        return {"68 % by the profile", "", "the intervals come from the profile likelihood"};
    case deck::Uncertainty::linear:
        break;
    }
    return {};
}

class ExponentsText {
  public:
    explicit ExponentsText(const campaign::RunRecord& record)
        : record_(record), set_(record.sets.front()), fit_(record.deck.deck.fit) {
        if (fit_) way_ = way_of(fit_->uncertainty);
    }

    std::string text() {
        out_ = fmt::format("at T_g = {} K\n  {:<34}{:>22}{:>22}\n",
                           record_.deck.deck.exponents.glass_temperature_kelvin, "", "alpha (xi_beta)",
                           "beta (xi_theta)");
        rows();
        out_ += why_missing(set_);
        crossing();
        advice();
        return out_;
    }

  private:
    void row(const std::string& name, const std::string& a, const std::string& b) {
        out_ += fmt::format("  {:<34}{:>22}{:>22}\n", name, a, b);
    }

    /// Values of both families, and below them their intervals.
    void quantity(const std::string& name, summary::Index a, summary::Index b) {
        const auto value = [this](summary::Index i) {
            return with_error(set_.summary[i], set_.summary_errors[i]);
        };
        row(name, value(a), value(b));
        if (*way_.interval)
            row(fmt::format("  {}", way_.interval), between(set_.summary_interval[a]),
                between(set_.summary_interval[b]));
    }

    void rows() {
        quantity("exponent", summary::alpha_at_tg, summary::beta_at_tg);
        quantity("lambda = scale/exponent", summary::lambda_alpha_at_tg, summary::lambda_beta_at_tg);
        const auto physical = [this](summary::Index i) {
            const double lambda = set_.summary[i];
            return std::isnan(lambda) ? "" : lambda > 0.0 && lambda <= 1.0 ? "yes" : "no";
        };
        row("  a stretching exponent (0 to 1)", physical(summary::lambda_alpha_at_tg),
            physical(summary::lambda_beta_at_tg));
        const auto spread = [this](summary::Index i) { return number(set_.summary[i]); };
        row("spread of exponent over orders", spread(summary::order_spread_alpha),
            spread(summary::order_spread_beta));
        row("spread of lambda over orders", spread(summary::order_spread_lambda_alpha),
            spread(summary::order_spread_lambda_beta));
    }

    void crossing() {
        const auto& v = set_.summary;
        const auto& e = set_.summary_errors;
        const double low = record_.temperature.front(), high = record_.temperature.back();
        if (low == high) {
            out_ += "crossing of alpha and beta: none looked for, the deck has one temperature\n";
            return;
        }
        if (std::isnan(v[summary::crossing_count])) {
            out_ += "crossing of alpha and beta: missing, since an exponent is\n";
        } else if (v[summary::crossing_count] == 0.0) {
            out_ += fmt::format("alpha and beta do not cross between {} and {} K\n", low, high);
        } else {
            out_ +=
                fmt::format("alpha = beta at {} K, where lambda is {} ({} crossing(s) between {} and {} K)\n",
                            with_error(v[summary::crossing_temperature], e[summary::crossing_temperature], 2),
                            with_error(v[summary::lambda_at_crossing], e[summary::lambda_at_crossing]),
                            v[summary::crossing_count], low, high);
        }
        const campaign::DrawShares& draws = set_.draws;
        if (draws.count == 0) return;
        out_ +=
            fmt::format("of {} {}, {:.1f} % have a crossing in that range, {:.1f} % one within 50 K of T_g\n",
                        draws.count, way_.draws, 100.0 * draws.crossing, 100.0 * draws.crossing_near_tg);
        if (std::max(draws.alpha_missing, draws.beta_missing) >= 0.0005) {
            out_ +=
                fmt::format("in {:.1f} % of them alpha is missing, in {:.1f} % beta: intervals are those of "
                            "the rest\n",
                            100.0 * draws.alpha_missing, 100.0 * draws.beta_missing);
        }
        if (draws.failed > 0)
            out_ += fmt::format("{} more found no minimum and are left out\n", draws.failed);
    }

    /// How far the errors can be trusted.
    void advice() {
        if (!fit_ || std::isnan(set_.summary_errors[summary::alpha_at_tg] +
                                set_.summary_errors[summary::beta_at_tg])) {
            return;
        }
        if (fit_->uncertainty == deck::Uncertainty::linear) {
            out_ += "Errors are linear, one standard deviation. The exponents are strongly nonlinear in the "
                    "amplitudes:\nread such errors as a lower estimate, or set fit.uncertainty.\n";
            return;
        }
        std::string misled;
        for (int i = 0; i < summary::count; ++i) {
            if (std::isnan(set_.summary_errors[i])) continue; // none that could mislead
            if (campaign::linear_disagrees(set_.summary[i], set_.summary_errors[i], set_.summary_interval[i]))
                misled += std::string(misled.empty() ? "" : ", ") + campaign::summary_table()[i].name;
        }
        out_ += fmt::format("Errors after +- are linear, one standard deviation; {}.\n", way_.advice);
        if (!misled.empty()) out_ += "Linear errors mislead for " + misled + ".\n";
    }

    const campaign::RunRecord& record_;
    const SetResult& set_;
    const std::optional<deck::Fit>& fit_;
    Way way_;
    std::string out_;
};

} // namespace

std::string exponents_text(const campaign::RunRecord& record) {
    return ExponentsText(record).text();
}

} // namespace lpsglass::app

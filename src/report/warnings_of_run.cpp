#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr double kLargestRHat = 1.01;

class Warnings {
  public:
    explicit Warnings(const RunData& data) : data_(data) {}

    Contents take() {
        sets();
        const std::vector<double> status = data_.of_set("/fit/status");
        for (std::size_t i = 0; i < status.size(); ++i)
            spectrum(i, status.size() > 1 ? fmt::format("Spectrum {}: ", i + 1) : "", status[i]);
        extinctions();
        for (std::size_t i = 0; data_.has(fmt::format("/spectrum/{}", i + 1)); ++i) {
            if (data_.reconstructed(i))
                note(fmt::format("Spectrum {} is reconstructed from published numbers, not measured. What is "
                                 "fitted to it is as good as "
                                 "the reconstruction.",
                                 i + 1));
        }
        return std::move(out_);
    }

  private:
    void warn(const std::string& text) {
        out_.remarks.push_back({std::string(section::summary), text, true});
    }
    void note(const std::string& text) {
        out_.remarks.push_back({std::string(section::summary), text, false});
    }

    /// Sets that failed, by cause.
    void sets() {
        const std::vector<double> status = data_.values("/tasks/status");
        std::vector<double> kinds(status);
        std::ranges::sort(kinds);
        kinds.erase(std::ranges::unique(kinds).begin(), kinds.end());
        for (const double kind : kinds) {
            if (kind == 0.0) continue;
            const auto count = std::ranges::count(status, kind);
            warn(status.size() == 1
                     ? fmt::format("The run failed: {}.", words(data_.word("/tasks/status", kind)))
                     : fmt::format("{} of {} sets: {}.", count, status.size(),
                                   words(data_.word("/tasks/status", kind))));
        }
        if (status.size() > 1 && status[0] != 0.0)
            warn(fmt::format("Set 0, which the figures of a single run show, is one of those: {}.",
                             words(data_.word("/tasks/status", status[0]))));
        if (status.size() != 1 || status[0] == 0.0) return;
        for (const std::string& message : data_.texts("/tasks/message"))
            warn("“" + message + "”");
    }

    void spectrum(std::size_t i, const std::string& where, double status) {
        const std::string word = data_.word("/fit/status", status);
        if (word == "at_bound") warn(where + "a fitted amplitude or parameter is held by its bound.");
        if (word == "flat_direction")
            warn(where + "a combination of parameters is determined neither by the data nor by priors; "
                         "errors in it are missing.");
        if (word == "evaluations_exhausted" || word == "no_finite_start" || word == "failed")
            warn(where + "the fit found no minimum (" + words(word) + ").");
        const auto of = [&](const std::string& name) {
            const std::vector<double> all = data_.of_set("/fit/" + name);
            return i < all.size() ? all[i] : std::nan("");
        };
        const double chi2 = of("chi2"), freedom = of("degrees_of_freedom");
        if (chi2 > 5.0 * freedom && freedom > 0.0)
            warn(fmt::format(
                "{}χ^{{2}} is {:.0f} times its degrees of freedom: the line of the model does not describe "
                "the data within "
                "their σ{}.",
                where, chi2 / freedom,
                data_.fit_parameters().empty() ? ", which is no fit but the line of given amplitudes" : ""));
        if (of("line_error") > data_.deck().nqr.ensemble.tolerance &&
            data_.deck().nqr.ensemble.method == model::IntegrationMethod::conditional)
            warn(fmt::format("{}the quadrature error of the line, {:.1e} of its peak, misses its goal.",
                             where, of("line_error")));
        const std::vector<std::string> names = data_.fit_parameters();
        const std::vector<double> r_hat = data_.of_set("/fit/r_hat");
        for (std::size_t k = 0; k < names.size() && i * names.size() + k < r_hat.size(); ++k) {
            if (r_hat[i * names.size() + k] > kLargestRHat)
                warn(fmt::format("{}the posterior of {} has not converged (R-hat {:.3f}).", where,
                                 display_name(names[k]), r_hat[i * names.size() + k]));
        }
    }

    /// Which fluctuations leave their family without an exponent.
    void extinctions() {
        const std::vector<double> status = data_.of_set("/energy/extinction_status");
        const std::size_t at = data_.spectrum_at_tg();
        for (std::size_t k = 0; k < 6 && 6 * at + k < status.size(); ++k) {
            const std::string word = data_.word("/energy/extinction_status", status[6 * at + k]);
            if (word != "no_extinction" && word != "gauge_phase_undefined") continue;
            const std::string text = fmt::format(
                "{} is missing: {} of {}.", kFamily[k / 3].exponent,
                word == "no_extinction" ? "no extinction" : "undefined gauge phase", kFluctuation[k]);
            word == "no_extinction" ? note(text) : warn(text);
        }
    }

    static std::string words(std::string word) {
        std::ranges::replace(word, '_', ' ');
        return word;
    }

    const RunData& data_;
    Contents out_;
};

} // namespace

Contents warnings_of_run(const RunData& data) {
    return Warnings(data).take();
}

} // namespace lpsglass::report

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "closing_parts.hpp"
#include "lpsglass/results/reader.hpp"

namespace lpsglass::app {

namespace {

/// The values that are not missing, ascending.
std::vector<double> known(const results::ResultsFile& file, const std::string& dataset) {
    std::vector<double> values = file.numbers(dataset);
    std::erase_if(values, [](double x) { return std::isnan(x); });
    std::ranges::sort(values);
    return values;
}

/// Linear between order statistics.
double quantile(const std::vector<double>& ascending, double share) {
    const double place = share * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

std::string line_of(const results::ResultsFile& file, const std::string& dataset, const std::string& name) {
    const std::vector<double> values = known(file, dataset);
    if (values.empty()) return fmt::format("{:<24} in no set\n", name);
    return fmt::format("{:<24} {:>11.4f} {:>11.4f} {:>11.4f} {:>11.4f} {:>11.4f} {:>9}\n", name,
                       values.front(), quantile(values, 0.16), quantile(values, 0.5), quantile(values, 0.84),
                       values.back(), values.size());
}

double share_of_positive(const std::vector<double>& ascending) {
    const auto positive = std::ranges::count_if(ascending, [](double x) { return x > 0.0; });
    return 100.0 * static_cast<double>(positive) / static_cast<double>(ascending.size());
}

} // namespace

std::string scan_text(const std::string& path) {
    const results::ResultsFile file(path);
    std::string out = fmt::format("\n{} parameter sets{:>21} {:>11} {:>11} {:>11} {:>11} {:>9}\n",
                                  file.set_count(), "smallest", "16 %", "median", "84 %", "largest", "sets");
    out += line_of(file, "/summary/alpha_at_tg", "alpha at T_g");
    out += line_of(file, "/summary/beta_at_tg", "beta at T_g");
    out += line_of(file, "/summary/alpha_minus_beta_at_tg", "alpha - beta at T_g");
    out += line_of(file, "/summary/inverse_lambda_alpha_at_tg", "1/lambda, alpha");
    out += line_of(file, "/summary/inverse_lambda_beta_at_tg", "1/lambda, beta");
    const std::vector<double> crossings = known(file, "/summary/crossing_count");
    if (!crossings.empty()) {
        out +=
            fmt::format("alpha and beta cross in {:.1f} % of the {} sets that have both, within 50 K of T_g "
                        "in {:.1f} %\n",
                        share_of_positive(crossings), crossings.size(),
                        share_of_positive(known(file, "/summary/crosses_near_tg")));
    }
    out += "How the parameters differ, design and range, decides these shares.\n";
    return out;
}

} // namespace lpsglass::app

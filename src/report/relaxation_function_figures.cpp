#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

constexpr std::size_t kCurvePoints = 151;
constexpr double kMeasuredLow = 0.67, kMeasuredHigh = 0.71; ///< stretching exponents of As2Se3
constexpr double kPhillips = 0.6;

struct Curve {
    std::size_t family;
    double temperature;
    double lambda;
};

/// At most so many of the temperatures at which lambda of a family is a stretching exponent: the one nearest
/// to T_g, and, of three, the lowest and the highest.
std::vector<Curve> curves_of(const RunData& data, std::size_t family, std::size_t most) {
    const std::vector<double> temperature = data.temperatures();
    const std::vector<double> lambda =
        data.of_set(family == 0 ? "/exponents/lambda_alpha" : "/exponents/lambda_beta");
    std::vector<Curve> physical;
    for (std::size_t t = 0; t < lambda.size(); ++t) {
        if (lambda[t] > 0.0 && lambda[t] <= 1.0) physical.push_back({family, temperature[t], lambda[t]});
    }
    if (physical.size() <= most) return physical;
    const double tg = data.glass_temperature();
    const auto distance = [tg](const Curve& curve) { return std::abs(curve.temperature - tg); };
    const auto nearest = std::ranges::min_element(physical, {}, distance);
    if (most == 1) return {*nearest};
    std::vector<Curve> out{physical.front()};
    if (nearest != physical.begin() && nearest + 1 != physical.end()) out.push_back(*nearest);
    out.push_back(physical.back());
    return out;
}

double phi(double time, double lambda) {
    return std::exp(-std::pow(time, lambda));
}

Column over_time(const std::string& name, const std::vector<double>& time, double lambda) {
    Column out{name, "1", {}};
    for (const double t : time)
        out.values.push_back(phi(t, lambda));
    return out;
}

} // namespace

Contents relaxation_function_figures(const RunData& data) {
    Contents out;
    if (!data.has("/exponents/lambda_beta")) return out; // exponent_figures says so
    const std::string here(section::relaxation);
    std::vector<Curve> curves = curves_of(data, 1, 3), alpha = curves_of(data, 0, 1);
    curves.insert(curves.end(), alpha.begin(), alpha.end());
    if (curves.empty()) {
        out.remarks.push_back({here, "φ(t) is not drawn: λ is nowhere between 0 and 1.", false});
        return out;
    }
    std::vector<double> time;
    for (std::size_t i = 0; i < kCurvePoints; ++i)
        time.push_back(std::pow(10.0, -3.0 + 5.0 * static_cast<double>(i) / (kCurvePoints - 1)));

    Table references{"references",
                     {{"time_over_tau", "1", time},
                      over_time("measured_0.67", time, kMeasuredLow),
                      over_time("measured_0.71", time, kMeasuredHigh),
                      over_time("phillips_0.6", time, kPhillips)}};
    Table model{"model", {{"time_over_tau", "1", time}}};
    std::string plots = "plot data index '[references]' using 1:2:3 with filledcurves fc rgb '#999999' fs "
                        "solid 0.6 noborder title "
                        "'measured, 0.67 to 0.71', '' index '[references]' using 1:4 with lines lw 1.6 dt "
                        "(2,3) lc rgb '#000000' title "
                        "'Phillips, 3/5'";
    for (std::size_t i = 0; i < curves.size(); ++i) {
        const auto& [family, temperature, lambda] = curves[i];
        model.columns.push_back(over_time(
            fmt::format("lambda_{}_at_{:g}_K", family == 0 ? "alpha" : "beta", temperature), time, lambda));
        plots += fmt::format(", data index '[model]' using 1:{} with lines ls {} title {}", i + 2, i % 6 + 1,
                             gnuplot_enhanced(fmt::format("{}, {:g} K: λ = {:.2f}", kFamily[family].exponent,
                                                          temperature, lambda)));
    }
    Figure figure;
    figure.name = "relaxation_function";
    figure.section = here;
    figure.title = "Relaxation function φ against t/τ";
    figure.caption =
        "φ(t) = exp[-(t/τ)^{λ}] where 0 < λ ≤ 1: from β = ξ_{θ} at the lowest and the highest temperature of "
        "the run where "
        "λ is a stretching exponent and at the one nearest to T_{g}; from α = ξ_{β} at that one. Beside them "
        "the measured "
        "stretching exponents of As_{2}Se_{3}, 0.67 to 0.71, and Phillips' 3/5. Only the shape is compared: "
        "the model's τ "
        "near T_{g} is of the order of 10^{-13} s, a vibration, not the structural relaxation of a glass.";
    figure.tables = {std::move(references), std::move(model)};
    figure.script = "set logscale x\nset format x '10^{%T}'\nset xlabel 't / τ'\nset ylabel 'φ'\nset xrange "
                    "[1e-3:1e2]\nset yrange [0:1]\n"
                    "set key above width -2 font ',12'\n" +
                    plots + '\n';
    figure.aspect = 0.85;
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace lpsglass::report

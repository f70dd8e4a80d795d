#include "lpsglass/report/figures.hpp"

namespace lpsglass::report {

Contents figures_of_run(const RunData& data) {
    const std::vector<double> temperature = data.temperatures();
    const std::vector<double> alpha = data.of_set("/exponents/alpha");
    Contents out;
    if (alpha.empty()) return out;
    Figure figure;
    figure.name = "exponents";
    figure.section = section::exponents;
    figure.title = "Exponents α = ξ_{β} and β = ξ_{θ}";
    figure.caption = "Where they cross & T_{g}.";
    figure.tables = {{"exponents",
                      {{"temperature", "K", temperature},
                       {"alpha", "1", alpha},
                       {"beta", "1", data.of_set("/exponents/beta")}}}};
    figure.script =
        "set xlabel 'temperature (K)'\nset ylabel 'exponent'\nset yrange [-1:2]\n"
        "plot data index '[exponents]' using 1:2 with lines ls 1 title 'α', '' index '[exponents]' "
        "using 1:3 with lines ls 2 title 'β'\n";
    out.figures.push_back(figure);
    return out;
}

} // namespace lpsglass::report

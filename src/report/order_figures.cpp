#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

Contents order_figures(const RunData& data) {
    Contents out;
    const std::vector<std::string> orders = data.texts("/coordinates/order");
    const std::array<std::vector<double>, 2> exponent{data.of_set("/exponents/alpha_by_order"),
                                                      data.of_set("/exponents/beta_by_order")};
    if (orders.empty() || (!any_finite(exponent[0]) && !any_finite(exponent[1]))) return out;

    Table table{"orders", {{"order", "1", {}}}};
    std::string tics = "set xtics (", bare = tics;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        table.columns[0].values.push_back(static_cast<double>(i));
        bare += fmt::format("{}'' {}", i > 0 ? ", " : "", i);
        tics += fmt::format("{}{} {}", i > 0 ? ", " : "", gnuplot_text(orders[i]), i);
    }
    std::vector<double> all;
    std::string above, below;
    for (std::size_t family = 0; family < 2; ++family) {
        if (!any_finite(exponent[family])) continue;
        const std::string name = family == 0 ? "alpha" : "beta";
        std::vector<double> lambda;
        for (const double value : exponent[family])
            lambda.push_back(data.deck().exponents.scale / value);
        table.columns.push_back({name, "1", exponent[family]});
        table.columns.push_back({"lambda_" + name, "1", std::move(lambda)});
        all.insert(all.end(), exponent[family].begin(), exponent[family].end());
        const double shift = family == 0 ? -0.08 : 0.08;
        above += fmt::format("{}data index '[orders]' using ($1 + {}):{} with points ls {} ps 1.2 title {}",
                             above.empty() ? "plot " : ", ", shift, table.columns.size() - 1, family + 1,
                             gnuplot_enhanced(kFamily[family].exponent));
        below += fmt::format(
            "{}data index '[orders]' using ($1 + {}):(${} > 0 ? ${} : NaN) with points ls {} ps 1.2",
            below.empty() ? "plot " : ", ", shift, table.columns.size(), table.columns.size(), family + 1);
    }
    Figure figure;
    figure.name = "orders";
    figure.section = section::exponents;
    figure.title = "Spread over the freezing orders at T_{g}";
    figure.caption = fmt::format("The six orders in which bonds (for β: pairs 12, 23, 13 as 1, 2, 3) may "
                                 "fall out of equilibrium. A line cannot tell labels of bonds "
                                 "apart, so read every exponent together with this spread: α {}, β {}. "
                                 "Below: λ, drawn up to {}; missing points are negative or "
                                 "larger.",
                                 number_text(data.number("/summary/order_spread_alpha")),
                                 number_text(data.number("/summary/order_spread_beta")), 1.6);
    figure.tables = {std::move(table)};
    const Extent values = extent_of(all);
    figure.script =
        "set multiplot\nset lmargin at screen 0.17\nset rmargin at screen 0.97\nset tmargin at screen "
        "0.91\nset bmargin at screen 0.56\n" +
        bare + ")\nset xrange [-0.5:" + fmt::format("{}", static_cast<double>(orders.size()) - 0.5) + "]\n" +
        range("y", Extent{std::min(values.low, 0.0), std::max(values.high, 1.0)}.widened(0.06)) +
        "set ylabel 'exponent'\nset xzeroaxis lt 1 lw 0.8 lc rgb '#999999'\n" + above +
        "\nset tmargin at screen 0.51\nset bmargin at screen 0.18\nunset key\n" + tics +
        ")\nset xlabel 'freezing order, first to freeze first'\nset ylabel 'λ'\nset yrange [0:1.6]\nset "
        "ytics 0.4\n"
        "set object 1 rectangle from graph 0, first 0 to graph 1, first 1 fc rgb '#efefef' fs solid noborder "
        "behind\n" +
        below + "\nunset multiplot\n";
    figure.aspect = 1.0;
    out.figures.push_back(std::move(figure));
    return out;
}

} // namespace lpsglass::report

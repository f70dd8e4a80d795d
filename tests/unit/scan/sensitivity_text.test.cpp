#include "lpsglass/scan/sensitivity_text.hpp"

#include <limits>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"
#include "unit/scan/test_functions.hpp"

using namespace lpsglass::scan;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Two outputs, of which the second is withheld, and two parameters.
Sensitivity example() {
    Sensitivity result;
    result.design = lpsglass::deck::Design::saltelli;
    result.outputs = result.parameters = 2;
    result.base_samples = 100;
    result.conservative = true;
    result.stages = {50, 100};
    result.checks = {{OutputStatus::ok, 99, 0.01}, {OutputStatus::withheld, 75, 0.25}};
    Measure total{"total", "total index", Per::parameter, Unit::one, {}, {}};
    total.all = {{0.5, 1.25, missing, missing}, {0.4, 1.0, missing, missing}, {0.6, 1.5, missing, missing}};
    total.stages = total.all;
    for (std::vector<double>* part : {&total.stages.value, &total.stages.lower, &total.stages.upper})
        part->insert(part->begin(), {-0.125, 1.0, missing, missing});
    Measure pairs{"second_order", "second-order index", Per::pair, Unit::one, {}, {}};
    pairs.all.value = {missing, 0.25, 0.25, missing, missing, missing, missing, missing};
    result.measures = {total, pairs};
    return result;
}

} // namespace

TEST_CASE("sensitivities as text", "[scan]") {
    const SensitivityNames names{{"alpha", "peak"}, {"", "K"}, {"x", "gauge.coupling"}};
    CHECK(sensitivity_text(example(), names) ==
          "Sensitivity to 2 parameters, from 100 base samples.\n"
          "In brackets: 95 percent intervals of a bootstrap over base samples,\n"
          "conservative: they take the design's evenly spread samples as random ones.\n"
          "\n"
          "alpha: 99 base samples, 1 percent dropped\n"
          "  parameter       total\n"
          "  x               0.5000 [0.4000, 0.6000]\n"
          "  gauge.coupling  1.2500 [1.0000, 1.5000]\n"
          "  pair               second_order\n"
          "  x, gauge.coupling  0.2500\n"
          "  total from the first  50                          100\n"
          "  x                     -0.1250 [-0.1250, -0.1250]  0.5000 [0.4000, 0.6000]\n"
          "  gauge.coupling        1.0000 [1.0000, 1.0000]     1.2500 [1.0000, 1.5000]\n"
          "\n"
          "peak (K): 75 base samples, 25 percent dropped\n"
          "  no measures: withheld: too many base samples lack the output\n");
    CHECK_THROWS_AS(sensitivity_text(example(), {{"alpha"}, {}, {"x", "y"}}), lpsglass::InputError);
}

TEST_CASE("the strongest parameter stands first, and only what is asked for is shown", "[scan]") {
    const SensitivityNames names{{"alpha", "peak"}, {}, {"x", "gauge.coupling"}};
    CHECK(sensitivity_text(example(), names, {false, true, true, {0}}) ==
          "\n"
          "alpha: 99 base samples, 1 percent dropped\n"
          "  parameter       total\n"
          "  gauge.coupling  1.2500 [1.0000, 1.5000]\n"
          "  x               0.5000 [0.4000, 0.6000]\n"
          "  pair               second_order\n"
          "  x, gauge.coupling  0.2500\n"
          "  total from the first  50                          100\n"
          "  gauge.coupling        1.0000 [1.0000, 1.0000]     1.2500 [1.0000, 1.5000]\n"
          "  x                     -0.1250 [-0.1250, -0.1250]  0.5000 [0.4000, 0.6000]\n");
    Sensitivity unknown = example();
    unknown.measures[0].all.value[0] = missing;
    const std::string text = sensitivity_text(unknown, names, {false, false, true, {0}});
    CHECK(text.find("gauge.coupling") < text.find("x  ")); // what has no value comes last
}

TEST_CASE("sensitivities of every design can be told", "[scan]") {
    using namespace scan_test;
    const auto text = [](ScanTable table) {
        const SensitivityNames names{{"sum"}, {}, {"first", "second"}};
        return sensitivity_text(
            sensitivity(table,
                        {evaluate(table, [](const std::vector<double>& x) { return x[0] + x[1] * x[1]; })}),
            names, {true, false, false, {}});
    };
    const std::string of_list = text(points(Kind::list, random_points(40, 2, 1)));
    for (const char* word : {"spearman", "src", "  r_squared 0.", "pawn_noise", "(up to ", "second"})
        CHECK(of_list.find(word) != std::string::npos);
    CHECK(of_list.find("conservative") == std::string::npos);
    CHECK(of_list.find("from the first") == std::string::npos);

    ScanTable local;
    local.design = Kind::one_at_a_time;
    local.parameters = 2;
    append(local, 0, Role::own, -1, {1, 1});
    append(local, 1, Role::step, 0, {2, 1});
    const std::string of_local = text(local);
    CHECK(of_local.find("derivative") != std::string::npos);
    CHECK(of_local.find("In brackets") == std::string::npos);
    CHECK(of_local.find("  second     -           -") != std::string::npos); // nothing moved it
}

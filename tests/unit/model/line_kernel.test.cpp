#include "lpsglass/model/line_kernel.hpp"

#include "lpsglass/core/error.hpp"
#include "unit/model/line_kernel_cases.hpp"

using namespace line_kernel_cases;

TEST_CASE("the kernel's line is that of the definition, with every derivative", "[model][line_kernel]") {
    ParameterSet<double> p = unequal();
    p[par::libration_rms] = 4.0 * degree; // so that its temperature counts
    for (EnsembleLaw law : every_law) {
        for (double temperature : {77.0, no_temperature}) {
            CAPTURE(static_cast<int>(law), temperature);
            check_same(direct_rule(law, 77), bins(48.0, 68.0, 0.5), p, temperature, every_parameter());
            check_same(conditional(p, law, {5, 3, 2, 2, 1, 2}, 33), bins(48.0, 68.0, 0.5), moved(p),
                       temperature, every_parameter());
        }
    }
}

TEST_CASE("the kernel keeps to the definition for glasses of every shape", "[model][line_kernel]") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 2 * kEffort; ++i) {
        const ParameterSet<double> p = random_pyramid(random);
        const double centre = NqrLine(direct_rule(EnsembleLaw::normal, 32), {}).evaluate(p, 77.0).mean_MHz;
        const std::vector<double> at = bins(centre - 5.0, centre + 5.0, 0.4);
        CAPTURE(i);
        check_same(direct_rule(EnsembleLaw::normal, 45), at, p, 77.0, every_parameter());
        check_same(conditional(p, EnsembleLaw::normal, {5, 2, 2, 1, 1, 1}, 41), at, moved(p), 77.0,
                   every_parameter());
    }
}

TEST_CASE("the kernel takes any order and any number of nodes", "[model][line_kernel]") {
    const std::vector<double> at = bins(48.0, 68.0, 0.5);
    const ParameterSet<double> p = unequal();
    const std::vector<int> active{21, 24, par::packet_fwhm, 3};
    for (int along : {1, 2, 5, 7, 12}) {
        for (int fine : {1, 2, 4, 9, 66}) {
            // Two nodes at t = -6 and 6 would show nothing but the rounding of extrapolation.
            const EnsembleLaw law = fine <= 2 ? EnsembleLaw::uniform : EnsembleLaw::normal;
            CAPTURE(along, fine);
            check_same(conditional(p, law, {along, 3, 1, 1, 1, 1}, fine), at, moved(p), 77.0, active);
        }
    }
    for (std::array<int, 6> orders :
         {std::array<int, 6>{5, 1, 1, 1, 1, 1}, {5, 2, 2, 2, 1, 1}, {5, 9, 1, 1, 1, 1}})
        check_same(conditional(p, EnsembleLaw::normal, orders, 21), at, moved(p), 77.0, active);
    for (int points : {1, 7, 8, 9, 31, 32, 33})
        check_same(direct_rule(EnsembleLaw::normal, points), at, p, 77.0, active);
}

TEST_CASE("the kernel takes any set of active parameters", "[model][line_kernel]") {
    const std::vector<double> at = bins(48.0, 68.0, 0.5);
    const LineRule rule = conditional(unequal(), EnsembleLaw::normal, {5, 2, 2, 1, 1, 1}, 33);
    const std::vector<std::vector<int>> sets{{},
                                             {par::packet_fwhm},
                                             {par::kappa_beta, par::exponent_scale},
                                             {23},
                                             {par::hybrid_offset, par::hybrid_offset + 1, 22},
                                             {22, 22, par::packet_fwhm, par::packet_fwhm, 22},
                                             {par::selenium_tilt, 26, 25, 24, 23, 22, 21}};
    for (const std::vector<int>& active : sets) {
        CAPTURE(active);
        check_same(rule, at, moved(unequal()), no_temperature, active);
        check_same(direct_rule(EnsembleLaw::arcsine, 20), at, unequal(), no_temperature, active);
    }
}

TEST_CASE("the kernel sums packets of any width on any axis", "[model][line_kernel]") {
    const LineRule rule = conditional(unequal(), EnsembleLaw::normal, {5, 3, 2, 1, 1, 1}, 65);
    // About the middle of the line: agreement is relative to its peak.
    const double centre = NqrLine(rule, {}).evaluate(moved(unequal()), 77.0).mean_MHz;
    std::vector<std::vector<double>> axes{bins(48.0, 68.0, 0.5),
                                          {centre},
                                          bins(centre - 50.0, centre + 50.0, 10.0),
                                          bins(centre - 1.0, centre + 1.0, 0.004)};
    axes.push_back({centre - 18.0, centre - 6.7, centre - 3.0, centre - 2.99, centre - 1.5, centre - 1.0,
                    centre - 0.1, centre, centre + 2.5, centre + 6.0, centre + 22.0}); // not uniform
    axes.push_back(bins(48.0, 68.0, 0.1));
    axes.back()[77] += 1e-4; // a single bin off
    const std::vector<int> active{21, 26, par::packet_fwhm, par::hybrid_following};
    for (const std::vector<double>& at : axes) {
        for (double fwhm : {0.1, 0.4, 1.0, 3.0, 40.0}) {
            CAPTURE(at.size(), fwhm);
            ParameterSet<double> p = moved(unequal());
            p[par::packet_fwhm] = fwhm;
            const double agreement = kAgreement * std::max(1.0, 1.0 / fwhm);
            check_same(rule, at, p, 77.0, active, agreement);
            check_same(direct_rule(EnsembleLaw::normal, 70), at, p, 77.0, active, agreement);
        }
    }
}

TEST_CASE("the kernel drops just the members that are no pyramid", "[model][line_kernel]") {
    const std::vector<double> at = bins(20.0, 120.0, 2.0);
    const std::vector<int> active{21, 25, par::packet_fwhm, par::bond_angle, par::eta_pp_sigma};
    bool some_dropped = false;
    for (double factor : {4.0, 12.0, 40.0, 100.0}) {
        const ParameterSet<double> p = scaled(unequal(), factor);
        for (EnsembleLaw law : every_law) {
            CAPTURE(factor, static_cast<int>(law));
            const LineRule direct = direct_rule(law, 300);
            some_dropped = some_dropped || NqrLine(direct, {}).evaluate(p, 77.0).dropped_share > 0.1;
            // Slopes of a member at the edge grow as 1/c_ij, and so does their rounding.
            check_same(direct, at, p, 77.0, active, kAgreement, 1e-9);
            const LineRule rule = conditional(unequal(), law, {5, 5, 4, 1, 1, 1}, 50);
            check_same(rule, at, p, 77.0, active, kAgreement, 1e-9);
        }
    }
    CHECK(some_dropped);
}

TEST_CASE("without amplitudes the kernel gives one packet", "[model][line_kernel]") {
    const ParameterSet<double> p = scaled(paper(), 0.0);
    const std::vector<double> at = bins(55.0, 61.0, 0.5);
    for (EnsembleLaw law : every_law) {
        // The definition has slopes of both signs by an amplitude at 0, whose sum is rounding.
        const LineRule rule = conditional(paper(), law, {5, 2, 1, 1, 1, 1}, 17);
        check_same(rule, at, p, no_temperature, {par::packet_fwhm, par::bond_length + 2});
        CHECK(LineKernel(rule, at).evaluate(p, no_temperature).standard_deviation_MHz < 1e-11);
        check_same(direct_rule(law, 9), at, p, no_temperature, {par::packet_fwhm, par::hybrid_offset});
    }
}

TEST_CASE("the kernel leaves bins beyond every packet empty", "[model][line_kernel]") {
    const LineRule rule = conditional(paper(), EnsembleLaw::normal, {5, 2, 2, 1, 1, 1}, 65);
    for (const std::vector<double>& at :
         {bins(100.0, 140.0, 1.0), bins(-40.0, 20.0, 0.5), std::vector<double>{1.0, 2.0, 500.0}}) {
        const Line line = LineKernel(rule, at).evaluate(paper(), 77.0, amplitudes);
        CHECK(std::all_of(line.intensity.begin(), line.intensity.end(), [](double i) { return i == 0.0; }));
        CHECK(std::all_of(line.derivative.begin(), line.derivative.end(), [](double d) { return d == 0.0; }));
        CHECK(line.mean_MHz == Approx(58.0).margin(0.5));
    }
}

TEST_CASE("packets without a width give no line and no harm", "[model][line_kernel]") {
    for (double fwhm : {0.0, -1.0, std::nan("")}) {
        ParameterSet<double> p = paper();
        p[par::packet_fwhm] = fwhm;
        const LineRule rule = conditional(paper(), EnsembleLaw::normal, {5, 2, 1, 1, 1, 1}, 21);
        for (const std::vector<double>& at : {bins(48.0, 68.0, 0.5), std::vector<double>{50.0, 58.0, 58.3}}) {
            for (double i : LineKernel(rule, at).evaluate(p, 77.0, amplitudes).intensity)
                CHECK(!(i > 0.0));
        }
    }
}

TEST_CASE("without bins the kernel still knows the members", "[model][line_kernel]") {
    const LineRule rule = conditional(paper(), EnsembleLaw::normal, {5, 2, 2, 1, 1, 1}, 65);
    const Line line = LineKernel(rule, {}).evaluate(paper(), 77.0, amplitudes);
    CHECK(line.intensity.empty());
    CHECK(line.derivative.empty());
    CHECK(line.mean_MHz == Approx(NqrLine(rule, {}).evaluate(paper(), 77.0).mean_MHz).epsilon(1e-12));
}

TEST_CASE("where there is no line the kernel says why, as the definition does", "[model][line_kernel]") {
    ParameterSet<double> p = paper();
    LineRule rule = conditional(p, EnsembleLaw::normal, {2, 1, 1, 1, 1, 1}, 2); // fine nodes at t = -6 and 6
    const auto message = [&](const LineRule& r) {
        std::string definition = "none", kernel = "none";
        try {
            (void)NqrLine(r, {58.0}).evaluate(p, 77.0);
        } catch (const NumericalError& e) {
            definition = e.what();
        }
        try {
            (void)LineKernel(r, {58.0}).evaluate(p, 77.0, amplitudes);
        } catch (const NumericalError& e) {
            kernel = e.what();
        }
        CHECK(definition == kernel);
        return kernel;
    };
    CHECK(message(rule) == "none");
    p = scaled(paper(), 100.0);
    CHECK(message(rule) == "no member of the ensemble is a pyramid");
    for (int k = 0; k < 3; ++k)
        p[par::bond_angle + k] = 121.0 * degree;
    CHECK(message(rule) == "the mean structure is no pyramid");
    CHECK(message(direct_rule(EnsembleLaw::normal, 4)) == "the mean structure is no pyramid");
    p = paper();
    p[par::amplitude] = std::nan("");
    CHECK(message(direct_rule(EnsembleLaw::normal, 4)) == "no member of the ensemble is a pyramid");
    CHECK(message(direct_rule(EnsembleLaw::normal, 0)) == "no member of the ensemble is a pyramid");
    rule.fine_points = 0;
    CHECK(message(rule) == "no member of the ensemble is a pyramid");
    p[par::amplitude] = HUGE_VAL;
    CHECK(message(direct_rule(EnsembleLaw::normal, 4)) == "no member of the ensemble is a pyramid");
}

TEST_CASE("copies of a kernel are the same line, and a second evaluation has the same bits",
          "[model][line_kernel]") {
    const std::vector<double> at = bins(48.0, 68.0, 0.5);
    const LineKernel kernel(conditional(paper(), EnsembleLaw::normal, {5, 4, 4, 2, 1, 1}, 65), at);
    const Line first = kernel.evaluate(paper(), 77.0, every_parameter());
    const LineKernel copy = kernel;
    // What is computed in between must leave no trace.
    (void)LineKernel(direct_rule(EnsembleLaw::uniform, 100), bins(50.0, 60.0, 0.01))
        .evaluate(unequal(), 77.0, amplitudes);
    const Line second = copy.evaluate(paper(), 77.0, every_parameter());
    CHECK(first.intensity == second.intensity);
    CHECK(first.derivative == second.derivative);
    CHECK(copy.frequency_MHz() == at);
    CHECK(copy.rule().fine_points == 65);
}

TEST_CASE("a derivative of the kernel does not depend on its company", "[model][line_kernel]") {
    const std::vector<double> at = bins(48.0, 68.0, 0.5);
    const LineKernel kernel(conditional(unequal(), EnsembleLaw::normal, {5, 3, 3, 1, 1, 1}, 65), at);
    const Line all = kernel.evaluate(moved(unequal()), 77.0, every_parameter());
    for (int index : {0, 4, 9, 18, 22, 26}) {
        const std::vector<int> active{index};
        const Line alone = kernel.evaluate(moved(unequal()), 77.0, active);
        CHECK(alone.intensity == all.intensity);
        CHECK(std::equal(alone.derivative.begin(), alone.derivative.end(),
                         all.derivative.begin() + index * at.size()));
    }
    CHECK(kernel.evaluate(moved(unequal()), 77.0).intensity == all.intensity);
}

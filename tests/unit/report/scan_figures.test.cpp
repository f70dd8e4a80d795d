#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lpsglass/report/figures.hpp"
#include "report/scan_parts.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "unit/results/made_up_run.hpp"

using namespace lpsglass;
using namespace lpsglass::report;
using made_up::kNan;

namespace {

constexpr double rounding = 1e-9; // a few operations on numbers below 1e5

/// Made-up sets of a saltelli scan: rows A (even sets) and AB in turn, `tilt` 0.5 a set, `weights` text 1.
campaign::RunRecord made_up_scan(std::size_t sets, const std::string& design = "saltelli") {
    made_up::Shape shape;
    shape.sets = sets;
    shape.scan = true;
    shape.fit = false;
    campaign::RunRecord run = made_up::run(shape);
    for (campaign::SetResult& set : run.sets)
        set.place.values[1] = 1.0;
    run.deck.resolved =
        "schema = 1\n[exponents]\nglass_temperature = 250.0\n[temperature]\nvalues = [100.0, 200.0, "
        "300.0]\n[scan]\ndesign = \"" +
        design +
        "\"\nsamples = 64\n[[scan.parameter]]\nname = \"tilt\"\nkey = \"structure.selenium_tilt\"\n"
        "mode = \"shift\"\nmin = 0.0\nmax = 1.0\n";
    return run;
}

RunData data_of(const support::Folder& folder, const campaign::RunRecord& run) {
    return RunData(made_up::written(folder.file("made_up.h5"), run));
}

Figure figure(const Contents& contents, const std::string& name) {
    const auto found = std::ranges::find(contents.figures, name, &Figure::name);
    if (found == contents.figures.end()) throw std::runtime_error("no figure " + name);
    return *found;
}

Table table(const Figure& figure, const std::string& name) {
    const auto found = std::ranges::find(figure.tables, name, &Table::name);
    if (found == figure.tables.end()) throw std::runtime_error("no table " + name);
    return *found;
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("Distributions of saltelli take the rows A and B alone", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(8);
    made_up::fail(run, 4, "no pyramid");
    run.sets[4].place = {{2.0, 1.0}, 2, 3, -1};
    run.sets[6].place.role = 5; // a row B
    run.sets[2].state = campaign::TaskState::not_computed;
    const RunData data = data_of(folder, run);
    const ScanSample sample = scan_sample(data);
    CHECK(sample.design == deck::Design::saltelli);
    CHECK(sample.set == std::vector<std::size_t>{0, 4, 6});
    CHECK(sample.went_through == std::vector<bool>{true, false, true});
    CHECK(sample.failed == 1);
    CHECK(sample.not_computed == 1);
    CHECK(says(sample_note(sample), "rows A and B"));
    CHECK(says(sample_note(sample), "3 sets"));

    const std::vector<double> alpha = values_of(data, sample, "/summary/alpha_at_tg");
    CHECK(alpha[0] == made_up::code(0, 0, 5, 0));
    CHECK(std::isnan(alpha[1])); // it failed
    CHECK(alpha[2] == made_up::code(6, 0, 5, 0));
    std::size_t places = 0;
    for_places(data, sample, "/exponents/beta", [&](std::size_t t, std::span<const double> values) {
        CHECK(t == places++);
        CHECK(values[2] == made_up::code(6, t, 7, 1));
        CHECK(std::isnan(values[1]));
    });
    CHECK(places == 3);
}

TEST_CASE("Other designs take all sets", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(5, "lhs");
    for (campaign::SetResult& set : run.sets)
        set.place.role = 0;
    CHECK(scan_sample(data_of(folder, run)).size() == 5);
}

TEST_CASE("The fan is made of quantiles over the sets", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(26); // 13 rows A: sets 0, 2, ..., 24
    run.sets[24].temperature[1].exponent[0] = kNan;
    const RunData data = data_of(folder, run);
    const Figure alpha = figure(scan_curves(data, scan_sample(data)), "scan_alpha");
    const Table fan = table(alpha, "fan");
    CHECK(fan.columns[0].values == std::vector{100.0, 200.0, 300.0});
    // alpha of set s at place t is 1000 s + 100 t + 70; the points are at places 0.6, 3, 6, 9 and 11.4 of 0
    // to 12.
    for (const std::size_t t : {0, 2}) {
        const double offset = 100.0 * static_cast<double>(t) + 70.0;
        CHECK(fan.columns[1].values[t] == Approx(1200.0 + offset).epsilon(rounding));
        CHECK(fan.columns[2].values[t] == Approx(6000.0 + offset).epsilon(rounding));
        CHECK(fan.columns[3].values[t] == Approx(12000.0 + offset).epsilon(rounding));
        CHECK(fan.columns[5].values[t] == Approx(22800.0 + offset).epsilon(rounding));
        CHECK(fan.columns[6].values[t] == 100.0);
    }
    CHECK(fan.columns[6].values[1] == Approx(100.0 * 12.0 / 13.0).epsilon(rounding));
    CHECK(fan.columns[3].values[1] == Approx(11170.0).epsilon(rounding)); // of the twelve left
}

TEST_CASE("Few sets are shown one by one", "[scan]") {
    const support::Folder folder;
    const RunData data = data_of(folder, made_up_scan(6)); // three rows A
    const ScanSample sample = scan_sample(data);
    const Figure beta = figure(scan_curves(data, sample), "scan_beta");
    const Table sets = table(beta, "sets");
    REQUIRE(sets.columns.size() == 4);
    CHECK(sets.columns[2].name == "set_2");
    CHECK(sets.columns[2].values[1] == made_up::code(2, 1, 7, 1));
    const Contents distributions = scan_distributions(data, sample);
    CHECK(distributions.figures.empty());
    REQUIRE(distributions.tables.size() == 1);
    const PageTable& one_by_one = distributions.tables.front();
    CHECK(one_by_one.header[1] == "tilt (degree)");
    CHECK(one_by_one.rows[1][1] == "1"); // set 2: 0.5 * 2
    CHECK(one_by_one.rows[1][2] == "barrier");
}

TEST_CASE("A distribution says how many sets have no value", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(40); // 20 rows A
    for (std::size_t set = 0; set < 40; ++set) {
        auto& summary = run.sets[set].summary;
        summary[campaign::summary::inverse_lambda_beta_at_tg] = 1.0 + 0.01 * static_cast<double>(set);
        summary[campaign::summary::crossing_temperature] = 250.0 + 5.0 * static_cast<double>(set);
        summary[campaign::summary::crossing_count] = 1.0;
    }
    for (const std::size_t set : {0U, 2U, 4U}) // no crossing in two of them, not known in one
        run.sets[set].summary[campaign::summary::crossing_temperature] = kNan;
    run.sets[0].summary[campaign::summary::crossing_count] = 0.0;
    run.sets[2].summary[campaign::summary::crossing_count] = 0.0;
    run.sets[4].summary[campaign::summary::crossing_count] = kNan;
    run.sets[6].summary[campaign::summary::inverse_lambda_beta_at_tg] = kNan;
    run.sets[8].summary[campaign::summary::inverse_lambda_beta_at_tg] = 0.5; // lambda = 2
    const RunData data = data_of(folder, run);
    const Contents found = scan_distributions(data, scan_sample(data));

    const Figure lambda = figure(found, "scan_inverse_lambda_beta");
    CHECK(says(lambda.script, "without a value: 5 % (1 of 20)"));
    CHECK(says(lambda.script, "0 < λ ≤ 1: 90 % of all"));
    double sets = 0.0; // the axis holds all: from 0.5, no farther from the rest than half of their width
    const Table cells = table(lambda, "cells");
    for (const double count : cells.columns[1].values)
        sets += count;
    CHECK(sets == 19.0);
    CHECK_FALSE(says(lambda.script, "off the axis"));
    CHECK_FALSE(says(lambda.script, "set arrow 1")); // 1/0.6 is not on this axis

    const Figure crossing = figure(found, "scan_crossing_temperature");
    CHECK(says(crossing.script, "cross: 85 % (17 of 20)"));
    CHECK(says(crossing.script, "no crossing: 10 % (2)"));
    CHECK(says(crossing.script, "missing: 5 % (1)"));
    CHECK(says(crossing.script, "within 50 K of T_{g}: 15 %")); // sets 6, 8, 10: 280, 290, 300 K
}

TEST_CASE("Effects are medians in classes of the parameter", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(26); // tilt 0, 1, ..., 12 in the rows A
    for (campaign::SetResult& set : run.sets)
        set.summary[campaign::summary::crosses_near_tg] = 0.0;
    run.sets[24].summary[campaign::summary::crosses_near_tg] = 1.0;
    run.sets[22].summary[campaign::summary::crosses_near_tg] = kNan; // an exponent is missing: counts as no
    const RunData data = data_of(folder, run);
    const Contents found = scan_effects(data, scan_sample(data));

    const Table tilt = table(figure(found, "scan_effects_alpha"), "parameter_1"); // the larger effect
    CHECK(tilt.columns[0].name == "tilt");
    CHECK(tilt.columns[0].values == std::vector{2.0, 6.5, 10.5}); // 0 ... 4, 5 ... 8, 9 ... 12
    CHECK(tilt.columns[1].values == std::vector{5.0, 4.0, 4.0});
    CHECK(tilt.columns[2].values[0] == 4050.0); // set 4: 1000 * 4 + 50
    CHECK(tilt.columns[2].values[1] == Approx(13050.0).epsilon(rounding));
    const Table weights = table(figure(found, "scan_effects_alpha"), "parameter_2");
    CHECK(weights.columns[0].values == std::vector{1.0}); // one text only
    CHECK(weights.columns[2].values == std::vector{12050.0});
    CHECK(says(figure(found, "scan_effects_alpha").script, "'barrier' 1"));

    const Table share = table(figure(found, "scan_effects_crossing"), "parameter_1");
    CHECK(share.columns[2].values == std::vector{0.0, 0.0, 0.25});
}

TEST_CASE("Outcomes count every set", "[scan]") {
    const support::Folder folder;
    campaign::RunRecord run = made_up_scan(8);
    made_up::fail(run, 3, "angles of 170 degrees");
    run.sets[3].place = {{1.5, 1.0}, 1, 4, 1};
    run.sets[5].state = campaign::TaskState::gauge_phase_undefined;
    run.sets[5].message = "bond 2";
    for (const std::size_t set : {5U, 6U})
        run.sets[set].temperature[1].status[0] = run.sets[set].temperature[2].status[0] =
            set == 5 ? model::ExponentStatus::gauge_phase_undefined : model::ExponentStatus::no_extinction;
    const Contents found = scan_outcomes(data_of(folder, run));
    const Figure outcomes = figure(found, "scan_outcomes");
    // Sets: ok, no pyramid, no gauge phase; alpha: ended before, exists, no extinction, no gauge phase; beta:
    // ended before, S = 1.
    CHECK(table(outcomes, "outcomes").columns[2].values ==
          std::vector{6.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0, 1.0, 7.0});
    CHECK(table(outcomes, "outcomes").columns[1].values[0] == 75.0);
    CHECK(says(outcomes.caption, "2 failed (25 %)"));
    REQUIRE(found.tables.size() == 1);
    CHECK(found.tables.front().rows[1].front() == "no pyramid");
    CHECK(found.tables.front().rows[1].back() == "set 3: angles of 170 degrees");
}

TEST_CASE("Without sensitivities the page says what adds them", "[scan]") {
    const support::Folder folder;
    const Contents found = scan_indices(data_of(folder, made_up_scan(4)));
    CHECK(found.figures.empty());
    REQUIRE(found.remarks.size() == 1);
    CHECK(says(found.remarks.front().text, "`lpsglass sensitivity made_up.h5`"));
}

TEST_CASE("A single set has no figures of a scan", "[scan]") {
    const support::Folder folder;
    const Contents found = figures_of_scan(data_of(folder, made_up::run()));
    CHECK(found.figures.empty());
    CHECK(found.remarks.empty());
}

TEST_CASE("A share that is not all or none never looks so", "[scan]") {
    CHECK(percent(1, 4) == "25 %");
    CHECK(percent(0, 4) == "0 %");
    CHECK(percent(4, 4) == "100 %");
    CHECK(percent(1, 10000) == "below 0.1 %");
    CHECK(percent(9999, 10000) == "above 99.9 %");
    CHECK(percent(0, 0) == "0 %");
}

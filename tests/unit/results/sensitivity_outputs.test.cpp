#include "lpsglass/results/sensitivity_outputs.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/core/error.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using campaign::TaskState;
using made_up::Shape;
using made_up::written;
using reader::Folder;
using results::OutputGroup;
using results::Pairs;
using results::read_outputs;
using results::read_scan;
using results::ResultsFile;
using results::ScanRows;
using scan::Role;
namespace summary = campaign::summary;
using Sizes = std::vector<std::size_t>;
using Texts = std::vector<std::string>;

namespace {

/// Three base samples of a saltelli design with two parameters and second order: six rows each.
campaign::RunRecord saltelli(Shape shape = {}) {
    shape.scan = true;
    shape.sets = 18;
    auto run = made_up::run(shape);
    const Role roles[] = {Role::a, Role::ab, Role::ab, Role::b, Role::ba, Role::ba};
    const int parameters[] = {-1, 0, 1, -1, 0, 1};
    for (std::size_t set = 0; set < 18; ++set) {
        const double x = static_cast<double>(set);
        run.sets[set].place = {{x, 0.0}, set / 6, static_cast<int>(roles[set % 6]), parameters[set % 6]};
        run.sets[set].summary.fill(x);
    }
    return run;
}

std::string message_of(const std::string& path, Pairs pairs = Pairs::without) {
    try {
        read_scan(ResultsFile(path), pairs);
    } catch (const InputError& error) {
        return error.what();
    }
    return "no InputError";
}

const scan::OutputValues& values_of(const OutputGroup& group, const std::string& output) {
    const auto found = std::find(group.outputs.begin(), group.outputs.end(), output);
    INFO(output);
    REQUIRE(found != group.outputs.end());
    return group.values[static_cast<std::size_t>(found - group.outputs.begin())];
}

} // namespace

TEST_CASE("A scan is read back, with and without the rows of pairs", "[sensitivity]") {
    const Folder folder;
    const ResultsFile file(written(folder.file("x.h5"), saltelli()));
    const ScanRows all = read_scan(file, Pairs::with);
    CHECK(all.table.design == deck::Design::saltelli);
    CHECK(all.parameter == Texts{"tilt", "weights"});
    CHECK(all.unit == Texts{"degree", "text"});
    CHECK(all.table.text == std::vector<bool>{false, true});
    CHECK(all.table.rows() == 18);
    CHECK(all.base_samples == 3);
    CHECK(all.planned == 3);
    CHECK(all.table.role[11] == Role::ba);
    CHECK(all.table.parameter[11] == 1);
    CHECK(all.table.base[11] == 1);
    CHECK(all.table.value(11, 0) == 11.0);

    const ScanRows without = read_scan(file);
    CHECK(without.set == Sizes{0, 1, 2, 3, 6, 7, 8, 9, 12, 13, 14, 15});
    CHECK(without.table.base == Sizes{0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2});
    CHECK(without.table.value(5, 0) == 7.0);
    CHECK(std::count(without.table.role.begin(), without.table.role.end(), Role::ba) == 0);
}

TEST_CASE("Base samples that are not computed yet are left out", "[sensitivity]") {
    const Folder folder;
    auto run = saltelli();
    const auto not_yet = [&run](std::size_t set) {
        const campaign::ScanPlace place = run.sets[set].place;
        run.sets[set] = {};
        run.sets[set].place = place;
        run.sets[set].state = TaskState::not_computed;
    };
    not_yet(8);  // of base sample 1
    not_yet(16); // a row of pairs, of base sample 2
    {
        const ResultsFile file(written(folder.file("x.h5"), run));
        const ScanRows scan = read_scan(file);
        CHECK(scan.set == Sizes{0, 1, 2, 3, 12, 13, 14, 15});
        CHECK(scan.table.base == Sizes{0, 0, 0, 0, 1, 1, 1, 1});
        CHECK(scan.base_samples == 2);
        CHECK(scan.planned == 3);
        CHECK(message_of(file.path(), Pairs::with) ==
              file.path() + ": of 3 base samples 1 is computed so far: too few for sensitivities, which need "
                            "two at the least");
    }
    // one_at_a_time has no shorter form.
    auto& design = run.deck.deck.scan->design;
    design = deck::Design::one_at_a_time;
    for (std::size_t set = 0; set < 18; ++set)
        run.sets[set].place = {{1.0, 0.0}, set, static_cast<int>(set == 0 ? Role::own : Role::step), 0};
    const ResultsFile file(written(folder.file("x.h5"), run));
    const ScanRows scan = read_scan(file);
    CHECK(scan.table.rows() == 18);
    CHECK_FALSE(scan.derived[8]);
}

TEST_CASE("What is no scan is told", "[sensitivity]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), made_up::run());
    CHECK(message_of(path) ==
          path + ": its deck has no [scan], so there are no sets to compare and no sensitivities");
    auto run = saltelli();
    for (auto& set : run.sets)
        set.place.role = static_cast<int>(Role::ab), set.place.parameter = 0;
    written(path, run);
    CHECK(message_of(path, Pairs::with).find("second_order = true") != std::string::npos);
    for (auto& set : run.sets)
        set.place.base = 0;
    written(path, run);
    CHECK(message_of(path).find("the scan has one base sample only") != std::string::npos);
}

TEST_CASE("The levels of morris are those of the deck", "[sensitivity]") {
    const Folder folder;
    auto run = saltelli();
    run.deck.deck.scan->design = deck::Design::morris;
    run.deck.resolved = "schema = 1\n[scan]\ndesign = \"morris\"\nsamples = 3\nlevels = 8\n"
                        "[[scan.parameter]]\nkey = \"structure.selenium_tilt\"\nmin = 0.0\nmax = 5.0\n";
    const ResultsFile file(written(folder.file("x.h5"), run));
    CHECK(read_scan(file).table.levels == 8);
}

TEST_CASE("Outputs with poles are replaced, and indicators go on where values are missing", "[sensitivity]") {
    const Folder folder;
    auto run = saltelli();
    run.sets[0].summary[summary::lambda_at_crossing] = 0.5;
    run.sets[0].summary[summary::crossing_count] = 2.0;
    run.sets[0].summary[summary::crosses_near_tg] = 1.0;
    run.sets[1].summary[summary::crossing_count] = 0.0;
    run.sets[1].summary[summary::crosses_near_tg] = 0.0;
    run.sets[1].summary[summary::lambda_at_crossing] = made_up::kNan;
    run.sets[2].state = TaskState::gauge_phase_undefined; // alpha is missing, the rest stands
    run.sets[2].message = "no phase";
    for (const auto i : {summary::alpha_at_tg, summary::crossing_count, summary::crosses_near_tg})
        run.sets[2].summary[i] = made_up::kNan;
    run.sets[3].state = TaskState::fit_failed; // its values are those where the fit stopped
    run.sets[3].message = "no minimum";
    const ResultsFile file(written(folder.file("x.h5"), run));
    const ScanRows scan = read_scan(file);
    const OutputGroup group = read_outputs(file, scan, "summary");
    CHECK(group.dimensions == Texts{"output"});
    CHECK(group.lengths == Sizes{group.outputs.size()});
    CHECK(group.units.size() == group.outputs.size());
    CHECK(group.meanings.size() == group.outputs.size());
    for (const char* name : {"lambda_alpha_at_tg", "lambda_beta_at_tg", "lambda_at_crossing",
                             "order_spread_lambda_alpha", "crosses_near_tg"})
        CHECK(std::find(group.outputs.begin(), group.outputs.end(), name) == group.outputs.end());

    const auto first_four = [&](const std::string& name) {
        const auto& values = values_of(group, name);
        CHECK(values.size() == 12);
        CHECK(std::isnan(values[3])); // what failed has no output at all
        return std::vector<double>(values.begin(), values.begin() + 3);
    };
    CHECK(first_four("crossing_exists") == std::vector{1.0, 0.0, 0.0});
    CHECK(first_four("crossing_near_tg") == std::vector{1.0, 0.0, 0.0});
    CHECK(first_four("alpha_exists_at_tg") == std::vector{1.0, 1.0, 0.0});
    CHECK(first_four("beta_exists_at_tg") == std::vector{1.0, 1.0, 1.0});
    CHECK(first_four("beta_at_tg") == std::vector{0.0, 1.0, 2.0});
    CHECK(std::isnan(first_four("alpha_at_tg")[2]));
    CHECK(std::isnan(first_four("crossing_count")[2]));
    CHECK(first_four("inverse_lambda_at_crossing")[0] == 2.0);
    CHECK(std::isnan(first_four("inverse_lambda_at_crossing")[1]));
    CHECK(values_of(group, "beta_at_tg")[4] == 6.0); // row 4 is set 6
}

TEST_CASE("Ranks tell the share of sets with a smaller value", "[sensitivity]") {
    const Folder folder;
    auto run = saltelli();
    // Six sets each with 1, 2 and a value that would carry all of the variance; one is missing.
    const double values[] = {1.0, 2.0, 1e9};
    for (std::size_t set = 0; set < 18; ++set)
        run.sets[set].summary[summary::beta_at_tg] = values[set % 3];
    run.sets[17].summary[summary::beta_at_tg] = made_up::kNan;
    const ResultsFile file(written(folder.file("x.h5"), run));
    const OutputGroup group = read_outputs(file, read_scan(file, Pairs::with), "summary");
    const auto& ranks = values_of(group, "rank_of_beta_at_tg");
    CHECK(ranks[0] == 3.0 / 17.0); // none below, half of the six that are equal
    CHECK(ranks[3] == ranks[0]);
    CHECK(ranks[1] == 9.0 / 17.0);
    CHECK(ranks[2] == 14.5 / 17.0); // five are left of the largest
    CHECK(std::isnan(ranks[17]));
}

TEST_CASE("Curves and fitted values are outputs, each of its place", "[sensitivity]") {
    const Folder folder;
    const ResultsFile file(written(folder.file("x.h5"), saltelli()));
    CHECK(output_groups(file) ==
          Texts{"summary", "alpha", "beta", "alpha_minus_beta", "amplitude", "fit_parameter"});
    const ScanRows scan = read_scan(file);
    const auto of = [&](const std::string& name) { return read_outputs(file, scan, name); };

    CHECK(of("alpha").outputs == Texts{"alpha at 100 K", "alpha at 200 K", "alpha at 300 K"});
    CHECK(of("alpha").values[2][4] == made_up::code(6, 2, 7, 0));
    CHECK(of("beta").values[2][4] == made_up::code(6, 2, 7, 1));
    CHECK(of("alpha_minus_beta").values[2][4] == -1.0);
    CHECK(of("alpha_minus_beta").lengths == Sizes{3});

    const OutputGroup amplitudes = of("amplitude");
    CHECK(amplitudes.dimensions == Texts{"spectrum", "fluctuation"});
    CHECK(amplitudes.lengths == Sizes{2, 6});
    CHECK(amplitudes.outputs[7] == "beta_2 of spectrum 2");
    CHECK(amplitudes.units[7] == "degree");
    CHECK(amplitudes.values[7][4] == made_up::code(6, 1, 1, 1));
    const OutputGroup parameters = of("fit_parameter");
    CHECK(parameters.lengths == Sizes{2, 3});
    CHECK(parameters.outputs[5] == "nqr.packet_fwhm of spectrum 2");
    CHECK(parameters.units[5] == "MHz");
    CHECK(parameters.values[5][4] == made_up::code(6, 1, 2, 2));
}

TEST_CASE("Without a fit, and with the summary alone, there are fewer outputs", "[sensitivity]") {
    const Folder folder;
    Shape shape;
    shape.fit = false;
    shape.detail = deck::Detail::summary;
    const ResultsFile file(written(folder.file("x.h5"), saltelli(shape)));
    CHECK(output_groups(file) == Texts{"summary"});
    // Nothing is read of a scan without rows.
    const OutputGroup group = read_outputs(file, {}, "summary");
    CHECK(group.outputs.size() == group.values.size());
    CHECK(group.values.front().empty());
}

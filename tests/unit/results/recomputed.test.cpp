#include "lpsglass/results/recomputed.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using reader::Folder;
using results::Agreement;
using results::ResultsFile;
using results::SetComparison;

namespace {

Shape all() {
    Shape shape;
    shape.spectra_of_all_sets = true;
    shape.scan = true;
    shape.draws = 4;
    return shape;
}

/// The file of `stored`, against a set of `now`.
SetComparison compared(const campaign::RunRecord& stored, const campaign::RunRecord& now, std::size_t set,
                       Agreement agreement) {
    const Folder folder;
    const ResultsFile file(made_up::written(folder.file("a.h5"), stored));
    return results::compare_set(file, now, now.sets[set], set, agreement);
}

using Problems = std::vector<std::string>;

} // namespace

TEST_CASE("A set that comes out the same is identical", "[recomputed]") {
    auto run = made_up::run(all());
    for (const std::size_t set : {0, 1}) {
        const SetComparison found = compared(run, run, set, Agreement::identical);
        CHECK(found.problems == Problems{});
        CHECK(found.differing == 0);
        CHECK(found.datasets > 150);
        CHECK(found.left_out == 0);
    }
    made_up::fail(run, 1, "no pyramid");
    CHECK(compared(run, run, 1, Agreement::identical).problems == Problems{});
}

TEST_CASE("One bit of one value is told with both values", "[recomputed]") {
    const auto run = made_up::run(all());
    auto other = run;
    double& value = other.sets[1].temperature[2].probability[3]; // 1213
    value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ 1U);
    CHECK(compared(run, other, 1, Agreement::identical).problems ==
          Problems{"/thermal/probability[1, 2, 3]: 1213 in the file, 1213.0000000000002 computed anew"});
    CHECK(compared(run, other, 0, Agreement::identical).problems == Problems{});
    const SetComparison near = compared(run, other, 1, Agreement::tolerance);
    CHECK(near.problems == Problems{});
    CHECK(near.differing == 1);
    CHECK(near.largest_place == "/thermal/probability[1, 2, 3]");
}

TEST_CASE("What the first set alone has is compared with it", "[recomputed]") {
    const auto run = made_up::run(all());
    auto other = run;
    other.sets[0].spectrum[1].line[3] += 1.0; // 141 + 1
    other.sets[0].spectrum[0].drawn[5] += 1.0;
    other.temperature[1] = 201.0;
    const Problems problems = compared(run, other, 0, Agreement::identical).problems;
    REQUIRE(problems.size() == 3);
    CHECK(problems[0] == "/coordinates/temperature[1]: 200 in the file, 201 computed anew");
    CHECK(problems[1] == "/line/intensity[1, 3]: 141 in the file, 142 computed anew");
    CHECK(problems[2].starts_with("/posterior/parameter[1, 0, 2]: "));
}

TEST_CASE("Failures are compared with their messages", "[recomputed]") {
    const auto run = made_up::run();
    auto failed = run, otherwise = run;
    made_up::fail(failed, 1, "no pyramid");
    made_up::fail(otherwise, 1, "another reason");
    CHECK(compared(failed, otherwise, 1, Agreement::identical).problems ==
          Problems{"/tasks/message: 'no pyramid' in the file, 'another reason' computed anew"});
    CHECK(compared(failed, otherwise, 1, Agreement::tolerance).problems == Problems{});
    CHECK_FALSE(compared(run, failed, 1, Agreement::tolerance).problems.empty());
    CHECK_FALSE(compared(failed, run, 1, Agreement::tolerance).problems.empty());
}

// The limits are those of docs/sharing.md: 1e-9 for what the deck gives directly, a hundredth of an error for
// what a fit gives, three tenths of the interval for its sampled ends.
TEST_CASE("Tolerances: what the deck gives directly", "[recomputed]") {
    const auto run = made_up::run(all());
    auto other = run;
    double& frequency = other.sets[1].frequency; // 1010
    frequency *= 1.0 + 0.9e-9;
    CHECK(compared(run, other, 1, Agreement::tolerance).problems == Problems{});
    frequency *= 1.0 + 0.2e-9;
    const Problems problems = compared(run, other, 1, Agreement::tolerance).problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].starts_with("/structure/frequency[1]: 1010 in the file, "));
    CHECK(problems[0].ends_with("off where 1.01e-06 is allowed"));
}

TEST_CASE("Tolerances: what a fit gives", "[recomputed]") {
    auto run = made_up::run(all());
    run.sets[0].summary[campaign::summary::beta_at_tg] = 0.5; // its error is 2
    auto other = run;
    double& beta = other.sets[0].summary[campaign::summary::beta_at_tg];
    beta = 0.5 + 0.0199;
    CHECK(compared(run, other, 0, Agreement::tolerance).problems == Problems{});
    beta = 0.5 + 0.0202;
    CHECK(compared(run, other, 0, Agreement::tolerance).problems.size() == 1);
    beta = made_up::kNan;
    CHECK(compared(run, other, 0, Agreement::tolerance).problems.size() == 1);
}

TEST_CASE("Tolerances: what comes from draws", "[recomputed]") {
    auto run = made_up::run(all());
    run.deck.deck.fit->uncertainty = deck::Uncertainty::posterior;
    run.sets[0].summary_interval[campaign::summary::beta_at_tg] = {1.0, 2.0, 3.0};
    auto other = run;
    double& lower = other.sets[0].summary_interval[campaign::summary::beta_at_tg].lower;
    lower = 1.59;
    CHECK(compared(run, other, 0, Agreement::tolerance).problems == Problems{});
    lower = 1.61;
    CHECK(compared(run, other, 0, Agreement::tolerance).problems.size() == 1);
    lower = 1.0;
    other.sets[0].spectrum[0].drawn[5] += 1.0; // draw by draw nothing can be said
    other.sets[0].spectrum[0].evaluations += 1;
    const SetComparison found = compared(run, other, 0, Agreement::tolerance);
    CHECK(found.problems == Problems{});
    CHECK(found.left_out > 0);
}

TEST_CASE("Tolerances: states must be the same", "[recomputed]") {
    const auto run = made_up::run(all());
    auto other = run;
    other.sets[1].temperature[0].status[0] = model::ExponentStatus::no_extinction;
    CHECK(compared(run, other, 1, Agreement::tolerance).problems ==
          Problems{"/exponents/status[1, 0, 0]: 0 in the file, 1 computed anew"});
}

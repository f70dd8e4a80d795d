#include "lpsglass/results/stored_run.hpp"

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/compare.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using reader::Folder;

namespace {

/// Writes the run, reads its sets back and writes them again: what differs between the two files.
std::string lost_on_the_way(const campaign::RunRecord& run) {
    const Folder folder;
    campaign::RunRecord again = run;
    {
        const results::ResultsFile file(made_up::written(folder.file("a.h5"), run));
        for (std::size_t set = 0; set < run.sets.size(); ++set)
            again.sets[set] = results::stored_set(file, run, set);
    }
    made_up::written(folder.file("b.h5"), again);
    std::string difference;
    results::same_results(folder.file("a.h5"), folder.file("b.h5"), difference);
    return difference;
}

} // namespace

TEST_CASE("Sets that are read back make the same file again", "[stored_run]") {
    Shape shape;
    SECTION("all there is") {
        shape.spectra_of_all_sets = true;
        shape.scan = true;
        shape.draws = 4;
    }
    SECTION("lines of set 0 alone") {}
    SECTION("no spectrum, no fit") {
        shape.spectra = 0;
        shape.fit = false;
    }
    SECTION("exponents") {
        shape.detail = deck::Detail::exponents;
    }
    SECTION("summary") {
        shape.detail = deck::Detail::summary;
    }
    CHECK(lost_on_the_way(made_up::run(shape)) == "");
}

TEST_CASE("A failed set is read back as one", "[stored_run]") {
    const Folder folder;
    Shape shape;
    shape.sets = 3;
    auto run = made_up::run(shape);
    made_up::fail(run, 1, "the mean structure is no pyramid");
    CHECK(lost_on_the_way(run) == "");
    const results::ResultsFile file(made_up::written(folder.file("a.h5"), run));
    const campaign::SetResult set = results::stored_set(file, run, 1);
    CHECK(set.state == campaign::TaskState::no_pyramid);
    CHECK(set.message == "the mean structure is no pyramid");
    CHECK(set.spectrum.empty());
    CHECK(set.temperature.empty());
    CHECK(set.draws.count == 0);
    CHECK(results::stored_set(file, run, 2).message.empty());
}

TEST_CASE("Values come to where they belong", "[stored_run]") {
    const Folder folder;
    Shape shape;
    shape.draws = 2;
    const auto run = made_up::run(shape);
    const results::ResultsFile file(made_up::written(folder.file("a.h5"), run));
    // 1000 set + 100 spectrum + 10 kind + index (made_up_run.hpp).
    const campaign::SetResult set = results::stored_set(file, run, 1);
    CHECK(set.spectrum[1].parameter[2] == 1122.0);
    CHECK(set.spectrum[1].covariance[5] == 5.0);
    CHECK(set.spectrum[0].least_separated[1] == 2);
    CHECK(set.spectrum[1].extinction_status[4] == model::ExtinctionStatus::no_extinction);
    CHECK(set.temperature[2].exponent[1] == 1271.0);
    CHECK(set.summary[campaign::summary::beta_at_tg] == 1051.0);
    CHECK(set.exponent_by_order[4][1] == 1074.0);
    CHECK(set.rank == 1);
    // 1000 draw + 100 spectrum + 180 + parameter.
    CHECK(results::stored_set(file, run, 0).spectrum[1].drawn[4] == 1281.0);
}

TEST_CASE("A set that the file has not is refused", "[stored_run]") {
    const Folder folder;
    const auto run = made_up::run();
    const results::ResultsFile file(made_up::written(folder.file("a.h5"), run));
    CHECK_THROWS_AS(results::stored_set(file, run, 2), InputError);
}

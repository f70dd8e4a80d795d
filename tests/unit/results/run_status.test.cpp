#include "lpsglass/results/run_status.hpp"

#include <filesystem>
#include <fstream>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/part_store.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_items.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "small_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::identity;
using reader::Folder;
using results::duration_text;
using results::look_at_run;
using results::PartStart;
using results::PartStore;
using results::read_status;
using results::RunReport;
using results::RunState;
using results::RunStatus;
using results::status_text;

namespace {

constexpr std::time_t kNoon = 1'714'564'800; // date -u -d 2024-05-01T12:00:00Z +%s

RunStatus half_way() {
    RunStatus status;
    status.total = 10'000;
    status.done = 1'234;
    status.saved = 1'200;
    status.failed = {{"the mean structure is no pyramid", 3}, {"a cause\nin two \\ lines = many", 12}};
    status.sets_per_second = 2.0;
    status.checkpoint_interval_s = 60.0;
    status.started = kNoon - 617;
    status.updated = kNoon;
    status.host = "node7";
    status.pid = 4242;
    status.ranks = 4;
    return status;
}

bool has_line(const std::string& text, const std::string& line) {
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("A status is read as it was written", "[status]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    std::filesystem::create_directory(directory);
    CHECK_FALSE(read_status(directory));
    RunStatus status = half_way();
    status.sets_per_second = 0.1; // no short binary number
    status.problem = "No space left on device";
    results::write_status(directory, status);
    const auto read = read_status(directory);
    REQUIRE(read);
    CHECK(read->total == 10'000);
    CHECK(read->done == 1'234);
    CHECK(read->saved == 1'200);
    CHECK(read->failed == status.failed);
    CHECK(read->sets_per_second == 0.1);
    CHECK(read->checkpoint_interval_s == 60.0);
    CHECK(read->started == kNoon - 617);
    CHECK(read->updated == kNoon);
    CHECK(read->host == "node7");
    CHECK(read->pid == 4242);
    CHECK(read->ranks == 4);
    CHECK_FALSE(read->finished);
    CHECK(read->problem == "No space left on device");

    // It tells its times to people, too.
    std::ifstream in(directory + "/status");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    CHECK(has_line(text, "updated = 2024-05-01T12:00:00Z"));
}

TEST_CASE("A status that cannot be written leaves the last one", "[status]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    std::filesystem::create_directory(directory);
    results::write_status(directory, half_way());
    RunStatus later = half_way();
    later.done = 5'000;
    {
        const SmallFiles small(100);
        CHECK_THROWS_AS(results::write_status(directory, later), IoError);
    }
    CHECK(read_status(directory)->done == 1'234);
}

TEST_CASE("What status tells of a run at work", "[status]") {
    const RunReport report{"scan.h5", RunState::running, half_way()};
    // 8766 sets are left at 2 a second: 4383 s, of which 23 have gone by; 4360 s = 72 min 40 s.
    CHECK(status_text(report, kNoon + 23) ==
          "file             scan.h5\n"
          "state            running on node7 (process 4242)\n"
          "started          2024-05-01T11:49:43Z with 4 rank(s)\n"
          "done             1234 of 10000 sets (12.3 percent), 1200 of them on the disk\n"
          "failed           15\n"
          "                 12: a cause in two \\ lines = many\n"
          "                 3: the mean structure is no pyramid\n"
          "rate             2 sets per second\n"
          "left             72 min, until about 2024-05-01T13:13:03Z\n"
          "last checkpoint  2024-05-01T12:00:00Z, 23 s ago\n");
}

TEST_CASE("What status tells of an interrupted run", "[status]") {
    RunReport report{"scan.h5", RunState::interrupted, half_way()};
    const std::string text = status_text(report, kNoon + 86'400 * 3);
    CHECK(has_line(text, "state            interrupted on node7; `lpsglass run --resume` goes on with it"));
    CHECK(has_line(text, "left             73 min at this rate")); // 4383 s
    CHECK(has_line(text, "last checkpoint  2024-05-01T12:00:00Z, 3 d 0 h ago"));

    report.status = {};
    report.status.total = 7;
    const std::string begun = status_text(report, kNoon);
    CHECK(has_line(begun, "done             nothing yet"));
    CHECK(has_line(begun, "last checkpoint  none yet"));
    CHECK(begun.find("rate") == std::string::npos);
    CHECK(begun.find("left") == std::string::npos);
}

TEST_CASE("Status warns of checkpoints that fail or stay away", "[status]") {
    RunReport report{"scan.h5", RunState::running, half_way()};
    report.status.problem = "No space left on device";
    const std::string full = status_text(report, kNoon + 10);
    CHECK(has_line(full, "not written      No space left on device"));
    CHECK(full.find("although") == std::string::npos);
    report.status.problem.clear();
    const std::string late = status_text(report, kNoon + 200);
    CHECK(has_line(late, "last checkpoint  2024-05-01T12:00:00Z, 3 min ago, although one is due every 60 s"));
}

TEST_CASE("100 percent is all of them", "[status]") {
    RunReport report{"scan.h5", RunState::running, {}};
    report.status.total = 1'000'000;
    report.status.done = 999'999;
    report.status.saved = 999'999;
    CHECK(has_line(status_text(report, kNoon), "done             999999 of 1000000 sets (99.9 percent)"));
    report.status.done = report.status.saved = 1'000'000;
    CHECK(has_line(status_text(report, kNoon), "done             1000000 of 1000000 sets (100.0 percent)"));
}

TEST_CASE("Of many causes the most frequent are told", "[status]") {
    RunReport report{"scan.h5", RunState::running, {}};
    report.status.total = 1'000;
    for (std::size_t i = 1; i <= 12; ++i)
        report.status.failed["cause " + std::to_string(i)] = i;
    const std::string text = status_text(report, kNoon);
    CHECK(has_line(text, "failed           78")); // 12 * 13 / 2
    CHECK(has_line(text, "                 12: cause 12"));
    CHECK(has_line(text, "                 3: cause 3"));
    CHECK(text.find("cause 2\n") == std::string::npos);
    CHECK(has_line(text, "                 and 2 more causes"));
}

TEST_CASE("Slow runs are told in sets per minute or hour", "[status]") {
    RunReport report{"scan.h5", RunState::running, half_way()};
    report.status.sets_per_second = 0.5;
    CHECK(has_line(status_text(report, kNoon), "rate             30 sets per minute"));
    report.status.sets_per_second = 0.01;
    CHECK(has_line(status_text(report, kNoon), "rate             36 sets per hour"));
}

TEST_CASE("Durations have two units at most", "[status]") {
    CHECK(duration_text(-1.0) == "0 s");
    CHECK(duration_text(0.4) == "0 s");
    CHECK(duration_text(119.0) == "119 s");
    CHECK(duration_text(120.0) == "2 min");
    CHECK(duration_text(7199.0) == "119 min");
    CHECK(duration_text(7200.0) == "2 h 0 min");
    CHECK(duration_text(5 * 3600.0 + 20 * 60.0 + 59.0) == "5 h 20 min");
    CHECK(duration_text(76 * 3600.0) == "3 d 4 h");
    CHECK(duration_text(1e300) == "more than 30 years");
}

TEST_CASE("A run is seen at work, interrupted and finished", "[status]") {
    const Folder folder;
    const std::string path = folder.file("x.h5");
    CHECK_THROWS_AS(look_at_run(path), InputError);
    {
        PartStore store(results::parts_directory(path), identity(50), PartStart::fresh);
        RunReport report = look_at_run(path);
        CHECK(report.state == RunState::running);
        CHECK(report.status.total == 50); // before any status was written
        CHECK(report.status.pid == getpid());
        results::write_status(store.directory(), half_way());
        report = look_at_run(path);
        CHECK(report.status.done == 1'234);
        CHECK(report.status.pid == getpid()); // who owns it now, not who wrote last
    }
    CHECK(look_at_run(path).state == RunState::interrupted);
    CHECK(look_at_run(path).status.host == "node7");
    {
        PartStore store(results::parts_directory(path), identity(50), PartStart::resume);
        auto run = made_up::run(); // two sets
        made_up::fail(run, 1, "the mean structure is no pyramid");
        run.info.elapsed_s = 8.0;
        results::write_results(path, run);
        store.remove_all();
    }
    const RunReport report = look_at_run(path);
    CHECK(report.state == RunState::finished);
    CHECK(report.status.total == 2);
    CHECK(report.status.done == 2);
    CHECK(report.status.failed ==
          std::map<std::string, std::size_t>{{"the mean structure is no pyramid", 1}});
    CHECK(report.status.sets_per_second == 0.25);
    const std::string text = status_text(report, kNoon + 100);
    CHECK(has_line(text, "state            finished on node7"));
    CHECK(has_line(text, "started          2024-05-01T11:59:52Z with 4 rank(s)"));
    CHECK(has_line(text, "done             2 of 2 sets (100.0 percent)"));
    CHECK(has_line(text, "rate             15 sets per minute"));
    CHECK(has_line(text, "written          2024-05-01T12:00:00Z"));

    std::ofstream(folder.file("text.h5")) << "no results";
    CHECK_THROWS_AS(look_at_run(folder.file("text.h5")), IoError);
}

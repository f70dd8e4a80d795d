#include "lpsglass/parallel/run_control.hpp"

#include <csignal>
#include <stdexcept>

#include "support/catch.hpp"

using lpsglass::parallel::RunControl;

namespace {

/// A clock that the test moves.
struct Time {
    double now_s = 1000.0;
    RunControl::Clock clock() {
        return [this] { return now_s; };
    }
};

} // namespace

TEST_CASE("nothing stops a run that nobody stops", "[run_control]") {
    Time time;
    RunControl control({}, time.clock());
    time.now_s += 1e9;
    CHECK_FALSE(control.stop_requested());
    CHECK(control.stop_reason().empty());
    CHECK(control.failure() == nullptr);
}

TEST_CASE("the longest time counts from the start", "[run_control]") {
    Time time;
    RunControl control({30.0, 60.0}, time.clock());
    time.now_s += 29.0;
    CHECK_FALSE(control.stop_requested());
    time.now_s += 1.0;
    CHECK(control.stop_requested());
    CHECK(control.stop_reason() == "--max-time");
}

TEST_CASE("signals stop, but SIGCONT only asks for a checkpoint", "[run_control]") {
    Time time;
    for (const auto& [signal, name] :
         {std::pair(SIGTERM, "SIGTERM"), std::pair(SIGUSR1, "SIGUSR1"), std::pair(SIGINT, "SIGINT")}) {
        RunControl control({}, time.clock());
        control.note_signal(signal);
        CHECK(control.stop_requested());
        CHECK(control.stop_reason() == name);
    }
    RunControl control({}, time.clock());
    control.note_signal(SIGCONT);
    CHECK_FALSE(control.stop_requested());
    CHECK(control.take_checkpoint());
    CHECK_FALSE(control.take_checkpoint());
}

TEST_CASE("a checkpoint is due after each interval, once", "[run_control]") {
    Time time;
    RunControl control({1e9, 60.0}, time.clock());
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 59.0;
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 1.5;
    CHECK(control.take_checkpoint());
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 59.5; // counts from the last one
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 0.5;
    CHECK(control.take_checkpoint());
}

TEST_CASE("after a stop the checkpoint waits for the results of other ranks", "[run_control]") {
    Time time;
    RunControl control({1e9, 60.0}, time.clock());
    control.note_signal(SIGTERM);
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 0.1;
    control.note_gathered();
    CHECK(control.take_checkpoint());
    time.now_s += 0.5;
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 60.0; // an item in hand may be long
    CHECK(control.take_checkpoint());
}

TEST_CASE("but not for long: mpirun's shutdown leaves a second", "[run_control]") {
    Time time;
    RunControl control({1e9, 60.0}, time.clock());
    control.note_signal(SIGTERM);
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 0.3;
    CHECK(control.take_checkpoint());
    CHECK_FALSE(control.take_checkpoint());
    time.now_s += 0.3;
    control.note_gathered(); // late
    CHECK(control.take_checkpoint());
    CHECK_FALSE(control.take_checkpoint());
}

TEST_CASE("--max-time asks for a checkpoint as a signal does", "[run_control]") {
    Time time;
    RunControl control({5.0, 60.0}, time.clock());
    time.now_s += 5.0;
    control.note_gathered();
    CHECK(control.take_checkpoint());
    CHECK_FALSE(control.take_checkpoint());
}

TEST_CASE("an error stops the run, and the first one is kept", "[run_control]") {
    RunControl control;
    control.fail(std::make_exception_ptr(std::runtime_error("first")));
    control.fail(std::make_exception_ptr(std::runtime_error("second")));
    CHECK(control.stop_requested());
    CHECK(control.stop_reason() == "an error");
    REQUIRE(control.failure());
    CHECK_THROWS_WITH(std::rethrow_exception(control.failure()), "first");
}

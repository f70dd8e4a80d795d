#include "lpsglass/parallel/watch.hpp"

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass::parallel;

namespace {

/// Counts checkpoints; a test waits for the next one, as long as it takes.
class Counter {
  public:
    void count() {
        const std::lock_guard lock(mutex_);
        ++count_;
        changed_.notify_all();
    }
    void wait_for(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return count_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
};

RunControl::Limits never() {
    return {1e9, 1e9};
}

} // namespace

TEST_CASE("a watched process lives through its signals and tells the run control", "[watch]") {
    for (int signal : {SIGTERM, SIGINT, SIGUSR1}) {
        RunControl control(never());
        const Watch watch(control, {});
        std::raise(signal);
        CHECK(control.stop_requested());
    }
    RunControl control(never());
    const Watch watch(control, {});
    std::raise(SIGCONT);
    CHECK_FALSE(control.stop_requested());
    CHECK(control.take_checkpoint());
}

TEST_CASE("a signal that another thread gets counts as well", "[watch]") {
    RunControl control(never());
    const Watch watch(control, {});
    std::thread([] { pthread_kill(pthread_self(), SIGUSR1); }).join();
    CHECK(control.stop_requested());
}

TEST_CASE("a checkpoint is written while the caller is busy", "[watch]") {
    Counter checkpoints;
    RunControl control(never());
    const Watch watch(control, [&] { checkpoints.count(); });
    std::raise(SIGCONT);
    checkpoints.wait_for(1); // the main thread never looks at the control
    std::raise(SIGCONT);
    checkpoints.wait_for(2);
    std::raise(SIGTERM);
    checkpoints.wait_for(3); // nobody says that all is gathered
    CHECK(control.stop_requested());
}

TEST_CASE("checkpoints come by themselves after each interval", "[watch]") {
    Counter checkpoints;
    RunControl control({1e9, 0.0});
    const Watch watch(control, [&] { checkpoints.count(); });
    checkpoints.wait_for(3);
    CHECK_FALSE(control.stop_requested());
}

TEST_CASE("after the end of checkpoints none comes, and signals still do not end the process", "[watch]") {
    Counter checkpoints;
    RunControl control({1e9, 0.0}); // one is always due
    int count = 0;                  // guarded by nothing: after the end there is no other thread
    Watch watch(control, [&] {
        ++count;
        checkpoints.count();
    });
    checkpoints.wait_for(2);
    watch.end_checkpoints();
    const int at_the_end = count;
    std::raise(SIGTERM);
    CHECK(control.stop_requested());
    CHECK(count == at_the_end);
    watch.end_checkpoints(); // once more does no harm
}

TEST_CASE("an error of a checkpoint becomes that of the run", "[watch]") {
    Counter checkpoints;
    RunControl control(never());
    {
        const Watch watch(control, [&] {
            checkpoints.count();
            throw lpsglass::IoError("the disk is full");
        });
        std::raise(SIGCONT);
        checkpoints.wait_for(1);
    }
    CHECK(control.stop_requested());
    REQUIRE(control.failure());
    CHECK_THROWS_AS(std::rethrow_exception(control.failure()), lpsglass::IoError);
}

TEST_CASE("one watch at a time, and afterwards the signals are as before", "[watch]") {
    struct sigaction before {};
    sigaction(SIGTERM, nullptr, &before);
    {
        RunControl control(never());
        const Watch watch(control, {});
        CHECK_THROWS_AS(Watch(control, {}), std::logic_error);
        std::raise(SIGTERM); // the refused one has changed nothing
        CHECK(control.stop_requested());
    }
    struct sigaction after {};
    sigaction(SIGTERM, nullptr, &after);
    CHECK(after.sa_handler == before.sa_handler);
    RunControl control(never());
    const Watch again(control, {});
    std::raise(SIGTERM);
    CHECK(control.stop_requested());
}

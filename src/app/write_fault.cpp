#include "write_fault.hpp"

#include <atomic>
#include <csignal>
#include <string_view>

#include "lpsglass/results/fault_injection.hpp"

namespace lpsglass::app {

namespace {

std::atomic<long> steps_left{0};

void count_step(std::string_view) {
    if (--steps_left == 0) std::raise(SIGKILL);
}

} // namespace

void kill_at_write_step(long step) {
    steps_left = step;
    results::set_write_step_hook(count_step);
}

} // namespace lpsglass::app

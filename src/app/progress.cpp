#include "progress.hpp"

#include <fmt/format.h>

#include "lpsglass/results/run_status.hpp"

namespace lpsglass::app {

namespace {

constexpr double kQuiet_s = 2.0; // runs that are shorter need no progress
constexpr double kFrame_s = 0.2; // of the bar
constexpr std::size_t kWidth = 30;

} // namespace

Progress::Progress(std::size_t total, std::size_t already, Options options)
    : total_(total), already_(already), options_(std::move(options)), start_s_(options_.now_s()),
      next_s_(start_s_ + (options_.terminal ? kQuiet_s : options_.interval_s)) {}

std::string Progress::line(std::size_t done, std::size_t failed, double now_s) const {
    std::string out = fmt::format("{} of {} sets", done, total_);
    if (failed > 0) out += fmt::format(", {} failed", failed);
    const double elapsed = now_s - start_s_;
    if (done > already_ && elapsed > 0.0) {
        const double rate = static_cast<double>(done - already_) / elapsed;
        out += fmt::format(", {:.3g} a second, {} to go", rate,
                           results::duration_text(static_cast<double>(total_ - done) / rate));
    }
    return out;
}

void Progress::tell(std::size_t done, std::size_t failed) {
    const double now = options_.now_s();
    if (now < next_s_) return;
    next_s_ = now + (options_.terminal ? kFrame_s : options_.interval_s);
    if (!options_.terminal) {
        options_.print(line(done, failed, now) + '\n');
        return;
    }
    const std::size_t filled = total_ > 0 ? kWidth * done / total_ : 0;
    options_.print(fmt::format("\r\x1b[K[{}{}] {}", std::string(filled, '='),
                               std::string(kWidth - filled, ' '), line(done, failed, now)));
    shown_ = true;
}

void Progress::end() {
    if (shown_) options_.print("\r\x1b[K");
    shown_ = false;
}

} // namespace lpsglass::app

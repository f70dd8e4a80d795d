#include "bench.hpp"

#include <algorithm>
#include <stdexcept>

namespace lpsglass::parallel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kOldestResult{500};
constexpr std::size_t kReportSize = std::size_t{4} << 20; // bytes

Bytes checked(Bytes result) {
    if (result.size() > Bench::kLargestResult) throw std::length_error("a result has more than 1 GiB");
    return result;
}

} // namespace

Bench::Bench(const Work& work) : work_(work), thread_([this] { run(); }) {}

Bench::~Bench() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    for_worker_.notify_one();
    thread_.join();
}

void Bench::follow(Instruction instruction) {
    const std::lock_guard lock(mutex_);
    switch (instruction.kind) {
    case Instruction::Kind::work:
        for (Order& order : instruction.orders)
            queue_.push_back(std::move(order));
        keep_below(limit_);
        for_worker_.notify_one();
        break;
    case Instruction::Kind::give_back:
        for (std::uint64_t n = 0; n < instruction.count && !queue_.empty(); ++n)
            return_last();
        ++report_.replies;
        break;
    case Instruction::Kind::limit:
        keep_below(std::min(limit_, instruction.limit));
        ++report_.replies;
        break;
    case Instruction::Kind::end:
        throw std::logic_error("a bench cannot end a run");
    }
}

bool Bench::busy() {
    const std::lock_guard lock(mutex_);
    return in_hand_ || !queue_.empty();
}

void Bench::return_last() {
    report_.returned.push_back(queue_.back().item);
    queue_.pop_back();
}

void Bench::keep_below(Item limit) {
    limit_ = limit;
    if (limit_ == kNoLimit) return;
    std::deque<Order> kept;
    for (; !queue_.empty(); queue_.pop_back()) {
        if (queue_.back().item < limit_)
            kept.push_front(std::move(queue_.back()));
        else
            report_.returned.push_back(queue_.back().item);
    }
    queue_ = std::move(kept);
}

bool Bench::report_is_due() const {
    if (report_.replies > 0 || report_.failure || !report_.returned.empty()) return true;
    const std::size_t done = report_.results.size() + report_.failed.size();
    if (done == 0) return false;
    const std::size_t left = queue_.size() + (in_hand_ ? 1 : 0);
    return done >= left || report_size_ >= kReportSize || Clock::now() - first_unsaid_ >= kOldestResult;
}

std::optional<Report> Bench::take_report() {
    const std::lock_guard lock(mutex_);
    if (!report_is_due()) return std::nullopt;
    report_size_ = 0;
    return std::exchange(report_, Report{});
}

void Bench::wait(std::chrono::microseconds longest) {
    std::unique_lock lock(mutex_);
    for_owner_.wait_for(lock, longest, [this] { return report_is_due(); });
}

void Bench::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        for_worker_.wait(lock, [this] { return closing_ || !queue_.empty(); });
        if (closing_) return;
        const Order order = std::move(queue_.front());
        queue_.pop_front();
        in_hand_ = true;
        work_on(order, lock);
        in_hand_ = false;
        if (report_is_due()) for_owner_.notify_one();
    }
}

void Bench::work_on(const Order& order, std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    const Clock::time_point start = Clock::now();
    Bytes result;
    Failure failure;
    try {
        const std::span<const std::byte> input = order.input ? *order.input : std::span<const std::byte>();
        result = checked(work_(order.item, input));
    } catch (...) {
        failure = current_failure(order.item);
    }
    const Clock::time_point end = Clock::now();
    lock.lock();

    if (report_.results.empty() && report_.failed.empty()) first_unsaid_ = end;
    report_.seconds += std::chrono::duration<double>(end - start).count();
    if (failure) {
        report_.failed.push_back(order.item);
        keep_below(std::min(limit_, order.item));
        keep_lowest(report_.failure, std::move(failure));
    } else {
        report_size_ += result.size();
        report_.results.emplace_back(order.item, std::move(result));
    }
}

} // namespace lpsglass::parallel

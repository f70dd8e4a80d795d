#include "coordinator.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "backoff.hpp"

namespace lpsglass::parallel {

namespace {

/// Inputs of one message, in bytes; at least one order goes.
constexpr std::size_t kLargestBatch = std::size_t{16} << 20;
constexpr std::size_t kLargestInput = std::size_t{1} << 30;

/// Looks at the clock and at stops at least so often, however many reports wait.
constexpr int kReportsAtATime = 256;

/// Calling back costs two messages: worth it for more work than this, or if a rank is silent for longer than
/// its items should take.
constexpr double kWorthCallingBack_s = 5e-3;
constexpr double kSilence_s = 10e-3;

} // namespace

Coordinator::Coordinator(WorkSource& source, RunControl& control, Mailbox& mailbox, Bench* own, int ranks)
    : source_(source), control_(control), mailbox_(mailbox), own_(own), batching_(ranks), seats_(ranks) {
    for (int rank = own_ ? 0 : 1; rank < ranks; ++rank)
        note_short(rank);
}

WorkOutcome Coordinator::run() {
    Backoff backoff;
    for (;;) {
        const bool news = listen();
        obey_control();
        hand_out();
        call_back();
        if (finished()) break;
        if (news) {
            backoff.reset();
            continue;
        }
        const auto time = backoff.next(longest_sleep());
        if (own_)
            own_->wait(time);
        else
            std::this_thread::sleep_for(time);
    }
    const WorkOutcome out = outcome();
    Instruction end{Instruction::Kind::end};
    end.outcome = out;
    end.failure = failure_;
    for (int rank = 1; rank < static_cast<int>(seats_.size()); ++rank)
        mailbox_.send(rank, encode(end));
    mailbox_.finish();
    if (failure_) raise(failure_);
    return out;
}

bool Coordinator::listen() {
    bool news = false;
    for (int n = 0; n < kReportsAtATime; ++n) {
        const auto message = mailbox_.receive();
        if (!message) break;
        take(message->from, decode_report(message->bytes));
        news = true;
    }
    if (auto report = own_ ? own_->take_report() : std::nullopt) {
        take(0, std::move(*report));
        news = true;
    }
    mailbox_.clear_sent();
    return news;
}

void Coordinator::take(int rank, Report report) {
    Seat& seat = seats_[rank];
    seat.heard_s = RunControl::steady_seconds();
    seat.replies -= report.replies;
    replies_ -= report.replies;

    const auto done = [&](Item item) {
        const auto order = std::find_if(seat.under_way.begin(), seat.under_way.end(),
                                        [item](const Order& o) { return o.item == item; });
        if (order == seat.under_way.end()) throw std::logic_error("an item came back that nobody handed out");
        seat.under_way.erase(order);
        --under_way_;
    };
    for (const auto& [item, result] : report.results)
        done(item);
    for (const Item item : report.failed)
        done(item);
    for (const Item item : report.returned) { // the last first
        const auto order = std::find_if(seat.under_way.rbegin(), seat.under_way.rend(),
                                        [item](const Order& o) { return o.item == item; });
        if (order == seat.under_way.rend())
            throw std::logic_error("an order came back that nobody handed out");
        if (item < limit_)
            pool_.push_back(std::move(*order));
        else
            dropped_ = true;
        seat.under_way.erase(std::next(order).base());
        --under_way_;
    }

    if (!report.results.empty()) {
        batching_.note(report.results.size(), report.seconds);
        seat.most = std::min(2 * seat.most, batching_.queue() + 1);
        accept(std::move(report.results));
    }
    if (report.failure) fail(std::move(report.failure));
    if (2 * seat.under_way.size() <= target(seat)) note_short(rank);
}

void Coordinator::accept(std::vector<std::pair<Item, Bytes>> results) {
    if (source_failed_) return;
    dry_ = false;
    try {
        for (auto& [item, result] : results)
            source_.accept(item, std::move(result));
    } catch (...) {
        source_failed_ = true;
        fail(current_failure(0));
    }
}

void Coordinator::obey_control() {
    if (!stopping_ && control_.stop_requested()) {
        stopping_ = true;
        if (const std::exception_ptr error = control_.failure()) {
            try {
                std::rethrow_exception(error);
            } catch (...) {
                fail(current_failure(0));
            }
        }
        keep_below(0);
    }
    if (stopping_ && replies_ == 0) control_.note_gathered();
}

void Coordinator::fail(Failure failure) {
    keep_below(failure.item);
    keep_lowest(failure_, std::move(failure));
}

/// Items below the limit go on: of several that fail the lowest is to be told.
void Coordinator::keep_below(Item limit) {
    if (limit >= limit_) return;
    limit_ = limit;
    const std::size_t before = pool_.size();
    std::erase_if(pool_, [limit](const Order& order) { return order.item >= limit; });
    dropped_ = dropped_ || pool_.size() < before;
    for (int rank = 0; rank < static_cast<int>(seats_.size()); ++rank) {
        if (seats_[rank].under_way.empty()) continue;
        Instruction instruction{Instruction::Kind::limit};
        instruction.limit = limit;
        instruct(rank, std::move(instruction));
    }
}

void Coordinator::hand_out() {
    // One to each that has none, before others get more.
    bool more = true;
    for (std::size_t i = 0; more && i < short_.size(); ++i)
        more = fill(short_[i], 1);
    for (std::size_t i = 0; more && i < short_.size(); ++i)
        more = fill(short_[i], target(seats_[short_[i]]));

    std::erase_if(short_, [this](int rank) {
        Seat& seat = seats_[rank];
        if (!seat.batch.empty()) {
            Instruction instruction{Instruction::Kind::work};
            instruction.orders = std::exchange(seat.batch, {});
            instruct(rank, std::move(instruction));
        }
        seat.short_of_orders = 2 * seat.under_way.size() <= target(seat);
        return !seat.short_of_orders;
    });
}

/// False if there was too little.
bool Coordinator::fill(int rank, std::size_t upto) {
    Seat& seat = seats_[rank];
    std::size_t size = 0;
    while (seat.under_way.size() < upto && size < kLargestBatch) {
        std::optional<Order> order = next_order();
        if (!order) return false;
        const bool as_before = !seat.batch.empty() && seat.batch.back().input == order->input;
        if (order->input && !as_before) size += order->input->size();
        seat.batch.push_back(*order);
        seat.under_way.push_back(std::move(*order));
        ++under_way_;
    }
    return true;
}

std::optional<Order> Coordinator::next_order() {
    if (!pool_.empty()) {
        Order out = std::move(pool_.front());
        pool_.pop_front();
        return out;
    }
    if (dry_ || limit_ != kNoLimit) return std::nullopt;
    try {
        std::optional<Order> out = source_.next();
        if (out && out->input && out->input->size() > kLargestInput)
            throw std::length_error("the input of an item has more than 1 GiB");
        dry_ = !out;
        return out;
    } catch (...) {
        source_failed_ = true;
        fail(current_failure(0));
        return std::nullopt;
    }
}

void Coordinator::call_back() {
    if (!dry_ || !pool_.empty() || limit_ != kNoLimit) return;
    const std::size_t idle = idle_ranks();
    const std::size_t busy = seats_.size() - (own_ ? 0 : 1) - idle;
    if (idle <= replies_ || under_way_ == busy) return; // enough is called back; nobody has more than one

    const double now = RunControl::steady_seconds();
    std::vector<int> rich;
    for (int rank = 0; rank < static_cast<int>(seats_.size()); ++rank) {
        const Seat& seat = seats_[rank];
        const std::size_t orders = seat.under_way.size();
        const bool worth = static_cast<double>(orders) * batching_.item_time() >= kWorthCallingBack_s ||
                           now - seat.heard_s >= kSilence_s;
        if (orders >= 2 && seat.replies == 0 && worth) rich.push_back(rank);
    }
    std::sort(rich.begin(), rich.end(),
              [this](int a, int b) { return seats_[a].under_way.size() > seats_[b].under_way.size(); });
    rich.resize(std::min<std::size_t>(rich.size(), idle - replies_));
    for (const int rank : rich) {
        Instruction instruction{Instruction::Kind::give_back};
        instruction.count = seats_[rank].under_way.size() / 2;
        instruct(rank, std::move(instruction));
    }
}

void Coordinator::instruct(int rank, Instruction instruction) {
    if (instruction.kind != Instruction::Kind::work) {
        ++seats_[rank].replies;
        ++replies_;
    }
    if (rank == 0)
        own_->follow(std::move(instruction));
    else
        mailbox_.send(rank, encode(instruction));
}

void Coordinator::note_short(int rank) {
    if (seats_[rank].short_of_orders) return;
    seats_[rank].short_of_orders = true;
    short_.push_back(rank);
}

std::size_t Coordinator::target(const Seat& seat) const {
    return std::min(batching_.queue(), seat.most);
}

std::size_t Coordinator::idle_ranks() const {
    return static_cast<std::size_t>(
        std::count_if(short_.begin(), short_.end(), [this](int r) { return seats_[r].under_way.empty(); }));
}

std::chrono::microseconds Coordinator::longest_sleep() const {
    if (replies_ > 0 || idle_ranks() > 0) return Backoff::kAttentive;
    if (batching_.queue() > 1) return Backoff::kRelaxed;
    // Whoever reports waits for the answer: half a percent of an item at most.
    const std::chrono::duration<double> little(batching_.item_time() / 200.0);
    return std::clamp(std::chrono::duration_cast<Backoff::Time>(little), Backoff::kAttentive,
                      Backoff::kRelaxed);
}

bool Coordinator::finished() const {
    return under_way_ == 0 && replies_ == 0 && pool_.empty() && (dry_ || limit_ != kNoLimit);
}

WorkOutcome Coordinator::outcome() {
    if (!stopping_ || failure_) return WorkOutcome::complete;
    try {
        return dropped_ || (!dry_ && source_.next()) ? WorkOutcome::interrupted : WorkOutcome::complete;
    } catch (...) {
        failure_ = current_failure(0);
        return WorkOutcome::interrupted;
    }
}

} // namespace lpsglass::parallel

// Whatever the ranks, the source gets each result once and right.
#include "lpsglass/parallel/communicator.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstring>
#include <map>
#include <numeric>
#include <string>
#include <thread>

#include <boost/mpi.hpp>

#include "lpsglass/core/error.hpp"
#include "lpsglass/parallel/layout.hpp"
#include "lpsglass/parallel/watch.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using parallel::Communicator;
using parallel::RunControl;
namespace mpi = boost::mpi;

namespace {

Bytes bytes_of(std::uint64_t number, std::size_t count = 1) {
    Bytes out(count * sizeof number);
    for (std::size_t i = 0; i < count; ++i)
        std::memcpy(out.data() + i * sizeof number, &number, sizeof number);
    return out;
}

std::uint64_t number_in(std::span<const std::byte> bytes) {
    std::uint64_t out = 0;
    if (bytes.size() >= sizeof out) std::memcpy(&out, bytes.data(), sizeof out);
    return out;
}

/// Steps of a generator: as long as told, and no compiler leaves it out.
std::uint64_t computed(std::uint64_t seed, std::uint64_t steps) {
    for (std::uint64_t i = 0; i < steps; ++i)
        seed = seed * 6364136223846793005u + 1442695040888963407u;
    return seed;
}

/// Items 0..count-1 in ascending order.
class Plain : public WorkSource {
  public:
    explicit Plain(std::size_t count) : count_(count) {}

    std::optional<Order> next() override {
        if (handed_out == count_) return std::nullopt;
        return Order{handed_out++, input};
    }
    void accept(Item item, Bytes result) override {
        ++accepted[item];
        results[item] = std::move(result);
        if (on_accept) on_accept(item);
    }

    std::shared_ptr<const Bytes> input;
    std::function<void(Item)> on_accept;
    std::size_t handed_out = 0;
    std::map<Item, int> accepted;
    std::map<Item, Bytes> results;

  private:
    std::size_t count_;
};

/// Items 0..count-1 wait for their gate, item count + k/width, whose result is their input.
class Gated : public WorkSource {
  public:
    Gated(std::size_t gates, std::size_t width) : gates_(gates), width_(width) {}

    std::optional<Order> next() override {
        if (!open_.empty()) {
            Order out = open_.back();
            open_.pop_back();
            return out;
        }
        if (handed_out_ == gates_) return std::nullopt;
        return Order{gates_ * width_ + handed_out_++, nullptr};
    }
    void accept(Item item, Bytes result) override {
        results[item] = result;
        if (item < gates_ * width_) return;
        const Item gate = item - gates_ * width_;
        const auto input = std::make_shared<const Bytes>(std::move(result));
        for (Item k = 0; k < width_; ++k)
            open_.push_back({gate * width_ + k, input});
    }

    std::map<Item, Bytes> results;

  private:
    std::size_t gates_, width_, handed_out_ = 0;
    std::vector<Order> open_;
};

WorkOutcome run(const Communicator& ranks, WorkSource& source, const Work& work, RunControl& control) {
    return ranks.run(ranks.is_root() ? &source : nullptr, work, control);
}

WorkOutcome run(const Communicator& ranks, WorkSource& source, const Work& work) {
    RunControl control;
    return run(ranks, source, work, control);
}

/// On how many ranks it is so.
int ranks_where(bool so) {
    return mpi::all_reduce(mpi::communicator(), so ? 1 : 0, std::plus<int>());
}

/// What a run throws on this rank: kind and text.
std::string thrown(const std::function<void()>& what) {
    try {
        what();
    } catch (const NumericalError& e) {
        return std::string("numerical: ") + e.what();
    } catch (const InputError& e) {
        return std::string("input: ") + e.what();
    } catch (const IoError& e) {
        return std::string("io: ") + e.what();
    } catch (const Interrupted& e) {
        return std::string("interrupted: ") + e.what();
    } catch (const std::exception& e) {
        return std::string("other: ") + e.what();
    }
    return "nothing";
}

} // namespace

TEST_CASE("each item is worked on once, fewer than ranks or more", "[mpi][scheduler]") {
    const Communicator ranks;
    for (std::size_t count : {0, 1, 2, 3, 5, 64, 20000}) {
        CAPTURE(count);
        Plain source(count);
        int worked = 0;
        const WorkOutcome outcome =
            run(ranks, source, [&worked](Item item, std::span<const std::byte> input) {
                worked += input.empty() ? 1 : 1000000;
                return bytes_of(3 * item + 1);
            });
        CHECK(outcome == WorkOutcome::complete);
        CHECK(mpi::all_reduce(mpi::communicator(), worked, std::plus<int>()) == static_cast<int>(count));
        if (!ranks.is_root()) continue;
        CHECK(source.accepted.size() == count);
        CHECK(std::all_of(source.accepted.begin(), source.accepted.end(),
                          [](const auto& a) { return a.second == 1; }));
        CHECK(std::all_of(source.results.begin(), source.results.end(), [](const auto& r) {
            return r.second.size() == 8 && number_in(r.second) == 3 * r.first + 1;
        }));
    }
}

TEST_CASE("items whose costs differ a thousandfold", "[mpi][scheduler]") {
    const Communicator ranks;
    Plain source(600);
    const auto steps = [](Item item) { return item % 50 == 7 ? 2000000u : 2000u; };
    CHECK(run(ranks, source, [&](Item item, auto) { return bytes_of(computed(item, steps(item))); }) ==
          WorkOutcome::complete);
    if (!ranks.is_root()) return;
    REQUIRE(source.results.size() == 600);
    for (const auto& [item, result] : source.results)
        CHECK(number_in(result) == computed(item, steps(item)));
}

TEST_CASE("many cheap items, then long ones: the queues are shared out anew", "[mpi][scheduler]") {
    const Communicator ranks;
    Plain source(20100);
    const auto steps = [](Item item) { return item < 20000 ? 1u : 500000u; };
    CHECK(run(ranks, source, [&](Item item, auto) { return bytes_of(computed(item, steps(item))); }) ==
          WorkOutcome::complete);
    if (!ranks.is_root()) return;
    CHECK(source.accepted.size() == 20100);
    for (Item item : {0, 19999, 20000, 20099})
        CHECK(number_in(source.results[item]) == computed(item, steps(item)));
}

TEST_CASE("an item may wait for the result of another, and gets it", "[mpi][scheduler]") {
    const Communicator ranks;
    for (const auto& [gates, width] : {std::pair<int, int>{1, 1}, {1, 40}, {7, 5}, {30, 100}}) {
        CAPTURE(gates, width);
        const Item items = static_cast<Item>(gates) * width;
        Gated source(gates, width);
        const Work work = [&](Item item, std::span<const std::byte> input) {
            if (item >= items) return bytes_of(computed(item, 10), 2000); // longer than an eager message
            return bytes_of(number_in(input) + item + (input.size() == 16000 ? 0 : 1));
        };
        CHECK(run(ranks, source, work) == WorkOutcome::complete);
        if (!ranks.is_root()) continue;
        REQUIRE(source.results.size() == items + gates);
        for (Item item = 0; item < items; ++item)
            CHECK(number_in(source.results[item]) == computed(items + item / width, 10) + item);
    }
}

TEST_CASE("large inputs and results arrive whole", "[mpi][scheduler]") {
    const Communicator ranks;
    constexpr std::size_t kNumbers = 3 << 20; // 24 MiB: above the bound of a batch
    Plain source(6);
    source.input = std::make_shared<const Bytes>(bytes_of(11, kNumbers));
    CHECK(run(ranks, source, [](Item item, std::span<const std::byte> input) {
              const bool whole = input.size() == 8 * kNumbers && number_in(input.last(8)) == 11;
              return bytes_of(item + (whole ? 100 : 0), item % 2 ? kNumbers : 0);
          }) == WorkOutcome::complete);
    if (!ranks.is_root()) return;
    for (Item item = 0; item < 6; ++item) {
        const Bytes& result = source.results[item];
        REQUIRE(result.size() == (item % 2 ? 8 * kNumbers : 0));
        if (item % 2) CHECK(number_in(std::span(result).last(8)) == 100 + item);
    }
}

TEST_CASE("the lowest item's error is told on all ranks, as what it was", "[mpi][scheduler]") {
    const Communicator ranks;
    const auto failing_from = [&](Item first, auto raise) {
        Plain source(3000);
        return thrown([&] {
            run(ranks, source, [&](Item item, auto) {
                if (item == first || item > first + 3) raise("item " + std::to_string(item));
                return bytes_of(computed(item, 100));
            });
        });
    };
    for (Item first : {0, 1, 17, 2999}) {
        CAPTURE(first);
        const std::string text = "item " + std::to_string(first);
        CHECK(ranks_where(failing_from(first, [](auto t) { throw NumericalError(t); }) ==
                          "numerical: " + text) == ranks.size());
        CHECK(ranks_where(failing_from(first, [](auto t) { throw InputError(t); }) == "input: " + text) ==
              ranks.size());
        CHECK(ranks_where(failing_from(first, [](auto t) { throw IoError(t); }) == "io: " + text) ==
              ranks.size());
        CHECK(ranks_where(failing_from(first, [](auto t) { throw std::logic_error(t); }) ==
                          "other: " + text) == ranks.size());
    }
    const auto wordless = failing_from(5, [](const auto&) { throw 1; });
    CHECK(ranks_where(wordless == "other: an error without words") == ranks.size());
    CHECK(ranks.share(5, [](std::size_t) { return std::vector<double>{1.0}; }).size() == 5); // on they go
}

TEST_CASE("an error of the source or of a checkpoint ends the run on all ranks", "[mpi][scheduler]") {
    const Communicator ranks;
    const Work work = [](Item item, auto) { return bytes_of(item); };
    Plain source(1000);
    source.on_accept = [](Item item) {
        if (item == 500) throw IoError("the disk is full");
    };
    CHECK(ranks_where(thrown([&] { run(ranks, source, work); }) == "io: the disk is full") == ranks.size());

    RunControl control;
    Plain other(1000);
    if (ranks.is_root()) control.fail(std::make_exception_ptr(IoError("no checkpoint")));
    CHECK(ranks_where(thrown([&] { run(ranks, other, work, control); }) == "io: no checkpoint") ==
          ranks.size());
}

TEST_CASE("a stop: all that is accepted is right, and all ranks know", "[mpi][scheduler]") {
    const Communicator ranks;
    constexpr std::size_t kItems = 1000000; // far more than can be in hand when the stop is seen
    for (Item stop_at : {0, 1, 100, 30000}) {
        CAPTURE(stop_at);
        RunControl control;
        Plain source(kItems);
        std::size_t accepted = 0;
        source.on_accept = [&](Item) {
            if (++accepted == stop_at) control.note_signal(SIGTERM);
        };
        if (stop_at == 0) control.note_signal(SIGUSR1); // counts on rank 0 alone
        const WorkOutcome outcome = run(
            ranks, source, [](Item item, auto) { return bytes_of(computed(item, 3)); }, control);
        CHECK(ranks_where(outcome == WorkOutcome::interrupted) == ranks.size());
        if (!ranks.is_root()) continue;
        CHECK(source.accepted.size() >= stop_at);
        CHECK(source.accepted.size() < kItems);
        if (stop_at == 0) CHECK(source.accepted.empty());
        CHECK(std::all_of(source.results.begin(), source.results.end(),
                          [](const auto& r) { return number_in(r.second) == computed(r.first, 3); }));
        CHECK(control.take_checkpoint()); // all that was ready has come in
    }
}

TEST_CASE("a signal on rank 0 writes a checkpoint while an item is in hand, and stops", "[mpi][scheduler]") {
    const Communicator ranks;
    RunControl control(RunControl::Limits{1e9, 1e9});
    std::atomic<bool> written{false};
    std::optional<parallel::Watch> watch;
    if (ranks.is_root())
        watch.emplace(control, [&] { written = true; });
    else
        watch.emplace(control, std::function<void()>()); // as mpirun may forward the signal to all ranks
    Plain source(1000);
    const WorkOutcome outcome = run(
        ranks, source,
        [&](Item item, auto) {
            if (item == 0) {
                std::raise(SIGTERM);
                if (ranks.is_root()) { // item 0 may be another rank's
                    while (!written)
                        std::this_thread::sleep_for(std::chrono::milliseconds(1));
                }
            } else if (ranks.size() > 1) {
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
            return bytes_of(item);
        },
        control);
    // Where item 0 was another rank's, its signal counts for nothing.
    const bool stopped =
        mpi::all_reduce(mpi::communicator(), control.stop_requested() && ranks.is_root() ? 1 : 0,
                        std::plus<int>()) > 0;
    CHECK(ranks_where(outcome == (stopped ? WorkOutcome::interrupted : WorkOutcome::complete)) ==
          ranks.size());
    if (ranks.is_root()) CHECK(written == stopped);
}

TEST_CASE("a stop after the last item changes nothing", "[mpi][scheduler]") {
    const Communicator ranks;
    RunControl control;
    Plain source(50);
    std::size_t accepted = 0;
    source.on_accept = [&](Item) {
        if (++accepted == 50) control.note_signal(SIGTERM);
    };
    const WorkOutcome outcome = run(
        ranks, source, [](Item item, auto) { return bytes_of(item); }, control);
    CHECK(ranks_where(outcome == WorkOutcome::complete) == ranks.size());
}

TEST_CASE("a stop ends shared work on all ranks", "[mpi][scheduler]") {
    const Communicator ranks;
    RunControl control(RunControl::Limits{0.0, 60.0});
    const std::string what = thrown([&] {
        (void)ranks.share(
            100, [](std::size_t) { return std::vector<double>{1.0}; }, control);
    });
    CHECK(ranks_where(what == "interrupted: interrupted") == ranks.size());
}

TEST_CASE("ranks tell where they are and what they have in common", "[mpi][scheduler]") {
    const Communicator ranks;
    const auto texts = ranks.gather("rank " + std::to_string(ranks.rank()));
    CHECK(texts.size() == (ranks.is_root() ? static_cast<std::size_t>(ranks.size()) : 0));
    if (ranks.is_root()) CHECK(texts.back() == "rank " + std::to_string(ranks.size() - 1));
    CHECK(ranks.lowest(10 - ranks.rank()) == 11 - ranks.size());
    CHECK(parallel::lowest_instruction_level(ranks) == instruction_level()); // one machine
    const std::string layout = parallel::rank_layout(ranks);
    CHECK(layout.empty() != ranks.is_root());
}

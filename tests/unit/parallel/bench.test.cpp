#include "parallel/bench.hpp"

#include <atomic>
#include <future>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::parallel;

namespace {

Instruction orders(std::initializer_list<Item> items) {
    Instruction out;
    for (Item item : items)
        out.orders.push_back({item, nullptr});
    return out;
}

Instruction give_back(std::uint64_t count) {
    Instruction out{Instruction::Kind::give_back};
    out.count = count;
    return out;
}

Instruction limit(Item item) {
    Instruction out{Instruction::Kind::limit};
    out.limit = item;
    return out;
}

Bytes result_of(Item item) {
    return Bytes(item, std::byte{1});
}

/// Reports until there are so many results, failures and returned orders, put together.
Report collect(Bench& bench, std::size_t count) {
    Report all;
    while (all.results.size() + all.failed.size() + all.returned.size() < count) {
        bench.wait(std::chrono::seconds(10));
        auto report = bench.take_report();
        if (!report) continue;
        for (auto& r : report->results)
            all.results.push_back(std::move(r));
        all.failed.insert(all.failed.end(), report->failed.begin(), report->failed.end());
        all.returned.insert(all.returned.end(), report->returned.begin(), report->returned.end());
        all.replies += report->replies;
        keep_lowest(all.failure, report->failure);
    }
    return all;
}

/// Work that waits in its first item until the gate opens, and says when it is there.
struct Gate {
    std::promise<void> reached, opened;
    std::atomic<bool> first{true};

    Work work() {
        return [this](Item item, std::span<const std::byte>) {
            if (first.exchange(false)) {
                reached.set_value();
                opened.get_future().wait();
            }
            return result_of(item);
        };
    }
};

} // namespace

TEST_CASE("a bench works on its orders one after the other", "[bench]") {
    const Work work = [](Item item, std::span<const std::byte>) { return result_of(item); };
    Bench bench(work);
    CHECK_FALSE(bench.take_report());
    bench.follow(orders({5, 3, 9}));
    const Report report = collect(bench, 3);
    CHECK(report.results ==
          std::vector<std::pair<Item, Bytes>>{{5, result_of(5)}, {3, result_of(3)}, {9, result_of(9)}});
}

TEST_CASE("a bench gives back its last orders, and never the one in hand", "[bench]") {
    Gate gate;
    const Work work = gate.work();
    Bench bench(work);
    bench.follow(orders({1, 2, 3, 4}));
    gate.reached.get_future().wait();
    bench.follow(give_back(2));
    auto report = bench.take_report(); // at once, although an item is in hand
    REQUIRE(report);
    CHECK(report->returned == std::vector<Item>{4, 3});
    CHECK(report->replies == 1);
    bench.follow(give_back(5));
    report = bench.take_report();
    REQUIRE(report);
    CHECK(report->returned == std::vector<Item>{2});
    bench.follow(give_back(5));
    report = bench.take_report(); // an answer, even with nothing to return
    REQUIRE(report);
    CHECK(report->returned.empty());
    CHECK(report->replies == 1);
    gate.opened.set_value();
    CHECK(collect(bench, 1).results.front().first == 1);
}

TEST_CASE("a limit drops what is above it, now and later", "[bench]") {
    Gate gate;
    const Work work = gate.work();
    Bench bench(work);
    bench.follow(orders({1, 7, 2, 8}));
    gate.reached.get_future().wait();
    bench.follow(limit(7));
    bench.follow(orders({9, 6}));
    gate.opened.set_value();
    const Report report = collect(bench, 6);
    CHECK(report.returned == std::vector<Item>{8, 7, 9});
    REQUIRE(report.results.size() == 3);
    CHECK(report.results[0].first == 1);
    CHECK(report.results[1].first == 2);
    CHECK(report.results[2].first == 6);
}

TEST_CASE("after a failure only lower items go on, and the lowest failure is kept", "[bench]") {
    Gate gate;
    const Work inner = gate.work();
    const Work work = [&](Item item, std::span<const std::byte> input) -> Bytes {
        if (item == 5 || item == 4) throw NumericalError("item " + std::to_string(item));
        return inner(item, input);
    };
    Bench bench(work);
    bench.follow(orders({10}));
    gate.reached.get_future().wait();
    bench.follow(orders({5, 6, 4, 3}));
    gate.opened.set_value();
    const Report report = collect(bench, 5);
    CHECK(report.failed == std::vector<Item>{5, 4});
    CHECK(report.returned == std::vector<Item>{6});
    CHECK(report.results.back().first == 3);
    CHECK(report.failure.item == 4);
    CHECK(report.failure.message == "item 4");
}

TEST_CASE("a bench that is left drops its orders", "[bench]") {
    Gate gate;
    const Work work = gate.work();
    {
        Bench bench(work);
        bench.follow(orders({1, 2, 3}));
        gate.reached.get_future().wait();
        gate.opened.set_value();
    }
    SUCCEED("it ended");
}

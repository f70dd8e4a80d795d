#include "parallel/message.hpp"

#include <cstring>

#include "support/catch.hpp"

using namespace lpsglass;
using namespace lpsglass::parallel;

namespace {

std::shared_ptr<const Bytes> input(std::size_t size, int value) {
    return std::make_shared<const Bytes>(size, static_cast<std::byte>(value));
}

} // namespace

TEST_CASE("orders come back, with an input that neighbours share stored once", "[message]") {
    const auto a = input(1000, 1), b = input(1000, 2);
    Instruction out;
    out.orders = {{7, a}, {8, a}, {1ull << 60, nullptr}, {9, a}, {10, b}, {11, input(0, 0)}};
    const Bytes bytes = encode(out);
    CHECK(bytes.size() < 3200); // a, a again after an order without input, b: three times 1000
    const Instruction in = decode_instruction(bytes);
    REQUIRE(in.kind == Instruction::Kind::work);
    REQUIRE(in.orders.size() == 6);
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(in.orders[i].item == out.orders[i].item);
        REQUIRE(!in.orders[i].input == !out.orders[i].input);
        if (in.orders[i].input) CHECK(*in.orders[i].input == *out.orders[i].input);
    }
    CHECK(in.orders[0].input == in.orders[1].input);
}

TEST_CASE("the other instructions come back", "[message]") {
    Instruction out{Instruction::Kind::give_back};
    out.count = 12;
    CHECK(decode_instruction(encode(out)).count == 12);

    out = Instruction{Instruction::Kind::limit};
    out.limit = 99;
    CHECK(decode_instruction(encode(out)).limit == 99);

    out = Instruction{Instruction::Kind::end};
    out.outcome = WorkOutcome::interrupted;
    CHECK(decode_instruction(encode(out)).outcome == WorkOutcome::interrupted);
    CHECK_FALSE(decode_instruction(encode(out)).failure);
    out.failure = {Failure::Kind::io, 5, "no space"};
    const Failure failure = decode_instruction(encode(out)).failure;
    CHECK(failure.kind == Failure::Kind::io);
    CHECK(failure.item == 5);
    CHECK(failure.message == "no space");
}

TEST_CASE("a report comes back", "[message]") {
    Report out;
    out.results = {{3, Bytes(5, std::byte{9})}, {4, {}}};
    out.failed = {6};
    out.returned = {8, 7};
    out.seconds = 1.25;
    out.replies = 2;
    out.failure = {Failure::Kind::numerical, 6, ""};
    const Report in = decode_report(encode(out));
    CHECK(in.results == out.results);
    CHECK(in.failed == out.failed);
    CHECK(in.returned == out.returned);
    CHECK(in.seconds == 1.25);
    CHECK(in.replies == 2);
    CHECK(in.failure.kind == Failure::Kind::numerical);
    CHECK(in.failure.item == 6);

    const Report nothing = decode_report(encode(Report{}));
    CHECK(nothing.results.empty());
    CHECK(nothing.failed.empty());
    CHECK_FALSE(nothing.failure);
}

TEST_CASE("a message that is cut is refused", "[message]") {
    Report report;
    report.results = {{3, Bytes(5, std::byte{9})}};
    Bytes bytes = encode(report);
    bytes.pop_back();
    CHECK_THROWS_AS(decode_report(bytes), std::logic_error);
}

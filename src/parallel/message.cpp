#include "message.hpp"

#include <cstring>
#include <memory>
#include <stdexcept>
#include <type_traits>

namespace lpsglass::parallel {

namespace {

/// All ranks run the same program on the same kind of processor: numbers travel as they lie in memory.
class Writer {
  public:
    template <class T> void number(T value) {
        static_assert(std::is_trivially_copyable_v<T>);
        append(&value, sizeof value);
    }

    void block(const void* data, std::size_t size) {
        number<std::uint64_t>(size);
        append(data, size);
    }

    void items(const std::vector<Item>& items) { block(items.data(), items.size() * sizeof(Item)); }

    void failure(const Failure& f) {
        number(f.kind);
        if (!f) return;
        number(f.item);
        block(f.message.data(), f.message.size());
    }

    Bytes take() { return std::move(out_); }

  private:
    void append(const void* data, std::size_t size) {
        const auto* begin = static_cast<const std::byte*>(data);
        out_.insert(out_.end(), begin, begin + size);
    }

    Bytes out_;
};

class Reader {
  public:
    explicit Reader(const Bytes& bytes) : rest_(bytes) {}

    template <class T> T number() {
        T value;
        std::memcpy(&value, piece(sizeof value).data(), sizeof value);
        return value;
    }

    Bytes block() {
        const auto data = piece(number<std::uint64_t>());
        return {data.begin(), data.end()};
    }

    std::vector<Item> items() {
        const auto data = piece(number<std::uint64_t>());
        std::vector<Item> out(data.size() / sizeof(Item));
        if (!out.empty()) std::memcpy(out.data(), data.data(), data.size());
        return out;
    }

    Failure failure() {
        Failure out;
        out.kind = number<Failure::Kind>();
        if (!out) return out;
        out.item = number<Item>();
        const auto text = piece(number<std::uint64_t>());
        out.message.assign(reinterpret_cast<const char*>(text.data()), text.size());
        return out;
    }

  private:
    std::span<const std::byte> piece(std::size_t size) {
        if (size > rest_.size()) throw std::logic_error("a message of the scheduler is too short");
        const auto out = rest_.first(size);
        rest_ = rest_.subspan(size);
        return out;
    }

    std::span<const std::byte> rest_;
};

enum class InputIs : std::uint8_t { none, as_before, follows };

} // namespace

Bytes encode(const Instruction& instruction) {
    Writer out;
    out.number(instruction.kind);
    switch (instruction.kind) {
    case Instruction::Kind::work: {
        out.number<std::uint64_t>(instruction.orders.size());
        const Bytes* before = nullptr;
        for (const Order& order : instruction.orders) {
            const Bytes* input = order.input.get();
            out.number(order.item);
            out.number(!input ? InputIs::none : input == before ? InputIs::as_before : InputIs::follows);
            if (input && input != before) out.block(input->data(), input->size());
            before = input;
        }
        break;
    }
    case Instruction::Kind::give_back:
        out.number(instruction.count);
        break;
    case Instruction::Kind::limit:
        out.number(instruction.limit);
        break;
    case Instruction::Kind::end:
        out.number(instruction.outcome);
        out.failure(instruction.failure);
        break;
    }
    return out.take();
}

Instruction decode_instruction(const Bytes& bytes) {
    Reader in(bytes);
    Instruction out;
    out.kind = in.number<Instruction::Kind>();
    switch (out.kind) {
    case Instruction::Kind::work: {
        const auto count = in.number<std::uint64_t>();
        std::shared_ptr<const Bytes> before;
        for (std::uint64_t i = 0; i < count; ++i) {
            const Item item = in.number<Item>();
            switch (in.number<InputIs>()) {
            case InputIs::none:
                before = nullptr;
                break;
            case InputIs::as_before:
                break;
            case InputIs::follows:
                before = std::make_shared<const Bytes>(in.block());
                break;
            }
            out.orders.push_back({item, before});
        }
        break;
    }
    case Instruction::Kind::give_back:
        out.count = in.number<std::uint64_t>();
        break;
    case Instruction::Kind::limit:
        out.limit = in.number<Item>();
        break;
    case Instruction::Kind::end:
        out.outcome = in.number<WorkOutcome>();
        out.failure = in.failure();
        break;
    }
    return out;
}

Bytes encode(const Report& report) {
    Writer out;
    out.number<std::uint64_t>(report.results.size());
    for (const auto& [item, result] : report.results) {
        out.number(item);
        out.block(result.data(), result.size());
    }
    out.items(report.failed);
    out.items(report.returned);
    out.number(report.seconds);
    out.number(report.replies);
    out.failure(report.failure);
    return out.take();
}

Report decode_report(const Bytes& bytes) {
    Reader in(bytes);
    Report out;
    const auto count = in.number<std::uint64_t>();
    for (std::uint64_t i = 0; i < count; ++i) {
        const Item item = in.number<Item>();
        out.results.emplace_back(item, in.block());
    }
    out.failed = in.items();
    out.returned = in.items();
    out.seconds = in.number<double>();
    out.replies = in.number<std::uint64_t>();
    out.failure = in.failure();
    return out;
}

} // namespace lpsglass::parallel

#include "worker.hpp"

#include "backoff.hpp"
#include "bench.hpp"
#include "failure.hpp"
#include "message.hpp"

namespace lpsglass::parallel {

WorkOutcome work_for_root(Mailbox& mailbox, const Work& work) {
    Bench bench(work);
    Backoff backoff;
    for (;;) {
        bool news = false;
        while (const auto message = mailbox.receive()) {
            Instruction instruction = decode_instruction(message->bytes);
            if (instruction.kind == Instruction::Kind::end) {
                mailbox.finish();
                if (instruction.failure) raise(instruction.failure);
                return instruction.outcome;
            }
            bench.follow(std::move(instruction));
            news = true;
        }
        // One report at a time: when rank 0 is slow, results wait here, and not in MPI.
        const bool sending = mailbox.clear_sent();
        if (!sending) {
            if (const auto report = bench.take_report()) {
                mailbox.send(0, encode(*report));
                news = true;
            }
        }
        if (news) {
            backoff.reset();
        } else if (sending) {
            std::this_thread::sleep_for(backoff.next(Backoff::kAttentive));
        } else {
            bench.wait(backoff.next(bench.busy() ? Backoff::kRelaxed : Backoff::kAttentive));
        }
    }
}

WorkOutcome work_alone(WorkSource& source, const Work& work, RunControl& control) {
    Item item = 0;
    try {
        while (const std::optional<Order> order = source.next()) {
            if (control.stop_requested()) {
                if (const std::exception_ptr error = control.failure()) std::rethrow_exception(error);
                control.note_gathered();
                return WorkOutcome::interrupted;
            }
            item = order->item;
            source.accept(item, work(item, order->input ? *order->input : std::span<const std::byte>()));
        }
        if (const std::exception_ptr error = control.failure()) std::rethrow_exception(error);
        return WorkOutcome::complete;
    } catch (...) {
        raise(current_failure(item));
    }
}

} // namespace lpsglass::parallel

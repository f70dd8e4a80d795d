#include "mailbox.hpp"

#include <limits>
#include <stdexcept>
#include <thread>

#include "backoff.hpp"

namespace lpsglass::parallel {

namespace {

constexpr int kTag = 1;

} // namespace

void Mailbox::send(int to, Bytes bytes) {
    if (bytes.size() > std::numeric_limits<int>::max())
        throw std::length_error("a message of more than 2 GiB");
    MPI_Request request;
    MPI_Isend(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, kTag, ranks_, &request);
    int done = 0;
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done) return;
    requests_.push_back(request);
    sent_.push_back(std::move(bytes));
}

bool Mailbox::clear_sent() {
    for (std::size_t i = 0; i < requests_.size();) {
        int done = 0;
        MPI_Test(&requests_[i], &done, MPI_STATUS_IGNORE);
        if (done) {
            std::swap(requests_[i], requests_.back());
            std::swap(sent_[i], sent_.back());
            requests_.pop_back();
            sent_.pop_back();
        } else {
            ++i;
        }
    }
    return !requests_.empty();
}

std::optional<Mailbox::Message> Mailbox::receive() {
    int found = 0;
    MPI_Message message;
    MPI_Status status;
    MPI_Improbe(MPI_ANY_SOURCE, kTag, ranks_, &found, &message, &status);
    if (!found) return std::nullopt;
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Message out{status.MPI_SOURCE, Bytes(static_cast<std::size_t>(size))};
    MPI_Mrecv(out.bytes.data(), size, MPI_BYTE, &message, MPI_STATUS_IGNORE);
    return out;
}

void Mailbox::finish() {
    for (Backoff backoff; clear_sent();)
        std::this_thread::sleep_for(backoff.next(Backoff::kAttentive));
}

} // namespace lpsglass::parallel

#pragma once

#include <optional>
#include <vector>

#include <mpi.h>

#include "lpsglass/core/work.hpp"

namespace lpsglass::parallel {

/// Messages between ranks that nobody waits for: what is sent is kept until it is gone, and receiving is a
/// look. (MPI's own waiting takes a whole core.)
class Mailbox {
  public:
    struct Message {
        int from = 0;
        Bytes bytes;
    };

    explicit Mailbox(MPI_Comm ranks) : ranks_(ranks) {}
    /// After finish(), or when the program ends with an error.
    ~Mailbox() = default;
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    /// At most 2^31 - 1 bytes.
    void send(int to, Bytes bytes);

    /// Lets go of what has arrived; true if something is still on its way.
    bool clear_sent();

    std::optional<Message> receive();

    /// Waits until all is sent; short, if all others are receiving.
    void finish();

  private:
    MPI_Comm ranks_;
    std::vector<MPI_Request> requests_;
    std::vector<Bytes> sent_; ///< of each request
};

} // namespace lpsglass::parallel

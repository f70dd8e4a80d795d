#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lpsglass::parallel {

/// MPI from its start to its end, with what the program needs of it. One per process.
/// Without mpirun it is a single rank.
class Communicator {
  public:
    Communicator();
    ~Communicator();
    Communicator(const Communicator&) = delete;
    Communicator& operator=(const Communicator&) = delete;

    [[nodiscard]] int rank() const;
    [[nodiscard]] int size() const;
    [[nodiscard]] bool is_root() const { return rank() == 0; }

    /// The text of rank 0 on every rank.
    std::string broadcast(std::string text) const;

    /// Shares out items 0..count-1 (rank r works on r, r + size, ...) and returns all results, in the order
    /// of the items, on every rank. If an item throws, every rank throws the error of the lowest such item,
    /// of the same kind (NumericalError, InputError, IoError; others as std::runtime_error).
    [[nodiscard]] std::vector<std::vector<double>>
    share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work) const;

    /// Ends all ranks with this exit status; for an error that other ranks know nothing of.
    [[noreturn]] void abort(int status) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Name and version of the MPI library.
std::string mpi_version();

} // namespace lpsglass::parallel

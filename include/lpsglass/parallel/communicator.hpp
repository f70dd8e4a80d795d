#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lpsglass/core/work.hpp"
#include "lpsglass/parallel/run_control.hpp"

namespace lpsglass::parallel {

/// MPI from its start to its end, with what the program needs of it. One per process.
/// Without mpirun it is a single rank. Every function but rank(), size() and abort() is called by all ranks
/// together, in the main thread.
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

    /// The texts of all ranks on rank 0, in the order of the ranks; nothing elsewhere.
    [[nodiscard]] std::vector<std::string> gather(const std::string& text) const;

    /// The smallest of all ranks' values, on every rank.
    [[nodiscard]] int lowest(int value) const;

    /// Works on everything that the source on rank 0 hands out, whichever rank is free (docs/cluster.md,
    /// "How it scales"). With several ranks, `work` runs in a thread of its own, one item at a time, beside
    /// next() and accept(), which stay in the main thread.
    ///
    /// When rank 0's control asks for a stop, no more items are begun; those in hand are finished and
    /// accepted. `interrupted` then, on every rank, unless everything happened to be done.
    ///
    /// If `work`, the source or a checkpoint throws, every rank throws an error of the same kind
    /// (NumericalError, InputError, IoError; others as std::runtime_error) with the same text. Of several
    /// items that throw, it is the lowest that counts among those handed out, so that it does not depend on
    /// the ranks if the source hands out in ascending order.
    WorkOutcome run(WorkSource* source, const Work& work, RunControl& control) const;

    /// Shares out items 0..count-1 and returns all results, in the order of the items, on every rank. If an
    /// item throws, every rank throws the error of the lowest such item, of the same kind as above. Throws
    /// Interrupted on every rank if rank 0's control asks for a stop before all is done.
    [[nodiscard]] std::vector<std::vector<double>>
    share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work,
          RunControl& control) const;

    /// The same, and nothing stops it.
    [[nodiscard]] std::vector<std::vector<double>>
    share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work) const;

    /// All is done and written, and the process is to exit with this status: what happens inside the MPI
    /// library from here on changes it no more. Threads of OpenMPI 4.1 crash in MPI_Finalize once in some
    /// thousand runs (its issue 10117).
    void end_with(int status) const;

    /// Ends all ranks with this exit status; for an error that other ranks know nothing of.
    [[noreturn]] void abort(int status) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Name and version of the MPI library.
std::string mpi_version();

} // namespace lpsglass::parallel

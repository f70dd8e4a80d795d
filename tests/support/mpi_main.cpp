// Main of the MPI tests: every rank runs the same test cases, rank 0 prints, another rank prints only when
// one of its test cases failed, and every rank exits with the worst status of all.
#include "support/catch.hpp"
#include "support/session.hpp"

#include <boost/mpi.hpp>

#include <iostream>
#include <sstream>

namespace {

#if __has_include(<catch2/catch_all.hpp>)
using ListenerBase = Catch::EventListenerBase;
#else
using ListenerBase = Catch::TestEventListenerBase;
#endif

/// What a rank other than 0 would have printed.
std::ostringstream held_output;

/// Prints what is held as soon as a test case fails: when the other ranks wait for this one for ever, nothing
/// is printed later.
class FailureListener : public ListenerBase {
  public:
    using ListenerBase::ListenerBase;

    void testCaseEnded(const Catch::TestCaseStats& stats) override {
        if (stats.totals.assertions.failed > 0 && !held_output.view().empty()) {
            std::cerr << "Rank " << boost::mpi::communicator().rank() << ":\n"
                      << held_output.view() << std::flush;
        }
        held_output.str({});
    }
};

CATCH_REGISTER_LISTENER(FailureListener)

} // namespace

int main(int argc, char** argv) {
    const boost::mpi::environment environment(argc, argv, boost::mpi::threading::funneled);
    const boost::mpi::communicator world;

    std::streambuf* const console = std::cout.rdbuf();
    if (world.rank() > 0) std::cout.rdbuf(held_output.rdbuf());
    const int status = run_test_session(argc, argv);
    std::cout.rdbuf(console);

    return boost::mpi::all_reduce(world, status, boost::mpi::maximum<int>());
}

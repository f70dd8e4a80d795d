#include "lpsglass/parallel/communicator.hpp"

#include <string>
#include <vector>

#include <boost/mpi.hpp>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using lpsglass::InputError;
using lpsglass::IoError;
using lpsglass::NumericalError;
using lpsglass::parallel::Communicator;
namespace mpi = boost::mpi;

namespace {

/// Item i has i + 1 numbers: i, i + 0.5, i + 1, ...
std::vector<double> item(std::size_t i) {
    std::vector<double> out;
    for (std::size_t n = 0; n <= i; ++n)
        out.push_back(static_cast<double>(i) + 0.5 * static_cast<double>(n));
    return out;
}

/// What share() throws on this rank when item `failing` throws as told, and how many ranks agree on it.
template <class Error, class Throw>
int ranks_that_catch(const Communicator& ranks, std::size_t failing, const Throw& raise) {
    int caught = 0;
    try {
        (void)ranks.share(9, [&](std::size_t i) {
            if (i == failing) raise();
            return item(i);
        });
    } catch (const Error& e) {
        caught = std::string(e.what()).find("item says so") != std::string::npos ? 1 : 0;
    } catch (...) { // another kind: not counted
    }
    return mpi::all_reduce(mpi::communicator(), caught, std::plus<int>());
}

} // namespace

TEST_CASE("a communicator knows its ranks", "[mpi][communicator]") {
    const Communicator ranks;
    const mpi::communicator world;
    CHECK(ranks.rank() == world.rank());
    CHECK(ranks.size() == world.size());
    CHECK(ranks.is_root() == (world.rank() == 0));
}

TEST_CASE("every rank gets the text of rank 0", "[mpi][communicator]") {
    const Communicator ranks;
    const std::string own = "rank " + std::to_string(ranks.rank());
    CHECK(ranks.broadcast(own) == "rank 0");
    CHECK(ranks.broadcast(ranks.is_root() ? "" : "something").empty());
    std::string binary(100000, 'x'); // longer than an eager message, with bytes of every kind
    for (std::size_t i = 0; i < binary.size(); ++i)
        binary[i] = static_cast<char>(i % 256);
    CHECK(ranks.broadcast(ranks.is_root() ? binary : "") == binary);
}

TEST_CASE("shared items come back in order, on every rank, to the last bit", "[mpi][communicator]") {
    const Communicator ranks;
    for (std::size_t count : {0, 1, 2, 3, 4, 5, 7, 16, 33}) { // fewer than ranks, as many, more
        CAPTURE(count);
        const auto results = ranks.share(count, item);
        REQUIRE(results.size() == count);
        for (std::size_t i = 0; i < count; ++i)
            CHECK(results[i] == item(i));
    }
}

TEST_CASE("every item is worked on once", "[mpi][communicator]") {
    const Communicator ranks;
    std::vector<int> own(10, 0);
    (void)ranks.share(own.size(), [&](std::size_t i) {
        ++own[i];
        return std::vector<double>{};
    });
    std::vector<int> all(10);
    mpi::all_reduce(mpi::communicator(), own.data(), 10, all.data(), std::plus<int>());
    CHECK(all == std::vector<int>(10, 1));
}

TEST_CASE("items without numbers and large ones come back too", "[mpi][communicator]") {
    const Communicator ranks;
    const auto results = ranks.share(3, [](std::size_t i) { return std::vector<double>(i * 100000, 0.1); });
    REQUIRE(results.size() == 3);
    CHECK(results[0].empty());
    CHECK(results[2].size() == 200000);
    CHECK(results[2].back() == 0.1);
}

TEST_CASE("an error on one rank arrives on all, as what it was", "[mpi][communicator]") {
    const Communicator ranks;
    const std::string text = "item says so";
    for (std::size_t failing : {0, 5, 8}) { // of another rank each time
        CAPTURE(failing);
        CHECK(ranks_that_catch<NumericalError>(ranks, failing, [&] { throw NumericalError(text); }) ==
              ranks.size());
        CHECK(ranks_that_catch<InputError>(ranks, failing, [&] { throw InputError(text); }) == ranks.size());
        CHECK(ranks_that_catch<IoError>(ranks, failing, [&] { throw IoError(text); }) == ranks.size());
        CHECK(ranks_that_catch<std::runtime_error>(ranks, failing, [&] { throw std::logic_error(text); }) ==
              ranks.size());
    }
    // And the ranks go on together afterwards.
    CHECK(ranks.share(5, item).size() == 5);
}

TEST_CASE("of several errors the lowest item's is told", "[mpi][communicator]") {
    const Communicator ranks;
    try {
        (void)ranks.share(12, [](std::size_t i) -> std::vector<double> {
            if (i == 3) throw IoError("item 3");
            if (i > 3) throw NumericalError("item " + std::to_string(i));
            return {};
        });
        FAIL("no error");
    } catch (const IoError& e) {
        CHECK(std::string(e.what()) == "item 3");
    }
}

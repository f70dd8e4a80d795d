#include "lpsglass/parallel/communicator.hpp"

#include <algorithm>
#include <cstdlib>

#include <boost/mpi.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include "lpsglass/core/error.hpp"

namespace lpsglass::parallel {

namespace mpi = boost::mpi;

struct Communicator::State {
    mpi::environment environment{mpi::threading::single, /*abort_on_exception=*/false};
    mpi::communicator world;
};

namespace {

enum class Kind : int { none, numerical, input, io, other };

/// The first error of a rank's own items.
struct Failure {
    Kind kind = Kind::none;
    std::size_t item = 0;
    std::string message;

    template <class Archive> void serialize(Archive& archive, unsigned) { archive& kind& item& message; }
};

[[noreturn]] void raise(const Failure& failure) {
    switch (failure.kind) {
    case Kind::numerical:
        throw NumericalError(failure.message);
    case Kind::input:
        throw InputError(failure.message);
    case Kind::io:
        throw IoError(failure.message);
    case Kind::none:
    case Kind::other:
        break;
    }
    throw std::runtime_error(failure.message);
}

Failure failure_of(std::size_t item) {
    try {
        throw;
    } catch (const NumericalError& e) {
        return {Kind::numerical, item, e.what()};
    } catch (const InputError& e) {
        return {Kind::input, item, e.what()};
    } catch (const IoError& e) {
        return {Kind::io, item, e.what()};
    } catch (const std::exception& e) {
        return {Kind::other, item, e.what()};
    }
}

} // namespace

Communicator::Communicator() : state_(std::make_unique<State>()) {}
Communicator::~Communicator() = default;

int Communicator::rank() const {
    return state_->world.rank();
}

int Communicator::size() const {
    return state_->world.size();
}

std::string Communicator::broadcast(std::string text) const {
    mpi::broadcast(state_->world, text, 0);
    return text;
}

std::vector<std::vector<double>>
Communicator::share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work) const {
    std::vector<std::vector<double>> own;
    Failure failure;
    for (std::size_t item = rank(); item < count && failure.kind == Kind::none; item += size()) {
        try {
            own.push_back(work(item));
        } catch (...) {
            failure = failure_of(item);
        }
    }

    std::vector<Failure> failures;
    mpi::all_gather(state_->world, failure, failures);
    const Failure* first = nullptr;
    for (const Failure& f : failures) {
        if (f.kind != Kind::none && (!first || f.item < first->item)) first = &f;
    }
    if (first) raise(*first);

    std::vector<std::vector<std::vector<double>>> of_rank;
    mpi::all_gather(state_->world, own, of_rank);
    std::vector<std::vector<double>> all;
    for (std::size_t item = 0; item < count; ++item)
        all.push_back(std::move(of_rank[item % size()][item / size()]));
    return all;
}

void Communicator::abort(int status) const {
    state_->environment.abort(status);
    std::_Exit(status); // not reached: abort does not return
}

std::string mpi_version() {
    char text[MPI_MAX_LIBRARY_VERSION_STRING];
    int length = 0;
    MPI_Get_library_version(text, &length);
    const std::string whole(text, length);
    return whole.substr(0, whole.find(','));
}

} // namespace lpsglass::parallel

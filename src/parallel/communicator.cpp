#include "lpsglass/parallel/communicator.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <boost/mpi.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include "coordinator.hpp"
#include "lpsglass/core/error.hpp"
#include "worker.hpp"

namespace lpsglass::parallel {

namespace mpi = boost::mpi;

struct Communicator::State {
    // Threads there are, but only the main one talks to MPI.
    mpi::environment environment{mpi::threading::funneled, /*abort_on_exception=*/false};
    mpi::communicator world{MPI_COMM_WORLD, mpi::comm_duplicate};
};

namespace {

/// Rank 0 works as well, unless it would be one of this many: then it only answers the others.
constexpr int kRanksWithoutRoot = 65;

/// In one piece of a broadcast.
constexpr std::size_t kLargestPiece = std::size_t{1} << 27;

/// Hands out 0, 1, 2, ... and keeps what comes back.
class Share : public WorkSource {
  public:
    explicit Share(std::size_t count) : results_(count) {}

    std::optional<Order> next() override {
        if (next_ == results_.size()) return std::nullopt;
        return Order{next_++, nullptr};
    }

    void accept(Item item, Bytes result) override {
        std::vector<double>& numbers = results_[item];
        numbers.resize(result.size() / sizeof(double));
        if (!numbers.empty()) std::memcpy(numbers.data(), result.data(), result.size());
    }

    std::vector<std::vector<double>>& results() { return results_; }

  private:
    std::vector<std::vector<double>> results_;
    std::size_t next_ = 0;
};

/// What rank 0 has, on every rank.
void broadcast_results(const mpi::communicator& world, std::vector<std::vector<double>>& results) {
    std::vector<std::size_t> sizes;
    for (const auto& r : results)
        sizes.push_back(r.size());
    mpi::broadcast(world, sizes, 0);
    results.resize(sizes.size());

    std::vector<double> all;
    std::size_t total = 0;
    for (std::size_t size : sizes)
        total += size;
    all.reserve(total);
    for (const auto& r : results)
        all.insert(all.end(), r.begin(), r.end());
    all.resize(total);
    for (std::size_t begin = 0; begin < total; begin += kLargestPiece) {
        const std::size_t size = std::min(kLargestPiece, total - begin);
        mpi::broadcast(world, all.data() + begin, static_cast<int>(size), 0);
    }
    if (world.rank() == 0) return;
    const double* begin = all.data();
    for (std::size_t i = 0; i < sizes.size(); begin += sizes[i++])
        results[i].assign(begin, begin + sizes[i]);
}

} // namespace

namespace {

volatile std::sig_atomic_t exit_status_at_end = 0;

extern "C" void end_in_spite_of_crash(int) {
    std::_Exit(exit_status_at_end);
}

} // namespace

void Communicator::end_with(int status) const {
    exit_status_at_end = status;
    std::signal(SIGSEGV, end_in_spite_of_crash);
}

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

std::vector<std::string> Communicator::gather(const std::string& text) const {
    std::vector<std::string> texts;
    mpi::gather(state_->world, text, texts, 0);
    return texts;
}

int Communicator::lowest(int value) const {
    return mpi::all_reduce(state_->world, value, mpi::minimum<int>());
}

WorkOutcome Communicator::run(WorkSource* source, const Work& work, RunControl& control) const {
    if (is_root() != (source != nullptr)) throw std::logic_error("the source of work belongs to rank 0");
    if (size() == 1) return work_alone(*source, work, control);
    Mailbox mailbox(state_->world);
    if (!is_root()) return work_for_root(mailbox, work);
    std::optional<Bench> own;
    if (size() < kRanksWithoutRoot) own.emplace(work);
    return Coordinator(*source, control, mailbox, own ? &*own : nullptr, size()).run();
}

std::vector<std::vector<double>>
Communicator::share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work,
                    RunControl& control) const {
    const Work packed = [&work](Item item, std::span<const std::byte>) {
        const std::vector<double> numbers = work(item);
        const auto bytes = std::as_bytes(std::span(numbers));
        return Bytes(bytes.begin(), bytes.end());
    };
    Share source(count);
    if (run(is_root() ? &source : nullptr, packed, control) == WorkOutcome::interrupted)
        throw Interrupted("interrupted");
    if (size() > 1) broadcast_results(state_->world, source.results());
    return std::move(source.results());
}

std::vector<std::vector<double>>
Communicator::share(std::size_t count, const std::function<std::vector<double>(std::size_t)>& work) const {
    RunControl endless;
    return share(count, work, endless);
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

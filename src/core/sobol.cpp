#include "lpsglass/core/sobol.hpp"

#include <boost/random/sobol.hpp>
#include <stdexcept>
#include <string>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"

namespace lpsglass {

struct SobolSequence::Engine {
    explicit Engine(int dimensions) : engine(static_cast<std::size_t>(dimensions)) {}
    boost::random::sobol engine; ///< 64-bit words; its first point is point 1
};

SobolSequence::SobolSequence(int dimensions) {
    if (dimensions < 1 || dimensions > max_dimensions()) {
        throw InputError("a Sobol sequence of " + std::to_string(dimensions) +
                         " dimensions does not exist (1 to " + std::to_string(max_dimensions()) + ")");
    }
    engine_ = std::make_unique<Engine>(dimensions);
    shift_.assign(static_cast<std::size_t>(dimensions), 0);
}

SobolSequence SobolSequence::digitally_shifted(int dimensions, std::uint64_t seed) {
    SobolSequence sequence(dimensions);
    for (std::size_t d = 0; d < sequence.shift_.size(); ++d) {
        sequence.shift_[d] = random_stream(seed, "sobol digital shift", d)();
    }
    return sequence;
}

SobolSequence::SobolSequence(SobolSequence&&) noexcept = default;
SobolSequence& SobolSequence::operator=(SobolSequence&&) noexcept = default;
SobolSequence::~SobolSequence() = default;

int SobolSequence::max_dimensions() {
    return static_cast<int>(boost::random::default_sobol_table::max_dimension);
}

int SobolSequence::dimensions() const {
    return static_cast<int>(shift_.size());
}

void SobolSequence::next(std::span<double> point) {
    if (point.size() != shift_.size())
        throw std::invalid_argument("SobolSequence::next: wrong number of coordinates");
    for (std::size_t d = 0; d < shift_.size(); ++d) {
        const std::uint64_t word = index_ == 0 ? 0 : engine_->engine();
        point[d] = static_cast<double>((word ^ shift_[d]) >> 11) * 0x1p-53;
    }
    ++index_;
}

void SobolSequence::skip_to(std::uint64_t index) {
    engine_->engine.seed(index == 0 ? 0 : index - 1);
    index_ = index;
}

} // namespace lpsglass

#include "failure.hpp"

#include <new>

#include "lpsglass/core/error.hpp"

namespace lpsglass::parallel {

Failure current_failure(Item item) {
    using Kind = Failure::Kind;
    try {
        throw;
    } catch (const NumericalError& e) {
        return {Kind::numerical, item, e.what()};
    } catch (const InputError& e) {
        return {Kind::input, item, e.what()};
    } catch (const IoError& e) {
        return {Kind::io, item, e.what()};
    } catch (const std::bad_alloc&) {
        return {Kind::other, item, "out of memory"};
    } catch (const std::exception& e) {
        return {Kind::other, item, e.what()};
    } catch (...) {
        return {Kind::other, item, "an error without words"};
    }
}

void raise(const Failure& failure) {
    switch (failure.kind) {
    case Failure::Kind::numerical:
        throw NumericalError(failure.message);
    case Failure::Kind::input:
        throw InputError(failure.message);
    case Failure::Kind::io:
        throw IoError(failure.message);
    case Failure::Kind::none:
    case Failure::Kind::other:
        break;
    }
    throw std::runtime_error(failure.message);
}

void keep_lowest(Failure& kept, Failure other) {
    if (other && (!kept || other.item < kept.item)) kept = std::move(other);
}

} // namespace lpsglass::parallel

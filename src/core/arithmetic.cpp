#include "lpsglass/core/arithmetic.hpp"

#include <cmath>
#include <span>
#include <vector>

#include "lpsglass/core/sha256.hpp"

namespace lpsglass {

namespace {

constexpr int kArguments = 500; // variants of one function differ at a few in a thousand arguments or more
constexpr int kDigits = 8;

#if defined(__x86_64__)
constexpr const char* kFamily = "x86-64";
#elif defined(__aarch64__)
constexpr const char* kFamily = "aarch64";
#else
constexpr const char* kFamily = "another processor";
#endif

std::string digest_of_libm() {
    std::vector<double> values;
    for (int i = 1; i <= kArguments; ++i) {
        volatile double argument = 0.0123456789 * i; // hidden from the compiler, which has a libm of its own
        const double x = argument;
        for (const double value : {std::exp(x), std::exp(-x), std::log(x), std::log10(x), std::log1p(x),
                                   std::sin(x), std::cos(x), std::tanh(x), std::acos(x / 7.0),
                                   std::atan2(x, 3.0), std::pow(x, 1.7), std::erfc(x), std::hypot(x, 3.0)})
            values.push_back(value);
    }
    return sha256_hex(std::as_bytes(std::span(values))).substr(0, kDigits);
}

} // namespace

std::string arithmetic() {
    static const std::string text = std::string(kFamily) + ", libm " + digest_of_libm();
    return text;
}

} // namespace lpsglass

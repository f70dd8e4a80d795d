#pragma once

// Lanes and elementary functions for the line_sweep_*.cpp, each of which is compiled for another instruction
// level. Everything is local to the file that includes it. No standard header: its inline functions would be
// compiled for that level too, and the linker could pick them for the whole program.

#include "line_sweep.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace lpsglass::model::sweep {
namespace {

// A register's part of the eight logical lanes. Lanes never mix before the last sum, so that results do not
// depend on the width.
#if defined(__AVX512F__)
constexpr int kWidth = 8;
#elif defined(__AVX2__)
constexpr int kWidth = 4;
#else
constexpr int kWidth = 2;
#endif

typedef double Lanes __attribute__((vector_size(8 * kWidth)));
typedef double StoredLanes __attribute__((vector_size(8 * kWidth), may_alias)); // in an array of double
typedef double LooseLanes __attribute__((vector_size(8 * kWidth), may_alias, aligned(8))); // anywhere
typedef long long Mask __attribute__((vector_size(8 * kWidth)));                           // per lane 0 or -1

inline Lanes load(const double* p) {
    return *reinterpret_cast<const StoredLanes*>(p);
}
inline void store(double* p, Lanes v) {
    *reinterpret_cast<StoredLanes*>(p) = v;
}
inline void store_anywhere(double* p, Lanes v) {
    *reinterpret_cast<LooseLanes*>(p) = v;
}
inline Lanes all(double x) {
    return x - Lanes{}; // x + 0 would not be x for -0, and is not folded
}

inline Lanes root(Lanes x) {
#if defined(__AVX512F__)
    return _mm512_maskz_sqrt_pd((__mmask8)-1, x); // the plain one warns in GCC 12's own header
#elif defined(__AVX2__)
    return _mm256_sqrt_pd(x);
#elif defined(__SSE2__)
    return _mm_sqrt_pd(x);
#else
    Lanes y{};
    for (int l = 0; l < kWidth; ++l)
        y[l] = __builtin_sqrt(x[l]);
    return y;
#endif
}

inline bool any(Mask m) {
#if defined(__AVX512F__)
    return _mm512_test_epi64_mask((__m512i)m, (__m512i)m) != 0;
#elif defined(__AVX2__)
    return _mm256_movemask_epi8((__m256i)m) != 0;
#elif defined(__SSE2__)
    return _mm_movemask_epi8((__m128i)m) != 0;
#else
    long long found = 0;
    for (int l = 0; l < kWidth; ++l)
        found |= m[l];
    return found != 0;
#endif
}

inline Lanes magnitude(Lanes x) {
    return (Lanes)((Mask)x & 0x7fffffffffffffffLL);
}

/// The nearest integer for |x| < 2^51, and the same integer in the low bits of `bits`.
inline Lanes nearest(Lanes x, Mask& bits) {
    const Lanes shifted = x + 0x1.8p52;
    bits = (Mask)shifted;
    return shifted - 0x1.8p52;
}

// Coefficients below with 16 or more digits interpolate the function at Chebyshev nodes of the interval.

/// c0 + c1 x + c2 x^2 + c3 x^3 in halves, so that multiplications overlap.
inline Lanes polynomial(Lanes x, Lanes x2, double c0, double c1, double c2, double c3) {
    return (c0 + x * c1) + x2 * (c2 + x * c3);
}

/// exp(x) for -700 <= x <= 700.
inline Lanes exponential(Lanes x) {
    Mask n;
    const Lanes k = nearest(x * 0x1.71547652b82fep0, n);
    const Lanes r = (x - k * 0x1.62e42fefa3800p-1) - k * 0x1.ef35793c76730p-45;
    // |r| < 0.347, to 9e-16.
    const Lanes r2 = r * r, r4 = r2 * r2;
    const Lanes low = polynomial(r, r2, 0.5, 0.1666666666664829, 0.04166666666665136, 0.008333333353729397);
    const Lanes high = polynomial(r, r2, 0.0013888888905881542, 0.00019841208732536384,
                                  2.4801536388690766e-05, 2.762511557828763e-06);
    const Lanes e = (1.0 + r) + r2 * (low + r4 * (high + r4 * 2.761380686153829e-07));
    return (Lanes)((Mask)e + (n << 52));
}

struct SineCosine {
    Lanes sine, cosine;
};

/// Sine and cosine for |x| < 1e5, to about 1e-16. Out of line: this is rare, and would crowd the loops.
[[gnu::noinline, gnu::cold]] SineCosine sine_cosine_far(Lanes x) {
    Mask n;
    const Lanes k = nearest(x * 0x1.45f306dc9c883p-1, n);
    const Lanes r = ((x - k * 0x1.921fb54400000p0) - k * 0x1.0b4611a600000p-34) - k * 0x1.3198a2e037073p-69;
    // Taylor, |r| < 0.786: the next terms are 5e-17 and 2e-18.
    const Lanes u = r * r, u2 = u * u, u4 = u2 * u2;
    const Lanes s = r + r * u *
                            (polynomial(u, u2, -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880) +
                             u4 * (-1.0 / 39916800 + u * (1.0 / 6227020800) - u2 * (1.0 / 1307674368000)));
    const Lanes c = 1.0 + u * (polynomial(u, u2, -1.0 / 2, 1.0 / 24, -1.0 / 720, 1.0 / 40320) +
                               u4 * polynomial(u, u2, -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200,
                                               1.0 / 20922789888000));
    const Mask odd = -(n & 1);
    const Lanes swapped_s = odd ? c : s, swapped_c = odd ? s : c;
    return {(Lanes)((Mask)swapped_s ^ ((n & 2) << 62)), (Lanes)((Mask)swapped_c ^ (((n + 1) & 2) << 62))};
}

/// Sines and cosines of three angles, with less work where all are at most 1/8. Each lane's result depends on
/// that lane alone.
inline void sines_cosines(const Lanes* x, Lanes* sine, Lanes* cosine) {
    // To 2e-19 of the sine, 2e-18 of the cosine. By Horner's rule, which has the fewest multiplications: they
    // are what the throughput of the frequencies hangs on.
    for (int i = 0; i < 3; ++i) {
        const Lanes u = x[i] * x[i];
        sine[i] = x[i] +
                  x[i] * u *
                      (-0.16666666666666666 +
                       u * (0.008333333333309446 + u * (-0.0001984126907687799 + u * 2.754949151820351e-06)));
        cosine[i] =
            1.0 + u * (-0.4999999999999999 +
                       u * (0.04166666666640392 + u * (-0.0013888888048085412 + u * 2.4792977040825343e-05)));
    }
    const Mask large = (magnitude(x[0]) > 0.125) | (magnitude(x[1]) > 0.125) | (magnitude(x[2]) > 0.125);
    if (__builtin_expect(any(large), false)) {
        for (int i = 0; i < 3; ++i) {
            const SineCosine far = sine_cosine_far(x[i]);
            const Mask this_one = magnitude(x[i]) > 0.125;
            sine[i] = this_one ? far.sine : sine[i];
            cosine[i] = this_one ? far.cosine : cosine[i];
        }
    }
}

/// The angle between -pi/2 and pi/2 with this sine and cosine, where the sine is not small.
[[gnu::noinline, gnu::cold]] Lanes angle_far(Lanes sine, Lanes cosine) {
    // An eighth of the angle by its tangent, below 0.2.
    const Lanes half = sine / (1.0 + cosine);
    const Lanes quarter = half / (1.0 + root(1.0 + half * half));
    const Lanes t = quarter / (1.0 + root(1.0 + quarter * quarter));
    const Lanes t2 = t * t;
    Lanes series = all(-1.0 / 23);
    for (int k = 21; k >= 1; k -= 2)
        series = (k % 4 == 1 ? 1.0 : -1.0) / k + t2 * series;
    return 8.0 * t * series;
}

/// The angle between -pi/2 and pi/2 with this sine and cosine.
inline Lanes angle_of(Lanes sine, Lanes cosine) {
    // The inverse sine, to 2e-16.
    const Lanes u = sine * sine;
    const Lanes small =
        sine + sine * u *
                   (0.16666666666662572 +
                    u * (0.07500000033536827 + u * (0.044642428090987264 + u * 0.03055745780311003)));
    const Mask large = magnitude(sine) > 0.0625;
    if (__builtin_expect(!any(large), true)) return small;
    return large ? angle_far(sine, cosine) : small;
}

} // namespace
} // namespace lpsglass::model::sweep

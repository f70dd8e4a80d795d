#pragma once

// Two registers of lanes that go through the same formulas side by side, so that one computes while the other
// waits for a root or a quotient. For the line_sweep_*.cpp only.

#include "line_lanes.hpp"

namespace lpsglass::model::sweep {
namespace {

struct Pair {
    Lanes a, b;
};
struct PairMask {
    Mask a, b;
};

template <class V> struct MaskType { using Type = Mask; };
template <> struct MaskType<Pair> { using Type = PairMask; };
template <class V> using MaskOf = typename MaskType<V>::Type;

#define LPSGLASS_PAIR_OPERATOR(op)                                                                           \
    inline Pair operator op(Pair x, Pair y) {                                                                \
        return {x.a op y.a, x.b op y.b};                                                                     \
    }                                                                                                        \
    inline Pair operator op(double x, Pair y) {                                                              \
        return {x op y.a, x op y.b};                                                                         \
    }                                                                                                        \
    inline Pair operator op(Pair x, double y) {                                                              \
        return {x.a op y, x.b op y};                                                                         \
    }
LPSGLASS_PAIR_OPERATOR(+)
LPSGLASS_PAIR_OPERATOR(-)
LPSGLASS_PAIR_OPERATOR(*)
LPSGLASS_PAIR_OPERATOR(/)
#undef LPSGLASS_PAIR_OPERATOR

inline Pair operator-(Pair x) {
    return {-x.a, -x.b};
}
inline Pair& operator+=(Pair& x, Pair y) {
    return x = x + y;
}
inline Pair& operator-=(Pair& x, Pair y) {
    return x = x - y;
}
inline Pair& operator*=(Pair& x, Pair y) {
    return x = x * y;
}
inline Pair& operator*=(Pair& x, double y) {
    return x = x * y;
}
inline PairMask operator<(Pair x, double y) {
    return {x.a < y, x.b < y};
}
inline PairMask operator>(Pair x, double y) {
    return {x.a > y, x.b > y};
}
inline PairMask operator<=(Pair x, double y) {
    return {x.a <= y, x.b <= y};
}
inline PairMask operator>=(Pair x, double y) {
    return {x.a >= y, x.b >= y};
}
inline PairMask operator==(Pair x, double y) {
    return {x.a == y, x.b == y};
}
inline PairMask operator&(PairMask x, PairMask y) {
    return {x.a & y.a, x.b & y.b};
}
inline PairMask& operator&=(PairMask& x, PairMask y) {
    return x = x & y;
}

inline Lanes select(Mask m, Lanes x, Lanes y) {
    return m ? x : y;
}
inline Pair select(PairMask m, Pair x, Pair y) {
    return {select(m.a, x.a, y.a), select(m.b, x.b, y.b)};
}
inline Pair root(Pair x) {
    return {root(x.a), root(x.b)};
}
inline void sine_cosine(Pair x, Pair& sine, Pair& cosine) {
    sine_cosine(x.a, sine.a, cosine.a);
    sine_cosine(x.b, sine.b, cosine.b);
}
inline Pair angle_of(Pair sine, Pair cosine) {
    return {angle_of(sine.a, cosine.a), angle_of(sine.b, cosine.b)};
}

/// Where the registers of a V are in memory.
template <class V> struct Places;
template <> struct Places<Lanes> { double* a; };
template <> struct Places<Pair> { double *a, *b; };
template <class V> struct Sources;
template <> struct Sources<Lanes> { const double* a; };
template <> struct Sources<Pair> { const double *a, *b; };
inline Lanes load(Sources<Lanes> from, long offset) {
    return load(from.a + offset);
}
inline Pair load(Sources<Pair> from, long offset) {
    return {load(from.a + offset), load(from.b + offset)};
}
inline void store(Places<Lanes> to, long offset, Lanes x) {
    store(to.a + offset, x);
}
inline void store(Places<Pair> to, long offset, Pair x) {
    store(to.a + offset, x.a);
    store(to.b + offset, x.b);
}

} // namespace
} // namespace lpsglass::model::sweep

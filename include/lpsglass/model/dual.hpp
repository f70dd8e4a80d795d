#pragma once

#include <array>
#include <cmath>
#include <type_traits>

namespace lpsglass::model {

/// A number with N exact first derivatives (forward automatic differentiation).
///
/// The model's formulas are templates on the scalar: with double they give values, with Dual<double, N>
/// values and derivatives, with nested duals second derivatives. No finite difference is taken anywhere.
/// Comparisons go by value (see value_of).
template <class T, int N> struct Dual {
    T value{};
    std::array<T, N> derivative{};

    Dual() = default;
    Dual(const T& v) : value(v) {} // NOLINT: constants mix freely with duals
    template <class U>
    requires(!std::is_same_v<U, T> && std::is_arithmetic_v<U>) Dual(U v)
        : value(static_cast<double>(v)) {} // NOLINT

    /// The independent variable number k with value v.
    static Dual variable(const T& v, int k) {
        Dual out(v);
        out.derivative[k] = T(1.0);
        return out;
    }

    Dual& operator+=(const Dual& b) {
        value += b.value;
        for (int i = 0; i < N; ++i)
            derivative[i] += b.derivative[i];
        return *this;
    }
    Dual& operator-=(const Dual& b) {
        value -= b.value;
        for (int i = 0; i < N; ++i)
            derivative[i] -= b.derivative[i];
        return *this;
    }
    Dual& operator*=(double b) { return *this = *this * b; }
    Dual& operator*=(const Dual& b) { return *this = *this * b; }
    Dual& operator/=(const Dual& b) { return *this = *this / b; }

    friend Dual operator+(Dual a, const Dual& b) { return a += b; }
    friend Dual operator-(Dual a, const Dual& b) { return a -= b; }
    friend Dual operator-(const Dual& a) { return chain(a, -a.value, T(-1.0)); }
    friend Dual operator*(const Dual& a, const Dual& b) {
        Dual out(a.value * b.value);
        for (int i = 0; i < N; ++i) {
            out.derivative[i] = a.derivative[i] * b.value + a.value * b.derivative[i];
        }
        return out;
    }
    friend Dual operator/(const Dual& a, const Dual& b) {
        const T inverse = 1.0 / b.value;
        const T quotient = a.value * inverse;
        Dual out(quotient);
        for (int i = 0; i < N; ++i) {
            out.derivative[i] = (a.derivative[i] - quotient * b.derivative[i]) * inverse;
        }
        return out;
    }

    // Plain numbers on either side, so that no product with a zero derivative is formed.
    friend Dual operator+(Dual a, double b) { return a.value += b, a; }
    friend Dual operator+(double a, Dual b) { return b.value += a, b; }
    friend Dual operator-(Dual a, double b) { return a.value -= b, a; }
    friend Dual operator-(double a, const Dual& b) { return chain(b, a - b.value, T(-1.0)); }
    friend Dual operator*(Dual a, double b) {
        a.value *= b;
        for (int i = 0; i < N; ++i)
            a.derivative[i] *= b;
        return a;
    }
    friend Dual operator*(double a, const Dual& b) { return b * a; }
    friend Dual operator/(const Dual& a, double b) { return a * (1.0 / b); }
    friend Dual operator/(double a, const Dual& b) {
        const T quotient = a / b.value;
        return chain(b, quotient, -quotient / b.value);
    }

    /// f(a) with the value f and slope df/da given.
    friend Dual chain(const Dual& a, const T& f, const T& slope) {
        Dual out(f);
        for (int i = 0; i < N; ++i)
            out.derivative[i] = slope * a.derivative[i];
        return out;
    }
};

inline double value_of(double x) {
    return x;
}
template <class T, int N> double value_of(const Dual<T, N>& x) {
    return value_of(x.value);
}

template <class T, int N> Dual<T, N> sqrt(const Dual<T, N>& a) {
    using std::sqrt;
    const T root = sqrt(a.value);
    return chain(a, root, 0.5 / root);
}
template <class T, int N> Dual<T, N> exp(const Dual<T, N>& a) {
    using std::exp;
    const T e = exp(a.value);
    return chain(a, e, e);
}
template <class T, int N> Dual<T, N> log(const Dual<T, N>& a) {
    using std::log;
    return chain(a, log(a.value), 1.0 / a.value);
}
template <class T, int N> Dual<T, N> log1p(const Dual<T, N>& a) {
    using std::log1p;
    return chain(a, log1p(a.value), 1.0 / (1.0 + a.value));
}
template <class T, int N> Dual<T, N> sin(const Dual<T, N>& a) {
    using std::cos;
    using std::sin;
    return chain(a, sin(a.value), cos(a.value));
}
template <class T, int N> Dual<T, N> cos(const Dual<T, N>& a) {
    using std::cos;
    using std::sin;
    return chain(a, cos(a.value), -sin(a.value));
}
template <class T, int N> Dual<T, N> acos(const Dual<T, N>& a) {
    using std::acos;
    using std::sqrt;
    return chain(a, acos(a.value), -1.0 / sqrt(1.0 - a.value * a.value));
}
template <class T, int N> Dual<T, N> asin(const Dual<T, N>& a) {
    using std::asin;
    using std::sqrt;
    return chain(a, asin(a.value), 1.0 / sqrt(1.0 - a.value * a.value));
}
template <class T, int N> Dual<T, N> tanh(const Dual<T, N>& a) {
    using std::tanh;
    const T t = tanh(a.value);
    return chain(a, t, 1.0 - t * t);
}

/// |a|; the slope at 0 is taken from the right.
template <class T> T magnitude(const T& a) {
    return value_of(a) < 0.0 ? -a : a;
}

} // namespace lpsglass::model

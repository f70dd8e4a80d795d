// How many operations the readable formulas of one member's frequency take: model::nqr_frequency with a
// number that counts what is done to it, for the value and for six exact derivatives by forward
// differentiation. It prints a table and measures no time. operations.py counts what the fast path really
// executes.

#include <cstdio>

#include "lpsglass/model/nqr_frequency.hpp"
#include "unit/model/glass_cases.hpp"

namespace counting {

struct Counts {
    long sums = 0, products = 0, quotients = 0, roots = 0, functions = 0;
};
Counts counts; // NOLINT: a number has no other way to tell

struct Number {
    double value = 0.0;

    Number() = default;
    Number(double v) : value(v) {} // NOLINT: constants mix freely

    Number& operator+=(const Number& b) { return ++counts.sums, value += b.value, *this; }
    Number& operator-=(const Number& b) { return ++counts.sums, value -= b.value, *this; }
    Number& operator*=(const Number& b) { return ++counts.products, value *= b.value, *this; }
    Number& operator/=(const Number& b) { return ++counts.quotients, value /= b.value, *this; }
    friend Number operator+(Number a, const Number& b) { return a += b; }
    friend Number operator-(Number a, const Number& b) { return a -= b; }
    friend Number operator*(Number a, const Number& b) { return a *= b; }
    friend Number operator/(Number a, const Number& b) { return a /= b; }
    friend Number operator-(const Number& a) { return {-a.value}; } // a flipped sign
};

double value_of(const Number& x) {
    return x.value;
}
Number sqrt(const Number& x) {
    return ++counts.roots, Number(std::sqrt(x.value));
}
Number sin(const Number& x) {
    return ++counts.functions, Number(std::sin(x.value));
}
Number cos(const Number& x) {
    return ++counts.functions, Number(std::cos(x.value));
}
Number acos(const Number& x) {
    return ++counts.functions, Number(std::acos(x.value));
}

} // namespace counting

namespace {

using namespace glass_cases;

/// @param lift a fluctuation, number k, as the scalar
template <class T, class Lift> void count(const char* what, const Lift& lift) {
    const ParameterSet<double> p = paper();
    ParameterSet<T> parameters;
    for (int i = 0; i < par::count; ++i)
        parameters[i] = T(p[i]);
    const T polar(model::mean_polar_angle(p));
    Sextuple<T> fluctuation;
    for (int k = 0; k < model::kFluctuations; ++k)
        fluctuation[k] = lift(p[par::amplitude + k], k);
    counting::counts = {};
    const model::Structure<T> s = model::fluctuating_structure(parameters, polar, fluctuation);
    const T nu = model::nqr_frequency(parameters, s);
    const counting::Counts& n = counting::counts;
    std::printf("%-16s %6ld %9ld %10ld %6ld %10ld   (%.6f MHz)\n", what, n.sums, n.products, n.quotients,
                n.roots, n.functions, value_of(nu));
}

} // namespace

int main() {
    using counting::Number;
    using Six = model::Dual<Number, model::kFluctuations>;
    std::printf("%-16s %6s %9s %10s %6s %10s\n", "per member", "sums", "products", "quotients", "roots",
                "functions");
    count<Number>("value", [](double x, int) { return Number(x); });
    count<Six>("six derivatives", [](double x, int k) { return Six::variable(Number(x), k); });
    return 0;
}

// What this processor can do at best: its clock, and multiplications with additions, quotients and roots of
// doubles per second at each width of register. Fused operations are left out, since the program does not use
// them.

#include <benchmark/benchmark.h>

namespace {

/// Clock: additions of integers, each waiting for the one before, take a cycle each.
void clock_rate(benchmark::State& state) {
    constexpr int kSteps = 1000;
    long x = 1;
    for (auto _ : state) {
        for (int i = 0; i < kSteps; ++i)
            asm volatile("add $3, %0" : "+r"(x));
    }
    benchmark::DoNotOptimize(x);
    state.counters["GHz"] = benchmark::Counter(1e-9 * kSteps, benchmark::Counter::kIsIterationInvariantRate);
}

#if defined(__x86_64__)

constexpr int kRounds = 1000;

// Operations that do not wait for each other: what counts is how many can begin in a cycle.
#define LPSGLASS_OPERATIONS(name, level, lanes)                                                              \
    typedef double Vector_##name __attribute__((vector_size(8 * (lanes))));                                  \
    __attribute__((target(level))) void multiply_add_##name() {                                              \
        const Vector_##name x = Vector_##name{} + 1.37;                                                      \
        Vector_##name y, z;                                                                                  \
        for (int n = 0; n < kRounds; ++n) {                                                                  \
            asm volatile("vmulpd %2, %2, %0\n\tvaddpd %2, %2, %1" : "=x"(y), "=x"(z) : "x"(x));              \
            asm volatile("vmulpd %2, %2, %0\n\tvaddpd %2, %2, %1" : "=x"(y), "=x"(z) : "x"(x));              \
            asm volatile("vmulpd %2, %2, %0\n\tvaddpd %2, %2, %1" : "=x"(y), "=x"(z) : "x"(x));              \
            asm volatile("vmulpd %2, %2, %0\n\tvaddpd %2, %2, %1" : "=x"(y), "=x"(z) : "x"(x));              \
        }                                                                                                    \
    }                                                                                                        \
    __attribute__((target(level))) void quotient_##name() {                                                  \
        const Vector_##name x = Vector_##name{} + 1.37;                                                      \
        Vector_##name y;                                                                                     \
        for (int n = 0; n < kRounds; ++n)                                                                    \
            asm volatile("vdivpd %1, %1, %0" : "=x"(y) : "x"(x));                                            \
    }                                                                                                        \
    __attribute__((target(level))) void root_##name() {                                                      \
        const Vector_##name x = Vector_##name{} + 1.37;                                                      \
        Vector_##name y;                                                                                     \
        for (int n = 0; n < kRounds; ++n)                                                                    \
            asm volatile("vsqrtpd %1, %0" : "=x"(y) : "x"(x));                                               \
    }
LPSGLASS_OPERATIONS(v3, "avx2", 4)
LPSGLASS_OPERATIONS(v4, "avx512f", 8)
#undef LPSGLASS_OPERATIONS

/// `per_round` double operations, each on `lanes` numbers, in each round.
template <class Act>
void measure(benchmark::State& state, bool supported, int lanes, int per_round, Act act) {
    if (!supported) {
        state.SkipWithError("not on this processor");
        return;
    }
    for (auto _ : state)
        act();
    state.counters["Gop"] =
        benchmark::Counter(1e-9 * kRounds * lanes * per_round, benchmark::Counter::kIsIterationInvariantRate);
}

#define LPSGLASS_MEASURE(name, feature, lanes)                                                               \
    void multiply_add_of_##name(benchmark::State& state) {                                                   \
        measure(state, __builtin_cpu_supports(feature), lanes, 8, multiply_add_##name);                      \
    }                                                                                                        \
    void quotient_of_##name(benchmark::State& state) {                                                       \
        measure(state, __builtin_cpu_supports(feature), lanes, 1, quotient_##name);                          \
    }                                                                                                        \
    void root_of_##name(benchmark::State& state) {                                                           \
        measure(state, __builtin_cpu_supports(feature), lanes, 1, root_##name);                              \
    }                                                                                                        \
    BENCHMARK(multiply_add_of_##name);                                                                       \
    BENCHMARK(quotient_of_##name);                                                                           \
    BENCHMARK(root_of_##name);
LPSGLASS_MEASURE(v3, "avx2", 4)
LPSGLASS_MEASURE(v4, "avx512f", 8)
#undef LPSGLASS_MEASURE

#endif

} // namespace

BENCHMARK(clock_rate);
BENCHMARK_MAIN();

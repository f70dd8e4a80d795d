#pragma once

// What a line_sweep_*.cpp offers, each at its own instruction level.

#include "line_strands.hpp"

namespace lpsglass::model::sweep {
namespace {

void sweep_line(const Job& job, Sums& sums) {
    StrandSweep sweep(job);
    if (job.strand.nodes > 0) {
        sweep.sweep_strands();
    } else {
        sweep.sweep_points();
    }
    sweep.finish(sums);
}

void sweep_frequencies(const Job& job, double* frequency, double* derivative) {
    const long registers = (job.members.count + kLanes - 1) / kLanes * (kLanes / kWidth);
    const long stride = registers * kWidth; // members
    const auto y_of = [&](long r) {
        const long member = r * kWidth;
        return job.members.y + member / kLanes * 6 * kLanes + member % kLanes;
    };
    const Lanes none = all(__builtin_nan(""));
    long r = 0;
    for (; r + 1 < registers; r += 2) {
        double *to = frequency + r * kWidth, *slope = derivative + r * kWidth;
        Pair nu;
        const PairMask ok =
            member<Pair>(job, {y_of(r), y_of(r + 1)}, Pair{}, nu, {slope, slope + kWidth}, stride);
        store({to, to + kWidth}, 0, select(ok, nu, {none, none}));
    }
    if (r < registers) {
        Lanes nu;
        const Mask ok = member<Lanes>(job, {y_of(r)}, Lanes{}, nu, {derivative + r * kWidth}, stride);
        store(frequency + r * kWidth, select(ok, nu, none));
    }
}

} // namespace
} // namespace lpsglass::model::sweep

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
    const auto place_of = [&](long r) {
        const long member = r * kWidth;
        return Place{job.members.y + member / kLanes * 6 * kLanes + member % kLanes, Lanes{},
                     derivative + member};
    };
    const auto keep = [&](long r, Mask ok, Lanes nu) {
        store_anywhere(frequency + r * kWidth, ok ? nu : all(__builtin_nan("")));
    };
    if (kWidth == 8 && job.columns == 0) return stream_frequencies(job, registers, place_of, keep);
    for (long first = 0; first < registers; first += kBlock) {
        const long left = registers - first;
        const int count = left < kBlock ? (int)left : kBlock;
        Place place[kBlock];
        Lanes nu[kBlock];
        Mask ok[kBlock];
        for (int i = 0; i < count; ++i)
            place[i] = place_of(first + i);
        frequencies(job, count, place, stride, nu, ok);
        for (int i = 0; i < count; ++i)
            keep(first + i, ok[i], nu[i]);
    }
}

} // namespace
} // namespace lpsglass::model::sweep

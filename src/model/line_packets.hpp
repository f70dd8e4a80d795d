#pragma once

// Sums of packets on the bins without an exponential per packet and bin. For the line_sweep_*.cpp only.
//
// On a uniform axis of step h widths, g(z + j h) = [g(z) exp(-h z)^j] exp(-(j h)^2/2): a geometric series
// times factors that are the same for all packets. It starts anew after at most kLongest bins or kSpan
// widths, so that rounding stays small and no number leaves the range of a double. On an axis that is not
// uniform each bin is a start.

#include "line_lanes.hpp"

namespace lpsglass::model::sweep {
namespace {

constexpr double kSpan = 27.0; // kFarthest + kSpan: exp(-613) is still a normal number
constexpr int kLongest = 32;

struct PacketRule {
    Bins bins;
    double width, inverse_width;
    double inverse_bin_step; // 1/MHz
    double step;             // widths
    int block;               // bins from one start to the next
    double decay[kLongest];  // exp(-(j step)^2/2)
};

/// Which sums: intensity alone, with first moments, with the second moment too.
enum class Moments { none, first, second };

inline PacketRule packet_rule(const Bins& bins, double width) {
    PacketRule rule{bins, width, 1.0 / width, 1.0 / bins.step, bins.step / width, 1, {1.0}};
    const double bins_in_span = kSpan / rule.step;
    if (!(bins.step > 0.0 && bins_in_span >= 2.0)) return rule;
    rule.block = bins_in_span < kLongest ? (int)bins_in_span : kLongest;
    for (int j = 0; j < rule.block; ++j)
        rule.decay[j] = exponential(all(-0.5 * (j * rule.step) * (j * rule.step)))[0];
    return rule;
}

struct Window {
    int begin, end;
};

/// The first bin at or above a frequency.
inline int first_bin(const Bins& bins, double frequency) {
    int low = 0, high = bins.count;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (bins.frequency[middle] < frequency) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// The bins between two frequencies; on a uniform axis perhaps one more on either side, for no search.
inline Window bins_between(const PacketRule& rule, double low, double high) {
    const Bins& bins = rule.bins;
    if (!(bins.step > 0.0)) return {first_bin(bins, low), first_bin(bins, high)};
    const double begin = (low - bins.frequency[0]) * rule.inverse_bin_step;
    const double end = (high - bins.frequency[0]) * rule.inverse_bin_step + 1.0;
    const double most = bins.count;
    return {(int)(begin > 0.0 ? (begin < most ? begin : most) : 0.0),
            (int)(end > 0.0 ? (end < most ? end : most) : 0.0)};
}

/// Packets of kTile sets of lanes: frequencies and weights, each kTile x lanes.
struct PacketTile {
    const double* nu;
    const double* weight;
};

/// The bins within `reach` widths of any of the tile's packets.
inline Window window_of(const PacketRule& rule, const double* nu, double reach) {
    alignas(64) double low[kLanes], high[kLanes];
    for (int lane = 0; lane < kLanes; lane += kWidth) {
        Lanes a = load(nu + lane), b = a;
        for (int i = 1; i < kTile; ++i) {
            const Lanes x = load(nu + i * kLanes + lane);
            a = x < a ? x : a;
            b = x > b ? x : b;
        }
        store(low + lane, a);
        store(high + lane, b);
    }
    for (int half = kLanes / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; ++lane) {
            low[lane] = low[lane + half] < low[lane] ? low[lane + half] : low[lane];
            high[lane] = high[lane + half] > high[lane] ? high[lane + half] : high[lane];
        }
    }
    return bins_between(rule, low[0] - reach * rule.width, high[0] + reach * rule.width);
}

inline Lanes total_of(const Lanes* x) {
    static_assert(kTile == 4);
    return (x[0] + x[1]) + (x[2] + x[3]);
}

/// The tile's packets on bins begin .. end - 1, a register of each set of lanes. `sums` is bins x slots x
/// lanes: intensity, first moments g z c_m, second moment g z^2. Coefficients c_m are moments x kTile numbers
/// (strands: alike for all lanes) or moments x kTile x lanes.
template <Moments kind, bool per_lane, int Fixed>
inline void add_block(const PacketRule& rule, const double* nu, const double* weight,
                      const double* coefficient, int moments_in, int begin, int end, int slots,
                      double* sums) {
    const int moments = Fixed > 0 ? Fixed : moments_in;
    Lanes series[kTile], ratio[kTile], z[kTile];
    for (int i = 0; i < kTile; ++i) {
        z[i] = (rule.bins.frequency[begin] - load(nu + i * kLanes)) * rule.inverse_width;
        const Mask near = (z[i] > -(kFarthest + kSpan)) & (z[i] <= kFarthest);
        const Lanes bounded = near ? z[i] : all(0.0);
        const Lanes height = load(weight + i * kLanes) * exponential(-0.5 * (bounded * bounded));
        series[i] = near ? height : all(0.0);
        ratio[i] = rule.block > 1 ? exponential(-rule.step * bounded) : all(0.0);
    }
    for (int b = begin; b < end; ++b) {
        double* slot = sums + (long)b * slots * kLanes;
        const Lanes decay = all(rule.decay[b - begin]);
        store(slot, load(slot) + total_of(series) * decay);
        if (kind != Moments::none) {
            Lanes slope[kTile];
            for (int i = 0; i < kTile; ++i)
                slope[i] = (series[i] * decay) * z[i];
            const double* c = coefficient;
            for (int m = 0; m < moments; ++m) {
                slot += kLanes;
                Lanes term[kTile];
                for (int i = 0; i < kTile; ++i)
                    term[i] = slope[i] * (per_lane ? load(c + i * kLanes) : all(c[i]));
                store(slot, load(slot) + total_of(term));
                c += kTile * (per_lane ? kLanes : 1);
            }
            if (kind == Moments::second) {
                slot += kLanes;
                for (int i = 0; i < kTile; ++i)
                    slope[i] *= z[i];
                store(slot, load(slot) + total_of(slope));
            }
        }
        for (int i = 0; i < kTile; ++i) {
            series[i] *= ratio[i];
            if (kind != Moments::none) z[i] += rule.step;
        }
    }
}

template <Moments kind, bool per_lane, int Fixed>
inline void add_packets(const PacketRule& rule, const PacketTile& tile, Window window,
                        const double* coefficient, int moments, int slots, double* sums) {
    for (int begin = window.begin; begin < window.end; begin += rule.block) {
        const int end = begin + rule.block < window.end ? begin + rule.block : window.end;
        for (int lane = 0; lane < kLanes; lane += kWidth)
            add_block<kind, per_lane, Fixed>(rule, tile.nu + lane, tile.weight + lane,
                                             coefficient + (per_lane ? lane : 0), moments, begin, end, slots,
                                             sums + lane);
    }
}

/// The same with the kind of sums known at run time.
template <bool per_lane>
inline void add_packets(const PacketRule& rule, const PacketTile& tile, Window window,
                        const double* coefficient, int moments, bool derivatives, bool second, int slots,
                        double* sums) {
    if (!derivatives) {
        add_packets<Moments::none, per_lane, 0>(rule, tile, window, coefficient, 0, slots, sums);
    } else if (second) {
        add_packets<Moments::second, per_lane, 0>(rule, tile, window, coefficient, moments, slots, sums);
    } else if (moments == 5) {
        add_packets<Moments::first, per_lane, 5>(rule, tile, window, coefficient, moments, slots, sums);
    } else {
        add_packets<Moments::first, per_lane, 0>(rule, tile, window, coefficient, moments, slots, sums);
    }
}

} // namespace
} // namespace lpsglass::model::sweep

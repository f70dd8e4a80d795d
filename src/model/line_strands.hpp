#pragma once

// The sweep over strands: frequencies at Gauss nodes, packets at fine nodes. For the line_sweep_*.cpp only.

#include "line_points.hpp"

namespace lpsglass::model::sweep {
namespace {

/// A line being summed, a set of strands at a time.
struct StrandSweep : PointSweep {
    using PointSweep::PointSweep;

    /// A strand that leaves the pyramids: each fine node by itself.
    void broken_strand(const double* y, double strand_weight) {
        for (int k = 0; k < 6; ++k) {
            for (int lane = 0; lane < kLanes; ++lane)
                space.y[k * kLanes + lane] = y[k * kLanes];
        }
        const double* const ys[kTile] = {space.y, space.y, space.y, space.y};
        const int fine = job.strand.tiles * kTile;
        for (int start = 0; start < fine; start += kTile * kLanes) {
            alignas(64) double t[kTile * kLanes], weight[kTile * kLanes];
            for (int i = 0; i < kTile * kLanes; ++i) {
                const int f = start + i;
                t[i] = job.strand.fine_node[f < fine ? f : fine - 1];
                weight[i] = f < fine ? strand_weight * job.strand.fine_weight[f] : 0.0;
            }
            const int left = (fine - start + kLanes - 1) / kLanes, used = left < kTile ? left : kTile;
            points(used, ys, t, weight);
            sum_points(used);
        }
    }

    /// Widths up to which packets are summed that weigh exp(-rarity/2) of the heaviest.
    static double reach(double rarity) {
        const double square = kFarthest * kFarthest - rarity;
        return square > 0.0 ? __builtin_sqrt(square) : 0.0;
    }

    /// Frequencies and weights of a tile of fine nodes.
    template <int Fixed> void interpolate(int tile, const double* strand_weight, double* nu, double* weight) {
        const Strand& strand = job.strand;
        const int nodes = Fixed > 0 ? Fixed : strand.nodes;
        const double* row = strand.interpolation + (long)tile * nodes * kTile;
        for (int lane = 0; lane < kLanes; lane += kWidth) {
            const Lanes of_strand = load(strand_weight + lane);
            for (int i = 0; i < kTile; ++i) {
                Lanes f = row[i] * load(space.nu + lane);
                for (int m = 1; m < nodes; ++m)
                    f += row[m * kTile + i] * load(space.nu + m * kLanes + lane);
                store(nu + i * kLanes + lane, f);
                store(weight + i * kLanes + lane, strand.fine_weight[tile * kTile + i] * of_strand);
            }
        }
    }

    /// A set of strands, complete where the weight is not 0, of which nu and slope are known at the Gauss
    /// nodes. Windows are known well before they are needed, so that the processor need not wait for one.
    void sum_strands(int set, const double* strand_weight) {
        const Strand& strand = job.strand;
        const int moments = job.columns > 0 ? strand.nodes : 0;
        constexpr long size = kTile * kLanes;
        Window touched{job.bins.count, 0}, windows[kAhead];
        for (int start = 0; start < strand.tiles; start += kAhead) {
            const int tiles = strand.tiles - start < kAhead ? strand.tiles - start : kAhead;
            for (int i = 0; i < tiles; ++i) {
                double *nu = space.fine_nu + i * size, *weight = space.fine_weight + i * size;
                if (strand.nodes == 5) {
                    interpolate<5>(start + i, strand_weight, nu, weight);
                } else {
                    interpolate<0>(start + i, strand_weight, nu, weight);
                }
                Window& w = windows[i];
                w = window_of(packets, nu, reach(job.members.rarity[set] + strand.rarity[start + i]));
                touched.begin = w.begin < touched.begin ? w.begin : touched.begin;
                touched.end = w.end > touched.end ? w.end : touched.end;
            }
            count(space.fine_nu, space.fine_weight, tiles * kTile);
            for (int i = 0; i < tiles; ++i) {
                add_packets<false>(packets, {space.fine_nu + i * size, space.fine_weight + i * size},
                                   windows[i],
                                   strand.interpolation + (long)(start + i) * strand.nodes * kTile, moments,
                                   derivatives, job.by_width, strand_slots, space.strands);
            }
        }
        if (job.columns > 0 && strand.nodes == 5) {
            contract<5>(touched);
        } else {
            contract<0>(touched);
        }
    }

    /// From the moments of the nodes to the columns: sum_m (sum g z c_m) dnu_m. Clears what it takes.
    template <int Fixed> void contract(Window window) {
        const int nodes = Fixed > 0 ? Fixed : job.columns > 0 ? job.strand.nodes : 0;
        const long node_stride = (long)job.columns * kLanes;
        for (int b = window.begin; b < window.end; ++b) {
            for (int lane = 0; lane < kLanes; lane += kWidth) {
                double* from = space.strands + (long)b * strand_slots * kLanes + lane;
                double* to = space.line + (long)b * line_slots * kLanes + lane;
                store(to, load(to) + load(from));
                for (int c = 0; c < job.columns; ++c) {
                    const double* slope = space.slope + c * kLanes + lane;
                    double* sum = to + (1 + c) * kLanes;
                    Lanes total = load(sum);
                    for (int m = 0; m < nodes; ++m)
                        total += load(from + (1 + m) * kLanes) * load(slope + m * node_stride);
                    store(sum, total);
                }
                if (job.by_width) {
                    double* sum = to + (1 + job.columns) * kLanes;
                    store(sum, load(sum) + load(from + (1 + nodes) * kLanes));
                }
                for (int slot = 0; slot < strand_slots; ++slot)
                    store(from + slot * kLanes, Lanes{});
            }
        }
    }

    /// Frequencies and slopes at the Gauss nodes of a register of strands; which of them are all pyramids.
    Mask gauss_nodes(const double* y, int lane) {
        const double* t = job.strand.node;
        const long stride = (long)job.columns * kLanes;
        Mask complete = Lanes{} == Lanes{};
        for (int begin = 0; begin < job.strand.nodes; begin += kBlock) {
            const int left = job.strand.nodes - begin, count = left < kBlock ? left : kBlock;
            Place place[kBlock];
            Lanes nu[kBlock];
            Mask ok[kBlock];
            for (int i = 0; i < count; ++i)
                place[i] = {y, all(t[begin + i]), space.slope + (begin + i) * stride + lane};
            frequencies(job, count, place, kLanes, nu, ok);
            for (int i = 0; i < count; ++i) {
                complete &= ok[i];
                store(space.nu + (begin + i) * kLanes + lane, nu[i]);
            }
        }
        return complete;
    }

    void sweep_strands() {
        const int sets = (job.members.count + kLanes - 1) / kLanes;
        for (int set = 0; set < sets; ++set) {
            const double* y = job.members.y + (long)set * 6 * kLanes;
            const double* given = job.members.weight + (long)set * kLanes;
            alignas(64) double weight[kLanes], whole[kLanes];
            for (int lane = 0; lane < kLanes; lane += kWidth) {
                const Mask complete = gauss_nodes(y + lane, lane);
                store(weight + lane, complete ? load(given + lane) : all(0.0));
                store(whole + lane, complete ? all(1.0) : all(0.0));
            }
            for (int lane = 0; lane < kLanes; ++lane) {
                if (whole[lane] == 1.0) continue;
                if (given[lane] > 0.0) broken_strand(y + lane, given[lane]);
                leave_out(lane);
            }
            sum_strands(set, weight);
        }
    }

    /// A lane whose numbers may be none: finite ones instead, so that a weight of 0 leaves nothing of them.
    void leave_out(int lane) {
        for (int m = 0; m < job.strand.nodes; ++m) {
            space.nu[m * kLanes + lane] = job.origin;
            for (int c = 0; c < job.columns; ++c)
                space.slope[((long)m * job.columns + c) * kLanes + lane] = 0.0;
        }
    }
};

} // namespace
} // namespace lpsglass::model::sweep

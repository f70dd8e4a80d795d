#pragma once

// The sweep over the members of a line: frequencies, packets, sums. Included by each line_sweep_*.cpp.

#include "line_member.hpp"
#include "line_packets.hpp"
#include "line_workspace.hpp"

namespace lpsglass::model::sweep {
namespace {

/// One line being summed.
struct Sweep {
    const Job& job;
    Space space;
    PacketRule packets;
    bool derivatives;
    int line_slots, strand_slots;
    alignas(64) double kept[kLanes] = {}, first[kLanes] = {}, second[kLanes] = {};
    double dropped = 0.0;

    explicit Sweep(const Job& j)
        : job(j), space(space_of(j)), packets(packet_rule(j.bins, j.packet_width)),
          derivatives(j.columns > 0 || j.by_width), line_slots(1 + j.columns + (j.by_width ? 1 : 0)),
          strand_slots(1 + (j.columns > 0 ? j.strand.nodes : 0) + (j.by_width ? 1 : 0)) {
        clear(space.line, (long)j.bins.count * line_slots);
        clear(space.strands, (long)j.bins.count * strand_slots);
    }

    static void clear(double* p, long lanes) {
        for (long i = 0; i < lanes * kLanes; i += kWidth)
            store(p + i, Lanes{});
    }

    void count(const double* nu, const double* weight) {
        for (int lane = 0; lane < kLanes; lane += kWidth) {
            const Lanes w = load(weight + lane), x = load(nu + lane) - job.origin, wx = w * x;
            store(kept + lane, load(kept + lane) + w);
            store(first + lane, load(first + lane) + wx);
            store(second + lane, load(second + lane) + wx * x);
        }
    }

    /// Frequencies of a set of lanes as set `i` of the tile; lanes that are no pyramid get the weight 0.
    void points(int i, const double* y, const double* t, const double* weight) {
        double* nu = space.tile_nu + i * kLanes;
        double* w = space.tile_weight + i * kLanes;
        double* slope = space.tile_slope + i * kLanes;
        for (int lane = 0; lane < kLanes; lane += kWidth) {
            Lanes f;
            const Mask ok = member<Lanes>(job, {y + lane}, load(t + lane), f, {slope + lane}, kTile * kLanes);
            store(nu + lane, ok ? f : all(job.origin));
            const Lanes given = load(weight + lane);
            store(w + lane, ok ? given : all(0.0));
        }
        for (int lane = 0; lane < kLanes; ++lane)
            dropped += weight[lane] - w[lane];
        count(nu, w);
    }

    /// Sets `used` .. kTile of the tile are empty; then its packets are summed.
    void sum_points(int used) {
        for (int i = used; i < kTile; ++i) {
            for (int lane = 0; lane < kLanes; lane += kWidth) {
                store(space.tile_nu + i * kLanes + lane, load(space.tile_nu + lane));
                store(space.tile_weight + i * kLanes + lane, Lanes{});
                for (int c = 0; c < job.columns; ++c)
                    store(space.tile_slope + (c * kTile + i) * kLanes + lane, Lanes{});
            }
        }
        const Window window = window_of(packets, space.tile_nu, kFarthest);
        add_packets<true>(packets, {space.tile_nu, space.tile_weight}, window, space.tile_slope, job.columns,
                          derivatives, job.by_width, line_slots, space.line);
    }

    /// Members that are points.
    void sweep_points() {
        const int sets = (job.members.count + kLanes - 1) / kLanes;
        alignas(64) const double t[kLanes] = {};
        for (int set = 0; set < sets; set += kTile) {
            const int used = sets - set < kTile ? sets - set : kTile;
            for (int i = 0; i < used; ++i)
                points(i, job.members.y + (long)(set + i) * 6 * kLanes, t,
                       job.members.weight + (long)(set + i) * kLanes);
            sum_points(used);
        }
    }

    /// A strand that leaves the pyramids: each fine node by itself.
    void broken_strand(const double* y, double strand_weight) {
        for (int k = 0; k < 6; ++k) {
            for (int lane = 0; lane < kLanes; ++lane)
                space.y[k * kLanes + lane] = y[k * kLanes];
        }
        const int fine = job.strand.tiles * kTile;
        int used = 0;
        for (int f = 0; f < fine; f += kLanes) {
            alignas(64) double t[kLanes], weight[kLanes];
            for (int lane = 0; lane < kLanes; ++lane) {
                const int place = f + lane < fine ? f + lane : fine - 1;
                t[lane] = job.strand.fine_node[place];
                weight[lane] = f + lane < fine ? strand_weight * job.strand.fine_weight[place] : 0.0;
            }
            points(used++, space.y, t, weight);
            if (used == kTile || f + kLanes >= fine) {
                sum_points(used);
                used = 0;
            }
        }
    }

    /// Widths up to which packets are summed that weigh exp(-rarity/2) of the heaviest.
    static double reach(double rarity) {
        const double square = kFarthest * kFarthest - rarity;
        return square > 0.0 ? __builtin_sqrt(square) : 0.0;
    }

    /// A set of strands, complete where the weight is not 0, of which nu and slope are known at the Gauss
    /// nodes.
    void sum_strands(int set, const double* strand_weight) {
        const Strand& strand = job.strand;
        Window touched{job.bins.count, 0};
        for (int tile = 0; tile < strand.tiles; ++tile) {
            const double* row = strand.interpolation + (long)tile * strand.nodes * kTile;
            for (int i = 0; i < kTile; ++i) {
                const double fine_weight = strand.fine_weight[tile * kTile + i];
                double *nu = space.tile_nu + i * kLanes, *weight = space.tile_weight + i * kLanes;
                for (int lane = 0; lane < kLanes; lane += kWidth) {
                    Lanes f = row[i] * load(space.nu + lane);
                    for (int m = 1; m < strand.nodes; ++m)
                        f += row[m * kTile + i] * load(space.nu + m * kLanes + lane);
                    store(nu + lane, f);
                    store(weight + lane, fine_weight * load(strand_weight + lane));
                }
                count(nu, weight);
            }
            const Window window =
                window_of(packets, space.tile_nu, reach(job.members.rarity[set] + strand.rarity[tile]));
            if (window.begin >= window.end) continue;
            touched.begin = window.begin < touched.begin ? window.begin : touched.begin;
            touched.end = window.end > touched.end ? window.end : touched.end;
            add_packets<false>(packets, {space.tile_nu, space.tile_weight}, window, row,
                               job.columns > 0 ? strand.nodes : 0, derivatives, job.by_width, strand_slots,
                               space.strands);
        }
        contract(touched);
    }

    /// From the moments of the nodes to the columns: sum_m (sum g z c_m) dnu_m. Clears what it takes.
    void contract(Window window) {
        const int nodes = job.columns > 0 ? job.strand.nodes : 0;
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
                        total += load(from + (1 + m) * kLanes) * load(slope + (long)m * job.columns * kLanes);
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
        int m = 0;
        for (; m + 1 < job.strand.nodes; m += 2) {
            double *nu = space.nu + m * kLanes + lane, *slope = space.slope + m * stride + lane;
            Pair f;
            const PairMask ok =
                member<Pair>(job, {y, y}, {all(t[m]), all(t[m + 1])}, f, {slope, slope + stride}, kLanes);
            complete &= ok.a & ok.b;
            store({nu, nu + kLanes}, 0, f);
        }
        if (m < job.strand.nodes) {
            Lanes f;
            complete &= member<Lanes>(job, {y}, all(t[m]), f, {space.slope + m * stride + lane}, kLanes);
            store(space.nu + m * kLanes + lane, f);
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

    void finish(Sums& sums) const {
        for (int b = 0; b < job.bins.count; ++b) {
            const double* slot = space.line + (long)b * line_slots * kLanes;
            sums.intensity[b] = total(slot);
            for (int c = 0; c < job.columns; ++c)
                sums.slope[(long)c * job.bins.count + b] = total(slot + (1 + c) * kLanes);
            if (job.by_width) sums.second[b] = total(slot + (1 + job.columns) * kLanes);
        }
        sums.kept = total(kept);
        sums.dropped = dropped;
        sums.first_moment = total(first);
        sums.second_moment = total(second);
    }

    static double total(const double* x) {
        return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
    }
};

void sweep_line(const Job& job, Sums& sums) {
    Sweep sweep(job);
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

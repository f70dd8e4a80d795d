#pragma once

// The sweep over members that are points: frequencies, packets, sums. For the line_sweep_*.cpp only.

#include "line_member.hpp"
#include "line_packets.hpp"
#include "line_workspace.hpp"

namespace lpsglass::model::sweep {
namespace {

/// A line being summed, member by member.
struct PointSweep {
    const Job& job;
    Space space;
    PacketRule packets;
    bool derivatives;
    int line_slots, strand_slots;
    alignas(64) double kept[kLanes] = {}, first[kLanes] = {}, second[kLanes] = {};
    double dropped = 0.0;

    explicit PointSweep(const Job& j)
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

    /// Moments of sets of lanes.
    void count(const double* nu, const double* weight, int sets) {
        for (int lane = 0; lane < kLanes; lane += kWidth) {
            Lanes w0 = load(kept + lane), w1 = load(first + lane), w2 = load(second + lane);
            for (int i = 0; i < sets; ++i) {
                const Lanes w = load(weight + i * kLanes + lane);
                const Lanes x = load(nu + i * kLanes + lane) - job.origin, wx = w * x;
                w0 += w;
                w1 += wx;
                w2 += wx * x;
            }
            store(kept + lane, w0);
            store(first + lane, w1);
            store(second + lane, w2);
        }
    }

    /// Frequencies of the first sets of the tile; lanes that are no pyramid get the weight 0.
    /// @param y per set; @param t, weight sets x lanes
    void points(int sets, const double* const* y, const double* t, const double* weight) {
        constexpr int per_set = kLanes / kWidth;
        static_assert(kTile * per_set == kBlock);
        const int registers = sets * per_set;
        Place place[kBlock];
        Lanes nu[kBlock];
        Mask ok[kBlock];
        for (int r = 0; r < registers; ++r) {
            const int here = r * kWidth;
            place[r] = {y[r / per_set] + r % per_set * kWidth, load(t + here), space.tile_slope + here};
        }
        frequencies(job, registers, place, kTile * kLanes, nu, ok);
        for (int r = 0; r < registers; ++r) {
            const int here = r * kWidth;
            store(space.tile_nu + here, ok[r] ? nu[r] : all(job.origin));
            store(space.tile_weight + here, ok[r] ? load(weight + here) : all(0.0));
        }
        for (int i = 0; i < sets * kLanes; ++i)
            dropped += weight[i] - space.tile_weight[i];
    }

    /// Sets `used` .. kTile of the tile are empty; then its packets are summed.
    void sum_points(int used) {
        count(space.tile_nu, space.tile_weight, used);
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
        alignas(64) const double t[kTile * kLanes] = {};
        for (int set = 0; set < sets; set += kTile) {
            const int used = sets - set < kTile ? sets - set : kTile;
            const double* y[kTile];
            for (int i = 0; i < used; ++i)
                y[i] = job.members.y + (long)(set + i) * 6 * kLanes;
            points(used, y, t, job.members.weight + (long)set * kLanes);
            sum_points(used);
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

} // namespace
} // namespace lpsglass::model::sweep

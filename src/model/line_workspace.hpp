#pragma once

#include "line_sweep.hpp"

namespace lpsglass::model::sweep {
namespace {

constexpr int kAhead = 24; // tiles of which frequencies are known before their packets are summed

/// Places in the workspace. Sums are bins x slots x lanes.
struct Space {
    double* line;        // sums of the line: intensity, columns, second moment
    double* strands;     // sums of a set of strands: intensity, nodes, second moment
    double* nu;          // nodes x lanes, at Gauss nodes
    double* slope;       // nodes x columns x lanes
    double* fine_nu;     // kAhead x kTile x lanes
    double* fine_weight; // kAhead x kTile x lanes
    double* tile_nu;     // kTile x lanes
    double* tile_weight; // kTile x lanes
    double* tile_slope;  // columns x kTile x lanes
    double* y;           // 6 x lanes
    long size;
};

inline Space space_of(const Job& job) {
    long taken = 0;
    const auto take = [&](long lanes) {
        double* here = job.workspace ? job.workspace + taken : nullptr;
        taken += lanes * kLanes;
        return here;
    };
    const long bins = job.bins.count, columns = job.columns, nodes = job.strand.nodes;
    Space s{};
    s.line = take(bins * (columns + 2));
    s.strands = take(bins * (nodes + 2));
    s.nu = take(nodes);
    s.slope = take(nodes * columns);
    s.fine_nu = take(kAhead * kTile);
    s.fine_weight = take(kAhead * kTile);
    s.tile_nu = take(kTile);
    s.tile_weight = take(kTile);
    s.tile_slope = take(columns * kTile);
    s.y = take(6);
    s.size = taken;
    return s;
}

} // namespace
} // namespace lpsglass::model::sweep

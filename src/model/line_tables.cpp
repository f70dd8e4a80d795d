#include "line_tables.hpp"

#include <algorithm>
#include <cmath>

#include "lpsglass/core/instruction_level.hpp"

namespace lpsglass::model {

using sweep::kLanes;
using sweep::kTile;

namespace {

/// 1 over the product of a node's distances to the others: what scales the polynomial that is 1 there.
std::vector<double> lagrange_scales(const std::vector<double>& node) {
    std::vector<double> scale(node.size(), 1.0);
    for (std::size_t m = 0; m < node.size(); ++m) {
        for (std::size_t k = 0; k < node.size(); ++k) {
            if (k != m) scale[m] /= node[m] - node[k];
        }
    }
    return scale;
}

/// The polynomial that is 1 at node m and 0 at the others.
double lagrange(const std::vector<double>& node, std::size_t m, double scale, double t) {
    double l = scale;
    for (std::size_t k = 0; k < node.size(); ++k) {
        if (k != m) l *= t - node[k];
    }
    return l;
}

/// -2 ln of the largest weight of each group over the largest of all.
template <class Weights> std::vector<double> rarity_of(const Weights& weight, std::ptrdiff_t group) {
    std::vector<double> out;
    if (weight.empty()) return out;
    const double most = *std::max_element(weight.begin(), weight.end());
    for (auto w = weight.begin(); w != weight.end(); w += group)
        out.push_back(-2.0 * std::log(*std::max_element(w, w + group) / most));
    return out;
}

} // namespace

sweep::Functions sweep_functions() {
#if defined(LPSGLASS_X86_LEVELS)
    switch (instruction_level()) {
    case InstructionLevel::x86_64_v4:
        return sweep::x86_64_v4_functions();
    case InstructionLevel::x86_64_v3:
        return sweep::x86_64_v3_functions();
    case InstructionLevel::x86_64_v2:
        return sweep::x86_64_v2_functions();
    case InstructionLevel::portable:
        break;
    }
#endif
    return sweep::portable_functions();
}

MemberTable::MemberTable(std::span<const Sextuple<double>> members, const std::vector<double>& weights)
    : count(static_cast<int>(members.size())) {
    const std::size_t sets = (members.size() + kLanes - 1) / kLanes;
    y.resize(sets * kFluctuations * kLanes);
    weight.assign(sets * kLanes, 0.0);
    for (std::size_t i = 0; i < sets * kLanes; ++i) {
        const std::size_t set = i / kLanes, lane = i % kLanes, from = std::min(i, members.size() - 1);
        for (int k = 0; k < kFluctuations; ++k)
            y[(set * kFluctuations + k) * kLanes + lane] = members[from][k];
        if (i < members.size()) weight[i] = weights[i];
    }
    rarity = rarity_of(weight, kLanes);
}

MemberTable members_of(const LineRule& rule) {
    if (rule.method == IntegrationMethod::direct)
        return {sobol_members(rule.law, rule.points), std::vector<double>(rule.points, 1.0 / rule.points)};
    std::vector<Sextuple<double>> point{{}};
    std::vector<double> weight{1.0};
    for (int i = 1; i < kFluctuations; ++i) {
        const Quadrature q = direction_rule(rule.law, rule.orders[i]);
        std::vector<Sextuple<double>> points;
        std::vector<double> weights;
        points.reserve(point.size() * q.node.size());
        weights.reserve(points.capacity());
        for (std::size_t m = 0; m < point.size(); ++m) {
            for (std::size_t n = 0; n < q.node.size(); ++n) {
                points.push_back(point[m]);
                for (int k = 0; k < kFluctuations; ++k)
                    points.back()[k] += q.node[n] * rule.basis[i][k];
                weights.push_back(weight[m] * q.weight[n]);
            }
        }
        point = std::move(points);
        weight = std::move(weights);
    }
    return {point, weight};
}

StrandTable::StrandTable(const LineRule& rule) {
    if (rule.method == IntegrationMethod::direct) return;
    gauss = gauss_rule(rule.law, rule.orders[0]);
    Quadrature fine = fine_rule(rule.law, rule.fine_points);
    tiles = (rule.fine_points + kTile - 1) / kTile;
    fine_node = std::move(fine.node);
    fine_weight = std::move(fine.weight);
    if (tiles > 0) fine_node.resize(tiles * kTile, fine_node.back());
    fine_weight.resize(tiles * kTile, 0.0);
    rarity = rarity_of(fine_weight, kTile);
    const std::vector<double> scale = lagrange_scales(gauss.node);
    interpolation.reserve(fine_node.size() * gauss.node.size());
    for (int tile = 0; tile < tiles; ++tile) {
        for (std::size_t m = 0; m < gauss.node.size(); ++m) {
            for (int i = 0; i < kTile; ++i)
                interpolation.push_back(lagrange(gauss.node, m, scale[m], fine_node[tile * kTile + i]));
        }
    }
}

double uniform_step(const std::vector<double>& bins) {
    if (bins.size() < 2) return 0.0;
    const double step = (bins.back() - bins.front()) / static_cast<double>(bins.size() - 1);
    const double rounding = 4e-16 * std::max(std::abs(bins.front()), std::abs(bins.back()));
    for (std::size_t j = 0; j < bins.size(); ++j) {
        if (!(std::abs(bins[j] - (bins.front() + static_cast<double>(j) * step)) <= rounding)) return 0.0;
    }
    return step > 0.0 ? step : 0.0;
}

} // namespace lpsglass::model

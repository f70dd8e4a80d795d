#pragma once

#include <new>
#include <span>
#include <vector>

#include "line_sweep.hpp"
#include "lpsglass/model/line_rule.hpp"

/// The nodes of a line as the sweep over the members takes them.
namespace lpsglass::model {

/// Memory on the border of a register of lanes.
template <class T> struct LaneAllocator {
    using value_type = T;
    static constexpr std::align_val_t border{64};

    LaneAllocator() = default;
    template <class U> LaneAllocator(const LaneAllocator<U>&) {} // NOLINT: allocators convert
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), border)); }
    void deallocate(T* p, std::size_t) { ::operator delete(p, border); }
    friend bool operator==(const LaneAllocator&, const LaneAllocator&) { return true; }
};
using LaneArray = std::vector<double, LaneAllocator<double>>;

/// The sweep for the instruction level in use.
sweep::Functions sweep_functions();

/// Members in sets of lanes; the last set is filled up with copies of weight 0.
struct MemberTable {
    int count = 0;
    LaneArray y, weight;
    std::vector<double> rarity;

    MemberTable() = default;
    MemberTable(std::span<const Sextuple<double>> members, const std::vector<double>& weights);
    [[nodiscard]] sweep::Members view() const { return {count, y.data(), weight.data(), rarity.data()}; }
};

/// Method direct: the members; conditional: the tensor grid across the strands.
MemberTable members_of(const LineRule& rule);

/// Gauss and fine nodes along the strands, the latter in tiles; empty for method direct.
struct StrandTable {
    Quadrature gauss;
    int tiles = 0;
    std::vector<double> fine_node, fine_weight, interpolation, rarity;

    StrandTable() = default;
    explicit StrandTable(const LineRule& rule);
    [[nodiscard]] sweep::Strand view() const {
        return {static_cast<int>(gauss.node.size()),
                tiles,
                gauss.node.data(),
                fine_node.data(),
                fine_weight.data(),
                interpolation.data(),
                rarity.data()};
    }
};

/// The step of a uniform axis; 0 where bins are off it by more than rounding.
double uniform_step(const std::vector<double>& bins);

} // namespace lpsglass::model

#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "lpsglass/deck/deck.hpp"

/// Which parameter sets a scan holds (docs/deck.md, [scan]).
namespace lpsglass::scan {

/// What a row is for in its design.
enum class Role : int {
    point = 0, ///< grid, list, lhs, sobol: a set like all others
    own = 1,   ///< one_at_a_time: the deck's own values
    step = 2,  ///< one_at_a_time, morris: one parameter moved
    a = 3,     ///< saltelli: A_j
    ab = 4,    ///< saltelli: A_j with one column from B_j
    b = 5,     ///< saltelli: B_j
    ba = 6,    ///< saltelli with second_order: B_j with one column from A_j
    start = 7  ///< morris: first point of a trajectory
};

/// One parameter set.
struct Row {
    std::vector<double> values; ///< one per parameter; of texts their place (from 0)
    std::size_t base = 0;       ///< base sample, trajectory; the row itself where there is none
    Role role = Role::point;
    int parameter = -1; ///< the column that was exchanged or moved, -1 for none
};

/// The rows of a scan. Row i is a pure function of the scan and i.
///
/// sobol, saltelli, list: more samples leave earlier rows as they are; saltelli: so do further parameters
/// leave the earlier columns. lhs and morris do not extend.
class Design {
  public:
    /// @param own value at which each parameter leaves the deck as it is
    Design(const deck::Scan& scan, std::span<const double> own);
    ~Design();
    Design(Design&&) noexcept;
    Design& operator=(Design&&) noexcept;

    [[nodiscard]] std::size_t rows() const;
    [[nodiscard]] Row row(std::size_t i) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Number of rows of a scan; without computing any.
std::size_t row_count(const deck::Scan& scan);

} // namespace lpsglass::scan

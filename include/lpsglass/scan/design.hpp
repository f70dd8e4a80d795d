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

class Rows;

/// The rows of a scan. Row i is a pure function of the scan and i, computed anew at each call; calls may run
/// side by side.
///
/// - grid: every value with every other; the last parameter runs fastest.
/// - list: row i has the i-th value of every parameter.
/// - one_at_a_time: row 0 the deck's own values, then the values of the first parameter with all others at
///   their own, then those of the second, ...
/// - lhs: Latin hypercube. Of n equal cells of each parameter each holds one sample, at a random place. With
///   maximin the one of maximin_candidates() such designs whose nearest points are farthest apart in the
///   unit box, the first of equals. Keeps 8 bytes a sample and parameter.
/// - sobol: Sobol's points, dimension k for parameter k, each dimension under a nested uniform scrambling of
///   its own (A. B. Owen 1995).
/// - saltelli: point j of 2K such dimensions gives A_j (dimensions 2k) and B_j (2k + 1). Rows A_j; A_j with
///   column 1, ..., K from B_j; B_j; with second_order also B_j with column 1, ..., K from A_j.
/// - morris: M. D. Morris, Technometrics 33, 161 (1991). K + 1 rows a trajectory: each parameter starts at a
///   random level and moves once, up or down, by morris_step(levels) in the unit box, the parameters in
///   random order. Level l of p is the quantile l/(p - 1) of a uniform law, exact at both ends, and
///   (l + 1/2)/p of the other laws, whose ends may be infinite.
///
/// sobol and saltelli keep the first point of the sequence and skip none: 2^m points are balanced only so
/// (A. B. Owen, arXiv:2008.08051). Numbers of samples that are powers of two are best.
///
/// sobol, saltelli, list: more samples leave earlier rows as they are (of saltelli those of the earlier base
/// samples). sobol, saltelli: further parameters leave the earlier columns as they are. lhs and morris do not
/// extend.
class Design {
  public:
    /// @param own value at which each parameter leaves the deck as it is; used by one_at_a_time alone. NaN, a
    ///            text that is none of those scanned, stands for the first of them.
    /// Throws InputError where a law has no probability between its ends or reaches beyond the numbers, where
    /// there are too many parameters or samples for the design; std::invalid_argument for a scan that no deck
    /// gives (no parameters, no samples, lists of unequal length, ...).
    Design(const deck::Scan& scan, std::span<const double> own);
    ~Design();
    Design(Design&&) noexcept;
    Design& operator=(Design&&) noexcept;

    [[nodiscard]] std::size_t rows() const { return count_; }

    /// Throws std::invalid_argument unless i < rows().
    [[nodiscard]] Row row(std::size_t i) const;

  private:
    std::size_t count_;
    std::unique_ptr<const Rows> rows_;
};

/// Number of rows of a scan; without computing any. Throws InputError where a grid has more than can be
/// counted, else as Design.
std::size_t row_count(const deck::Scan& scan);

/// Number of Latin hypercubes that maximin chooses from: 100, fewer where comparing all pairs of points of
/// these would take more than 4e9 differences of coordinates (some seconds). Below 2 there is nothing to
/// choose, and Design throws InputError.
int maximin_candidates(const deck::Scan& scan);

/// Step of a Morris trajectory in the unit box, p/(2(p - 1)) for p levels.
double morris_step(int levels);

} // namespace lpsglass::scan

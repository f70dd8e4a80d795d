#pragma once

#include <cstddef>
#include <string>

#include "lpsglass/report/figure.hpp"
#include "lpsglass/report/run_data.hpp"

namespace lpsglass::report {

/// The two measures of a design that its figures show.
struct IndexKind {
    std::string first, second;             ///< datasets; the first one sorts the parameters
    std::string first_label, second_label; ///< on the figures
    std::string noise; ///< dataset below whose upper end `first` cannot be told from none; or empty
    std::string axis;
    std::string meaning; ///< for captions
    bool without_unit;   ///< else the measures have the output's unit
};

/// Bars of one output of /sensitivity/summary with intervals, the strongest parameter on top.
/// @param place of the output; @param title after `What decides ...`
Figure index_bars(const RunData& data, const IndexKind& kind, std::size_t place, const std::string& output,
                  const std::string& title, const std::string& unit);

/// The first measure of /sensitivity/GROUP against temperature with its band, of the strongest parameters.
/// Without tables where it exists at no temperature.
Figure index_curves(const RunData& data, const IndexKind& kind, const std::string& group,
                    const std::string& symbol);

} // namespace lpsglass::report

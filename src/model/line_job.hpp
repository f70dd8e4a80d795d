#pragma once

#include <span>
#include <vector>

#include "line_sweep.hpp"
#include "lpsglass/model/line_rule.hpp"

/// From parameters to what the sweep over the members works with.
namespace lpsglass::model {

/// The parts of a sweep::Job that depend on the parameters.
struct GlassJob {
    sweep::Glass glass{};
    double origin = 0.0; ///< frequency of the mean structure, MHz
    std::vector<sweep::Column> columns;
    std::vector<int> column_of; ///< per active parameter its column; -1: it moves no frequency
    bool all_raw = false;
    bool by_width = false; ///< the packet's width is an active parameter
};

/// Into a job that may have been used before. Throws NumericalError where the mean structure is no pyramid.
void prepare_glass_job(const ParameterSet<double>& p, double temperature_K, std::span<const int> active,
                       GlassJob& job);
GlassJob glass_job(const ParameterSet<double>& p, double temperature_K, std::span<const int> active);

/// The turned basis of a rule at these amplitudes; for a rule that does not turn, t runs along basis[0].
sweep::Turn turn_of(const LineRule& rule, const ParameterSet<double>& p);

} // namespace lpsglass::model

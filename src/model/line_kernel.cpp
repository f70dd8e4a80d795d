#include "lpsglass/model/line_kernel.hpp"

#include <algorithm>
#include <cmath>

#include "line_job.hpp"
#include "line_tables.hpp"
#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"

namespace lpsglass::model {

namespace {

/// The numbers of a line on their way: reused by every line of a thread.
struct Workspace {
    GlassJob glass;
    LaneArray sweep;
    std::vector<double> slope, second;
};

void reserve(LaneArray& array, long size) {
    if (array.size() < static_cast<std::size_t>(size)) array.resize(size);
}

} // namespace

struct LineKernel::Tables {
    LineRule rule;
    std::vector<double> frequency_MHz;
    double step = 0.0;
    MemberTable members;
    StrandTable strand;
};

LineKernel::LineKernel(const LineRule& rule, std::vector<double> frequency_MHz) {
    const double step = uniform_step(frequency_MHz);
    tables_ = std::make_shared<const Tables>(
        Tables{rule, std::move(frequency_MHz), step, members_of(rule), StrandTable(rule)});
}

const std::vector<double>& LineKernel::frequency_MHz() const {
    return tables_->frequency_MHz;
}

const LineRule& LineKernel::rule() const {
    return tables_->rule;
}

Line LineKernel::evaluate(const ParameterSet<double>& p, double temperature_K,
                          std::span<const int> active) const {
    Line line;
    evaluate(p, temperature_K, active, line);
    return line;
}

void LineKernel::evaluate(const ParameterSet<double>& p, double temperature_K, std::span<const int> active,
                          Line& line) const {
    thread_local Workspace workspace;
    GlassJob& glass = workspace.glass;
    prepare_glass_job(p, temperature_K, active, glass);
    const std::size_t n = tables_->frequency_MHz.size();
    const double fwhm_per_width = std::sqrt(8.0 * std::log(2.0));
    const double width = p[parameter::packet_fwhm] / fwhm_per_width;

    sweep::Job job{};
    job.glass = glass.glass;
    job.turn = turn_of(tables_->rule, p);
    job.members = tables_->members.view();
    job.strand = tables_->strand.view();
    job.bins = {static_cast<int>(n), tables_->frequency_MHz.data(), tables_->step};
    job.packet_width = width;
    job.origin = glass.origin;
    job.column = glass.columns.data();
    job.columns = static_cast<int>(glass.columns.size());
    job.all_raw = glass.all_raw;
    job.by_width = glass.by_width;
    reserve(workspace.sweep, sweep::workspace_size(job));
    job.workspace = workspace.sweep.data();
    workspace.slope.resize(glass.columns.size() * n);
    workspace.second.resize(n);

    line.intensity.resize(n);
    sweep::Sums sums{};
    sums.intensity = line.intensity.data();
    sums.slope = workspace.slope.data();
    sums.second = workspace.second.data();
    sweep_functions().line(job, sums);
    if (!(sums.kept > 0.0)) throw NumericalError("no member of the ensemble is a pyramid");

    // d/dp of w g(z), z = (nu - nu_n)/width, is w g [z (dnu_n + z dwidth) - dwidth] / width.
    const double norm = 1.0 / (sums.kept * width * std::sqrt(2.0 * constants::pi));
    line.derivative.assign(active.size() * n, 0.0);
    for (std::size_t a = 0; a < active.size(); ++a) {
        double* out = line.derivative.data() + a * n;
        if (const int column = glass.column_of[a]; column >= 0) {
            for (std::size_t j = 0; j < n; ++j)
                out[j] = norm / width * sums.slope[column * n + j];
        } else if (active[a] == parameter::packet_fwhm) {
            for (std::size_t j = 0; j < n; ++j)
                out[j] = norm / width / fwhm_per_width * (sums.second[j] - sums.intensity[j]);
        }
    }
    for (double& intensity : line.intensity)
        intensity *= norm;
    const double shift = sums.first_moment / sums.kept;
    line.mean_MHz = glass.origin + shift;
    line.standard_deviation_MHz = std::sqrt(std::max(0.0, sums.second_moment / sums.kept - shift * shift));
    line.dropped_share = sums.dropped / (sums.kept + sums.dropped);
}

} // namespace lpsglass::model

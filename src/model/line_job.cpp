#include "line_job.hpp"

#include <cmath>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/model/nqr_frequency.hpp"

namespace lpsglass::model {

namespace {

namespace par = parameter;
namespace raw = sweep::raw;

void add(sweep::Column& column, int index, double coefficient) {
    column.index[column.terms] = index;
    column.coefficient[column.terms++] = coefficient;
}

/// Elements hbar^2/(m d^2) of a bond, eV.
double bond_scale(const ParameterSet<double>& p, int bond) {
    const double d = p[par::bond_length + bond];
    return constants::hbar2_over_electron_mass_eV_A2 / (d * d);
}

sweep::Glass glass_of(const ParameterSet<double>& p, double mean_polar_angle, double factor) {
    sweep::Glass g{};
    const double cos_tilt = std::cos(p[par::selenium_tilt]), sin_tilt = std::sin(p[par::selenium_tilt]);
    for (int i = 0; i < 3; ++i) {
        g.cos_angle[i] = std::cos(p[par::bond_angle + i]);
        g.sin_angle[i] = std::sin(p[par::bond_angle + i]);
        g.offset[i] = p[par::hybrid_offset + i];
        g.sp[i] = p[par::eta_sp_sigma] * bond_scale(p, i) * cos_tilt;
        g.pp_sigma[i] = p[par::eta_pp_sigma] * bond_scale(p, i) * cos_tilt;
        g.pp_pi[i] = p[par::eta_pp_pi] * bond_scale(p, i) * sin_tilt;
    }
    g.lag = 1.0 - p[par::hybrid_following];
    g.cos_polar = std::cos(mean_polar_angle);
    g.sin_polar = std::sin(mean_polar_angle);
    g.polar_p = 0.5 * (p[par::arsenic_p] - p[par::selenium_p]);
    g.polar_s = 0.5 * (p[par::arsenic_s] - p[par::selenium_p]);
    g.scale = 0.5 * p[par::coupling_4p] * factor;
    return g;
}

/// dB(theta_0)/d theta_k of the mean structure.
double mean_polar_slope(const ParameterSet<double>& p, int pair) {
    using D = Dual<double, 1>;
    ParameterSet<D> q;
    for (int k = 0; k < 3; ++k)
        q[par::bond_angle + k] = D(p[par::bond_angle + k]);
    q[par::bond_angle + pair].derivative[0] = 1.0;
    return mean_polar_angle(q).derivative[0];
}

double thermal_slope(const ParameterSet<double>& p, double temperature_K, int index) {
    using D = Dual<double, 1>;
    ParameterSet<D> q;
    for (int i : {par::libration_rms, par::libration_temperature})
        q[i] = D(p[i]);
    q[index].derivative[0] = 1.0;
    return thermal_factor(q, temperature_K).derivative[0];
}

/// How a parameter moves a member's frequency. Those that do not have no term and no amplitude.
sweep::Column column_of(const ParameterSet<double>& p, const sweep::Glass& g, double temperature_K,
                        int index) {
    sweep::Column column{};
    column.amplitude = -1;
    const auto in = [&](int first, int count) { return index >= first && index < first + count; };
    if (in(par::amplitude, kFluctuations)) {
        column.amplitude = index - par::amplitude;
    } else if (in(par::bond_length, 3)) {
        const int i = index - par::bond_length;
        const double slope = -2.0 / p[index]; // of every element, per element
        add(column, raw::sp + i, slope * g.sp[i]);
        add(column, raw::pp_sigma + i, slope * g.pp_sigma[i]);
        add(column, raw::pp_pi + i, slope * g.pp_pi[i]);
    } else if (in(par::bond_angle, 3)) {
        const int k = index - par::bond_angle;
        add(column, raw::fluctuation + 3 + k, 1.0);
        add(column, raw::all_misaligned, g.lag * mean_polar_slope(p, k));
    } else if (in(par::hybrid_offset, 3)) {
        add(column, raw::fluctuation + index - par::hybrid_offset, 1.0);
    } else if (index == par::hybrid_following) {
        add(column, raw::following, 1.0);
    } else if (index == par::arsenic_s) {
        add(column, raw::polar_s, 0.5);
    } else if (index == par::arsenic_p) {
        add(column, raw::polar_p, 0.5);
    } else if (index == par::selenium_p) {
        add(column, raw::polar_p, -0.5);
        add(column, raw::polar_s, -0.5);
    } else if (index == par::coupling_4p) {
        add(column, raw::scale, 0.5 * thermal_factor(p, temperature_K));
    } else if (index == par::libration_rms || index == par::libration_temperature) {
        add(column, raw::scale, 0.5 * p[par::coupling_4p] * thermal_slope(p, temperature_K, index));
    }
    return column;
}

/// The overlaps of all three bonds move together with these parameters: `first` .. `first` + 2 by `slope`.
void add_bonds(sweep::Column& column, const ParameterSet<double>& p, int first, double slope) {
    for (int i = 0; i < 3; ++i)
        add(column, first + i, slope * bond_scale(p, i));
}

/// The part of column_of for parameters that all bonds share.
void add_shared(sweep::Column& column, const ParameterSet<double>& p, int index) {
    const double cos_tilt = std::cos(p[par::selenium_tilt]), sin_tilt = std::sin(p[par::selenium_tilt]);
    switch (index) {
    case par::eta_sp_sigma:
        add_bonds(column, p, raw::sp, cos_tilt);
        break;
    case par::eta_pp_sigma:
        add_bonds(column, p, raw::pp_sigma, cos_tilt);
        break;
    case par::eta_pp_pi:
        add_bonds(column, p, raw::pp_pi, sin_tilt);
        break;
    case par::selenium_tilt:
        add_bonds(column, p, raw::sp, -p[par::eta_sp_sigma] * sin_tilt);
        add_bonds(column, p, raw::pp_sigma, -p[par::eta_pp_sigma] * sin_tilt);
        add_bonds(column, p, raw::pp_pi, p[par::eta_pp_pi] * cos_tilt);
        break;
    default:
        break;
    }
}

} // namespace

GlassJob glass_job(const ParameterSet<double>& p, double temperature_K, std::span<const int> active) {
    GlassJob job;
    prepare_glass_job(p, temperature_K, active, job);
    return job;
}

void prepare_glass_job(const ParameterSet<double>& p, double temperature_K, std::span<const int> active,
                       GlassJob& job) {
    const Structure<double> mean = mean_structure(p);
    if (!mean.is_pyramid) throw NumericalError("the mean structure is no pyramid");
    job.columns.clear();
    job.column_of.clear();
    job.all_raw = job.by_width = false;
    const double factor = thermal_factor(p, temperature_K);
    job.glass = glass_of(p, mean.bond_polar_angle, factor);
    job.origin = factor * nqr_frequency(p, mean);
    for (int index : active) {
        if (index == par::packet_fwhm) job.by_width = true;
        sweep::Column column = column_of(p, job.glass, temperature_K, index);
        add_shared(column, p, index);
        if (column.amplitude < 0 && column.terms == 0) {
            job.column_of.push_back(-1);
            continue;
        }
        for (int i = 0; i < column.terms; ++i)
            job.all_raw = job.all_raw || column.index[i] >= raw::sp;
        job.column_of.push_back(static_cast<int>(job.columns.size()));
        job.columns.push_back(column);
    }
}

sweep::Turn turn_of(const LineRule& rule, const ParameterSet<double>& p) {
    sweep::Turn turn{};
    const Sextuple<double>& old = rule.basis[0];
    double norm2 = 0.0, along = 0.0;
    for (int k = 0; k < kFluctuations; ++k) {
        turn.amplitude[k] = p[par::amplitude + k];
        turn.direction[k] = old[k];
        const double u = turn.amplitude[k] * rule.frequency_gradient[k];
        norm2 += u * u;
        along += u * old[k];
    }
    // A rule that does not turn, or no fluctuation at all: kappa stays 0.
    if (rule.method == IntegrationMethod::direct || rule.law != EnsembleLaw::normal || !(norm2 > 0.0))
        return turn;
    // u and -u are the same split of a symmetric law; the nearer one needs no half turn.
    const double scale = (along < 0.0 ? -1.0 : 1.0) / std::sqrt(norm2);
    const double cosine = along * scale;
    turn.inverse = 1.0 / (1.0 + cosine);
    for (int k = 0; k < kFluctuations; ++k) {
        turn.slope[k] = scale * rule.frequency_gradient[k];
        turn.direction[k] = turn.slope[k] * turn.amplitude[k];
        turn.sum[k] = turn.direction[k] + old[k];
        turn.along[k] = old[k] - cosine * turn.direction[k];
    }
    return turn;
}

} // namespace lpsglass::model

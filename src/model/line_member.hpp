#pragma once

// A member of the ensemble: from its place in the rule to its frequency. For the line_sweep_*.cpp only.

#include "line_frequency.hpp"

namespace lpsglass::model::sweep {
namespace {

/// Frequency and derivatives by the columns, `stride` apart, of the members y + t u.
template <Detail detail, class V>
inline MaskOf<V> member(const Job& job, Sources<V> y, V t, V& nu, Places<V> derivative, long stride) {
    const Turn& turn = job.turn;
    V zeta[6], fluctuation[6], on_u{};
    for (int k = 0; k < 6; ++k)
        on_u += turn.direction[k] * load(y, k * kLanes);
    const V kappa = on_u * turn.inverse;
    for (int k = 0; k < 6; ++k) {
        zeta[k] = (load(y, k * kLanes) - kappa * turn.sum[k]) + t * turn.direction[k];
        fluctuation[k] = turn.amplitude[k] * zeta[k];
    }
    V out[raw::count];
    const MaskOf<V> ok = frequency_of<detail>(job.glass, fluctuation, nu, out);
    if (detail == Detail::value) return ok;

    V slope[6], slope_u{}, slope_sum{};
    for (int k = 0; k < 6; ++k) {
        slope[k] = turn.amplitude[k] * out[raw::fluctuation + k];
        slope_u += slope[k] * turn.direction[k];
        slope_sum += slope[k] * turn.sum[k];
    }
    slope_sum *= turn.inverse;
    const V along = t - kappa;
    for (int c = 0; c < job.columns; ++c) {
        const Column& column = job.column[c];
        V d{};
        if (const int k = column.amplitude; k >= 0) {
            // zeta at work, and what the turning of the basis adds.
            const V across = (load(y, k * kLanes) - on_u * turn.direction[k]) - kappa * turn.along[k];
            const V turning = along * (slope[k] - slope_u * turn.direction[k]) - slope_sum * across;
            d = out[raw::fluctuation + k] * zeta[k] + turn.slope[k] * turning;
        }
        for (int i = 0; i < column.terms; ++i)
            d += column.coefficient[i] * out[column.index[i]];
        store(derivative, c * stride, select(ok, d, V{}));
    }
    return ok;
}

template <class V>
inline MaskOf<V> member(const Job& job, Sources<V> y, V t, V& nu, Places<V> derivative, long stride) {
    if (job.columns == 0) return member<Detail::value, V>(job, y, t, nu, derivative, stride);
    if (!job.all_raw) return member<Detail::fluctuations, V>(job, y, t, nu, derivative, stride);
    return member<Detail::everything, V>(job, y, t, nu, derivative, stride);
}

} // namespace
} // namespace lpsglass::model::sweep

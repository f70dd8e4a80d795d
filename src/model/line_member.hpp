#pragma once

// Members of the ensemble: from their places in the rule to their frequencies. For the line_sweep_*.cpp only.

#include "line_frequency.hpp"

namespace lpsglass::model::sweep {
namespace {

constexpr int kBlock = 32 / kWidth; // registers that go through the stages together, in the nearest cache

/// Where a register of members stands, and where its derivatives go.
struct Place {
    const double* y; ///< kLanes apart
    Lanes t;
    double* derivative; ///< by the columns, `stride` apart
};

/// zeta of the members y + t u.
inline void locate(const Turn& turn, const Place& place, Lanes* zeta) {
    Lanes on_u{};
    for (int k = 0; k < 6; ++k)
        on_u += turn.direction[k] * load(place.y + k * kLanes);
    const Lanes kappa = on_u * turn.inverse;
    for (int k = 0; k < 6; ++k)
        zeta[k] = (load(place.y + k * kLanes) - kappa * turn.sum[k]) + place.t * turn.direction[k];
}

/// Members that are points.
inline void locate_point(const Place& place, Lanes* zeta) {
    for (int k = 0; k < 6; ++k)
        zeta[k] = load(place.y + k * kLanes);
}

/// The first stage.
template <Detail detail> inline void begin(const Job& job, const Lanes* zeta, Member& g) {
    Lanes fluctuation[6];
    for (int k = 0; k < 6; ++k) {
        if (detail != Detail::value) g.zeta[k] = zeta[k];
        fluctuation[k] = job.turn.amplitude[k] * zeta[k];
    }
    bond_angles<detail>(job.glass, fluctuation, g);
}

/// Derivatives by the columns: by an amplitude zeta at work, and what the turning of the basis adds.
inline void differentiate(const Job& job, const Place& place, long stride, const Member& g) {
    const Turn& turn = job.turn;
    Lanes slope[6], slope_u{}, slope_sum{}, kappa{}, on_u{};
    const bool points = job.strand.nodes == 0; // which have no direction to turn
    if (!points) {
        for (int k = 0; k < 6; ++k) {
            on_u += turn.direction[k] * load(place.y + k * kLanes);
            slope[k] = turn.amplitude[k] * g.out[raw::fluctuation + k];
            slope_u += slope[k] * turn.direction[k];
            slope_sum += slope[k] * turn.sum[k];
        }
        slope_sum *= turn.inverse;
        kappa = on_u * turn.inverse;
    }
    const Lanes along = place.t - kappa;
    for (int c = 0; c < job.columns; ++c) {
        const Column& column = job.column[c];
        Lanes d{};
        if (const int k = column.amplitude; k >= 0) {
            d = g.out[raw::fluctuation + k] * g.zeta[k];
            if (!points) {
                const Lanes across =
                    (load(place.y + k * kLanes) - on_u * turn.direction[k]) - kappa * turn.along[k];
                const Lanes turning = along * (slope[k] - slope_u * turn.direction[k]) - slope_sum * across;
                d += turn.slope[k] * turning;
            }
        }
        for (int i = 0; i < column.terms; ++i)
            d += column.coefficient[i] * g.out[column.index[i]];
        store(place.derivative + c * stride, g.ok ? d : Lanes{});
    }
}

template <Detail detail>
inline void frequencies(const Job& job, int count, const Place* place, long stride, Lanes* nu, Mask* ok) {
    const Glass& glass = job.glass;
    Member block[kBlock];
    const auto each = [&](auto stage) {
        for (int i = 0; i < count; ++i)
            stage(block[i], place[i]);
    };
    if (job.strand.nodes == 0) {
        each([&](Member& g, const Place& p) {
            Lanes zeta[6];
            locate_point(p, zeta);
            begin<detail>(job, zeta, g);
        });
    } else {
        each([&](Member& g, const Place& p) {
            Lanes zeta[6];
            locate(job.turn, p, zeta);
            begin<detail>(job, zeta, g);
        });
    }
    each([&](Member& g, const Place&) { gram_matrix(g); });
    each([&](Member& g, const Place&) { polar_angle<detail>(glass, g); });
    each([&](Member& g, const Place&) { misalignments(glass, g); });
    each([&](Member& g, const Place&) { hybrids<detail>(g); });
    each([&](Member& g, const Place&) { s_characters(g); });
    each([&](Member& g, const Place&) { bond_energies<detail>(glass, g); });
    each([&](Member& g, const Place&) { polarities<detail>(g); });
    each([&](Member& g, const Place&) { frequency<detail>(glass, g); });
    for (int i = 0; i < count; ++i) {
        nu[i] = block[i].nu;
        ok[i] = block[i].ok;
    }
    if (detail == Detail::value) return;
    each([&](Member& g, const Place&) { frequency_back<detail>(glass, g); });
    each([&](Member& g, const Place&) { geometry_back(glass, g); });
    each([&](Member& g, const Place& p) { differentiate(job, p, stride, g); });
}

/// Frequencies of up to kBlock registers of members, a mask of those that are pyramids, and their derivatives
/// by the columns, 0 for the others.
inline void frequencies(const Job& job, int count, const Place* place, long stride, Lanes* nu, Mask* ok) {
    if (job.columns == 0) return frequencies<Detail::value>(job, count, place, stride, nu, ok);
    if (!job.all_raw) return frequencies<Detail::fluctuations>(job, count, place, stride, nu, ok);
    frequencies<Detail::everything>(job, count, place, stride, nu, ok);
}

/// Frequencies alone of any number of registers of points. Each stage works on another register, so that the
/// roots and quotients of one run under the products of another: 10.0 ns a member against 10.4 with registers
/// of eight lanes; narrower ones lose by it.
template <class PlaceOf, class Keep>
inline void stream_frequencies(const Job& job, long count, const PlaceOf& place_of, const Keep& keep) {
    constexpr int kStages = 9, kRing = 16;
    constexpr Detail detail = Detail::value;
    const Glass& glass = job.glass;
    Member ring[kRing];
    for (long step = 0; step < count + kStages - 1; ++step) {
        const auto at = [&](int stage, const auto& work) {
            const long i = step - stage;
            if (i >= 0 && i < count) work(ring[i % kRing], i);
        };
        // Rich in products and rich in roots in turn.
        at(0, [&](Member& g, long i) {
            Lanes zeta[6];
            locate_point(place_of(i), zeta);
            begin<detail>(job, zeta, g);
        });
        at(6, [&](Member& g, long) { bond_energies<detail>(glass, g); });
        at(3, [&](Member& g, long) { misalignments(glass, g); });
        at(2, [&](Member& g, long) { polar_angle<detail>(glass, g); });
        at(4, [&](Member& g, long) { hybrids<detail>(g); });
        at(5, [&](Member& g, long) { s_characters(g); });
        at(1, [&](Member& g, long) { gram_matrix(g); });
        at(7, [&](Member& g, long) { polarities<detail>(g); });
        at(8, [&](Member& g, long i) {
            frequency<detail>(glass, g);
            keep(i, g.ok, g.nu);
        });
    }
}

} // namespace
} // namespace lpsglass::model::sweep

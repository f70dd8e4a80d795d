#pragma once

// The frequency of a set of lanes and its sensitivities, by reverse differentiation
// (docs/theory.md sections 1 to 3). For the line_sweep_*.cpp only.

#include "line_pair.hpp"

namespace lpsglass::model::sweep {
namespace {

// Bonds of the pairs 12, 23, 13, and the pairs that meet at a bond or do not.
constexpr int kFirst[3] = {0, 1, 0}, kSecond[3] = {1, 2, 2};
constexpr int kOpposite[3] = {1, 2, 0}; // pair without bond i

enum class Detail { value, fluctuations, everything };

/// What the way back needs of the way there.
template <class V> struct Geometry {
    V cos_angle[3], sin_angle[3];
    V adjugate, inverse_adjugate, cos2, inverse_sin2, cos_polar, sin_polar, shift;
    V cos_eps[3], sin_eps[3], cos_beta[3], sin_beta[3], cos_azimuth[3];
    V cosine[3]; // c_ij of the hybrids
    MaskOf<V> pyramid;
};

template <Detail detail, class V>
inline void geometry(const Glass& glass, const V* fluctuation, Geometry<V>& g) {
    for (int k = 0; k < 3; ++k) {
        V s, c;
        sine_cosine(fluctuation[3 + k], s, c);
        g.cos_angle[k] = glass.cos_angle[k] * c - glass.sin_angle[k] * s;
        if (detail != Detail::value) g.sin_angle[k] = glass.sin_angle[k] * c + glass.cos_angle[k] * s;
    }
    const V c12 = g.cos_angle[0], c23 = g.cos_angle[1], c13 = g.cos_angle[2];
    const V squares = c12 * c12 + c23 * c23 + c13 * c13;
    const V determinant = (1.0 + 2.0 * c12 * c23 * c13) - squares;
    g.adjugate = (3.0 - squares) + 2.0 * ((c13 * c23 - c12) + (c12 * c23 - c13) + (c12 * c13 - c23));
    const V rest = g.adjugate - determinant; // adjugate sin^2 B
    const V inverse = 1.0 / (g.adjugate * rest);
    g.inverse_adjugate = rest * inverse;
    g.cos2 = determinant * g.inverse_adjugate;
    g.inverse_sin2 = g.adjugate * g.adjugate * inverse;
    g.cos_polar = root(g.cos2);
    g.sin_polar = root(rest * g.inverse_adjugate);
    g.shift = angle_of(g.sin_polar * glass.cos_polar - g.cos_polar * glass.sin_polar,
                       g.cos_polar * glass.cos_polar + g.sin_polar * glass.sin_polar);
    const V lag = glass.lag * g.shift;
    for (int i = 0; i < 3; ++i) {
        sine_cosine(glass.offset[i] + fluctuation[i] - lag, g.sin_eps[i], g.cos_eps[i]);
        g.cos_beta[i] = g.cos_polar * g.cos_eps[i] - g.sin_polar * g.sin_eps[i];
        g.sin_beta[i] = g.sin_polar * g.cos_eps[i] + g.cos_polar * g.sin_eps[i];
    }
    g.pyramid = determinant > 0.0;
    for (int k = 0; k < 3; ++k) {
        const int i = kFirst[k], j = kSecond[k];
        g.cos_azimuth[k] = (g.cos_angle[k] - g.cos2) * g.inverse_sin2;
        g.cosine[k] = g.cos_beta[i] * g.cos_beta[j] + g.sin_beta[i] * g.sin_beta[j] * g.cos_azimuth[k];
        g.pyramid &= g.cosine[k] < 0.0;
    }
}

/// d nu / d fluctuation and the raw sensitivities of the angles, from those to the hybrid cosines and, at
/// fixed cosines, to the misalignments.
template <class V>
inline void geometry_back(const Glass& glass, const Geometry<V>& g, const V* by_cosine, V* by_eps, V* out) {
    V by_angle[3], by_polar{}, by_cos2{};
    V by_beta[3] = {V{}, V{}, V{}};
    for (int k = 0; k < 3; ++k) {
        const int i = kFirst[k], j = kSecond[k];
        const V sin_i = g.sin_beta[i] * g.cos_azimuth[k], sin_j = g.sin_beta[j] * g.cos_azimuth[k];
        by_beta[i] += by_cosine[k] * (g.cos_beta[i] * sin_j - g.sin_beta[i] * g.cos_beta[j]);
        by_beta[j] += by_cosine[k] * (g.cos_beta[j] * sin_i - g.sin_beta[j] * g.cos_beta[i]);
        by_angle[k] = by_cosine[k] * (g.sin_beta[i] * g.sin_beta[j]) * g.inverse_sin2;
        by_cos2 += by_angle[k] * (g.cos_angle[k] - 1.0);
    }
    by_cos2 *= g.inverse_sin2;
    V misaligned{};
    for (int i = 0; i < 3; ++i) {
        by_eps[i] += by_beta[i];
        by_polar += by_beta[i];
        misaligned += by_eps[i];
        out[raw::fluctuation + i] = by_eps[i];
    }
    out[raw::all_misaligned] = misaligned;
    out[raw::following] = misaligned * g.shift;
    by_polar -= glass.lag * misaligned;
    by_cos2 -= by_polar * (0.5 / (g.sin_polar * g.cos_polar));
    // cos^2 B = det G / adjugate sum
    const V by_determinant = by_cos2 * g.inverse_adjugate;
    const V by_adjugate = by_determinant * g.cos2;
    const V c12 = g.cos_angle[0], c23 = g.cos_angle[1], c13 = g.cos_angle[2];
    const V products[3] = {c23 * c13, c12 * c13, c12 * c23};
    const V sum = (c12 + c23) + c13;
    for (int k = 0; k < 3; ++k) {
        by_angle[k] += 2.0 * (by_determinant * (products[k] - g.cos_angle[k]) -
                              by_adjugate * ((sum - 2.0 * g.cos_angle[k]) - 1.0));
        out[raw::fluctuation + 3 + k] = -(g.sin_angle[k] * by_angle[k]);
    }
}

/// Frequency at the given fluctuations; a mask of those that are pyramids with a finite frequency.
/// @param out raw sensitivities, with Detail::fluctuations those before raw::sp
template <Detail detail, class V>
inline MaskOf<V> frequency_of(const Glass& glass, const V* fluctuation, V& nu, V* out) {
    Geometry<V> g;
    geometry<detail>(glass, fluctuation, g);
    const V c12 = g.cosine[0], c23 = g.cosine[1], c13 = g.cosine[2];

    // u_i = sqrt(s_i / (1 - s_i)); m_i = 1 - s_i
    const V c12c13 = c12 * c13, c12c23 = c12 * c23, c13c23 = c13 * c23;
    const V inverse_root = 1.0 / root(-(c12 * c13c23));
    const V u[3] = {c12c13 * inverse_root, c12c23 * inverse_root, c13c23 * inverse_root};
    const V t[3] = {u[0] * u[0], u[1] * u[1], u[2] * u[2]};
    const V d[3] = {1.0 + t[0], 1.0 + t[1], 1.0 + t[2]};
    const V d01 = d[0] * d[1], inverse_d = 1.0 / (d01 * d[2]);
    const V m[3] = {d[1] * d[2] * inverse_d, d[0] * d[2] * inverse_d, d01 * inverse_d};
    const V s4 = ((1.0 - t[0] * m[0]) - t[1] * m[1]) - t[2] * m[2];

    // Polarity k / sqrt(q^2 d + k^2), with V2 = q sqrt(m) and V3 = k m.
    V q[3], k[3], y[3];
    for (int i = 0; i < 3; ++i) {
        q[i] = u[i] * glass.sp[i] + (glass.pp_sigma[i] * g.cos_eps[i] + glass.pp_pi[i] * g.sin_eps[i]);
        k[i] = glass.polar_p + glass.polar_s * t[i];
        y[i] = root(q[i] * q[i] * d[i] + k[i] * k[i]);
    }
    const V y01 = y[0] * y[1], inverse_y = 1.0 / (y01 * y[2]);
    const V r[3] = {y[1] * y[2] * inverse_y, y[0] * y[2] * inverse_y, y01 * inverse_y};
    V w[3];
    for (int i = 0; i < 3; ++i)
        w[i] = (1.0 + k[i] * r[i]) * m[i];

    const V w_w[3] = {w[0] * w[1], w[1] * w[2], w[0] * w[2]};
    V square = (w[0] * w[0] + w[1] * w[1]) + w[2] * w[2];
    V p2[3];
    for (int pair = 0; pair < 3; ++pair) {
        p2[pair] = 1.5 * (g.cosine[pair] * g.cosine[pair]) - 0.5;
        square += 2.0 * (w_w[pair] * p2[pair]);
    }
    const V size = root(square);
    nu = glass.scale * size;
    const MaskOf<V> ok = g.pyramid & (s4 >= 0.0) & (s4 <= 1.0) & ((nu - nu) == 0.0);
    if (detail == Detail::value) return ok;

    const V by_square = glass.scale / size; // twice the slope
    V by_cosine[3], by_eps[3], by_u[3], by_polar_p{}, by_polar_s{};
    for (int pair = 0; pair < 3; ++pair)
        by_cosine[pair] = 3.0 * (by_square * w_w[pair] * g.cosine[pair]);
    const V by_w[3] = {by_square * (w[0] + (w[1] * p2[0] + w[2] * p2[2])),
                       by_square * (w[1] + (w[0] * p2[0] + w[2] * p2[1])),
                       by_square * (w[2] + (w[1] * p2[1] + w[0] * p2[2]))};
    for (int i = 0; i < 3; ++i) {
        // d polarity = r^3 q d (q dk - k dq) - half of r^3 k q^2 dd
        const V by_polarity = by_w[i] * m[i];
        const V f = by_polarity * (r[i] * r[i]) * (r[i] * q[i]);
        const V by_q = -(f * k[i] * d[i]), by_k = f * q[i] * d[i];
        const V by_t = by_k * glass.polar_s - 0.5 * (f * k[i] * q[i]) - by_w[i] * w[i] * m[i];
        by_u[i] = by_q * glass.sp[i] + 2.0 * (u[i] * by_t);
        by_eps[i] = by_q * (glass.pp_pi[i] * g.cos_eps[i] - glass.pp_sigma[i] * g.sin_eps[i]);
        if (detail == Detail::everything) {
            out[raw::sp + i] = by_q * u[i];
            out[raw::pp_sigma + i] = by_q * g.cos_eps[i];
            out[raw::pp_pi + i] = by_q * g.sin_eps[i];
            by_polar_p += by_k;
            by_polar_s += by_k * t[i];
        }
    }
    if (detail == Detail::everything) {
        out[raw::polar_p] = by_polar_p;
        out[raw::polar_s] = by_polar_s;
        out[raw::scale] = size;
    }
    // u_i is the root of a quotient of cosines: half their logarithmic derivatives.
    const V half[3] = {0.5 * (u[0] * by_u[0]), 0.5 * (u[1] * by_u[1]), 0.5 * (u[2] * by_u[2])};
    const V total = (half[0] + half[1]) + half[2];
    const V inverse = -(inverse_root * inverse_root);
    const V reciprocal[3] = {c13c23 * inverse, c12c13 * inverse, c12c23 * inverse}; // of c12, c23, c13
    for (int i = 0; i < 3; ++i)
        by_cosine[kOpposite[i]] += (total - 2.0 * half[i]) * reciprocal[kOpposite[i]];
    geometry_back(glass, g, by_cosine, by_eps, out);
    return ok;
}

} // namespace
} // namespace lpsglass::model::sweep

#pragma once

// From six fluctuations to a frequency, and backwards to its sensitivities (docs/theory.md sections 1 to 3),
// in stages. Roots and quotients make the chain of operations long, and a processor looks only some hundred
// instructions ahead: so all members of a block go through one stage before the first enters the next
// (line_member.hpp), and what a stage leaves for later ones is kept in the member. For the line_sweep_*.cpp
// only.

#include "line_lanes.hpp"

namespace lpsglass::model::sweep {
namespace {

// Bonds of the pairs 12, 23, 13, and the pairs that meet at a bond or do not.
constexpr int kFirst[3] = {0, 1, 0}, kSecond[3] = {1, 2, 2};
constexpr int kOpposite[3] = {1, 2, 0}; // pair without bond i

enum class Detail { value, fluctuations, everything };

/// A register of members on its way through the stages. What only the way back needs is kept only for it.
struct Member {
    Lanes zeta[6];
    Lanes misalignment[3]; ///< the fluctuation of eps
    Lanes cos_angle[3], sin_angle[3];
    Lanes determinant, adjugate, rest, inverse; ///< of the Gram matrix; rest = adjugate sin^2 B
    Lanes inverse_adjugate, cos2, sin2, inverse_sin2, sin_cos, sin_polar, shift, lag; ///< of B
    Lanes cos_eps[3], sin_eps[3], cos_beta[3], sin_beta[3], cos_azimuth[3];
    Lanes cosine[3];              ///< c_ij of the hybrids
    Lanes inverse_root;           ///< of -c12 c23 c13
    Lanes u[3], t[3], d[3], m[3]; ///< root of t = s/(1 - s); 1 + t; 1 - s
    Lanes q[3], k[3], y[3];       ///< y = sqrt(q^2 d + k^2)
    Lanes r[3], w[3];             ///< 1/y; weights
    Lanes w_w[3], two_p2[3], size, nu;
    Mask ok; ///< pyramids with a finite frequency
    Lanes by_cosine[3], by_eps[3];
    Lanes out[raw::count]; ///< raw sensitivities; without Detail::everything those before raw::sp
};

/// Bond angles.
template <Detail detail> inline void bond_angles(const Glass& glass, const Lanes* fluctuation, Member& g) {
    Lanes s[3], c[3];
    sines_cosines(fluctuation + 3, s, c);
    for (int k = 0; k < 3; ++k) {
        g.cos_angle[k] = glass.cos_angle[k] * c[k] - glass.sin_angle[k] * s[k];
        if (detail != Detail::value) g.sin_angle[k] = glass.sin_angle[k] * c[k] + glass.cos_angle[k] * s[k];
    }
    for (int i = 0; i < 3; ++i)
        g.misalignment[i] = fluctuation[i];
}

/// The Gram matrix of the bonds.
inline void gram_matrix(Member& g) {
    const Lanes c12 = g.cos_angle[0], c23 = g.cos_angle[1], c13 = g.cos_angle[2];
    const Lanes c12c23 = c12 * c23;
    const Lanes squares = c12 * c12 + c23 * c23 + c13 * c13;
    const Lanes product = c12c23 * c13;
    g.determinant = (1.0 + (product + product)) - squares;
    const Lanes half = (c13 * c23 - c12) + (c12c23 - c13) + (c12 * c13 - c23);
    g.adjugate = (3.0 - squares) + (half + half);
    g.rest = g.adjugate - g.determinant;
    g.inverse = 1.0 / (g.adjugate * g.rest);
}

/// The angle B of bonds and axis, and how far it has moved.
template <Detail detail> inline void polar_angle(const Glass& glass, Member& g) {
    const Lanes inverse_adjugate = g.rest * g.inverse;
    g.cos2 = g.determinant * inverse_adjugate;
    g.inverse_sin2 = g.adjugate * g.adjugate * g.inverse;
    g.sin2 = g.rest * inverse_adjugate;
    // Twice the angle takes one root for both sine and cosine.
    g.sin_cos = root(g.determinant * g.rest) * inverse_adjugate;
    const Lanes sin_2b = g.sin_cos + g.sin_cos, cos_2b = g.cos2 - g.sin2;
    const Lanes twice = angle_of(sin_2b * glass.cos_2polar - cos_2b * glass.sin_2polar,
                                 cos_2b * glass.cos_2polar + sin_2b * glass.sin_2polar);
    g.lag = 0.5 * glass.lag * twice;
    if (detail == Detail::value) return;
    g.sin_polar = root(g.sin2);
    g.inverse_adjugate = inverse_adjugate;
    g.shift = 0.5 * twice;
}

/// Misalignments of the hybrids.
inline void misalignments(const Glass& glass, Member& g) {
    Lanes eps[3], sin_eps[3], cos_eps[3];
    for (int i = 0; i < 3; ++i)
        eps[i] = glass.offset[i] + g.misalignment[i] - g.lag;
    sines_cosines(eps, sin_eps, cos_eps);
    for (int i = 0; i < 3; ++i) {
        g.sin_eps[i] = sin_eps[i];
        g.cos_eps[i] = cos_eps[i];
    }
}

/// Cosines between the hybrids.
template <Detail detail> inline void hybrids(Member& g) {
    // sin B cos beta and sin beta / sin B of a hybrid, for which sin B itself is not needed.
    const Lanes cotangent = g.sin_cos * g.inverse_sin2;
    Lanes cos_beta[3], sin_beta[3];
    for (int i = 0; i < 3; ++i) {
        cos_beta[i] = g.sin_cos * g.cos_eps[i] - g.sin2 * g.sin_eps[i];
        sin_beta[i] = g.cos_eps[i] + cotangent * g.sin_eps[i];
        if (detail == Detail::value) continue;
        g.cos_beta[i] = cos_beta[i] * (g.sin_polar * g.inverse_sin2);
        g.sin_beta[i] = sin_beta[i] * g.sin_polar;
    }
    Mask ok = g.determinant > 0.0;
    Lanes cosine[3];
    for (int k = 0; k < 3; ++k) {
        const int i = kFirst[k], j = kSecond[k];
        const Lanes excess = g.cos_angle[k] - g.cos2; // sin^2 B times the cosine of the azimuths' difference
        cosine[k] = cos_beta[i] * cos_beta[j] * g.inverse_sin2 + sin_beta[i] * sin_beta[j] * excess;
        ok &= cosine[k] < 0.0;
        g.cosine[k] = cosine[k];
        if (detail != Detail::value) g.cos_azimuth[k] = excess * g.inverse_sin2;
    }
    g.ok = ok;
    g.inverse_root = 1.0 / root(-(cosine[0] * (cosine[2] * cosine[1])));
}

/// s characters: u_i = sqrt(s_i / (1 - s_i)), m_i = 1 - s_i.
inline void s_characters(Member& g) {
    const Lanes c12 = g.cosine[0], c23 = g.cosine[1], c13 = g.cosine[2];
    const Lanes scaled = c12 * g.inverse_root;
    g.u[0] = scaled * c13;
    g.u[1] = scaled * c23;
    g.u[2] = c13 * c23 * g.inverse_root;
    Lanes t[3], d[3];
    for (int i = 0; i < 3; ++i) {
        t[i] = g.u[i] * g.u[i];
        d[i] = 1.0 + t[i];
        g.t[i] = t[i];
        g.d[i] = d[i];
    }
    const Lanes d01 = d[0] * d[1], inverse_d = 1.0 / (d01 * d[2]);
    const Lanes m[3] = {d[1] * d[2] * inverse_d, d[0] * d[2] * inverse_d, d01 * inverse_d};
    for (int i = 0; i < 3; ++i)
        g.m[i] = m[i];
    const Lanes s4 = ((m[0] + m[1]) - 1.0) + (m[2] - 1.0);
    g.ok &= (s4 >= 0.0) & (s4 <= 1.0);
}

/// Energies in units of m, V2 = q sqrt(m) and V3 = k m, and y = sqrt(q^2 d + k^2).
template <Detail detail> inline void bond_energies(const Glass& glass, Member& g) {
    for (int i = 0; i < 3; ++i) {
        const Lanes q =
            g.u[i] * glass.sp[i] + (glass.pp_sigma[i] * g.cos_eps[i] + glass.pp_pi[i] * g.sin_eps[i]);
        const Lanes k = glass.polar_p + glass.polar_s * g.t[i];
        g.y[i] = root(q * q * g.d[i] + k * k);
        g.k[i] = k;
        if (detail != Detail::value) g.q[i] = q;
    }
}

/// Polarity k/y of the bonds, and their weights w in the EFG.
template <Detail detail> inline void polarities(Member& g) {
    const Lanes y[3] = {g.y[0], g.y[1], g.y[2]};
    const Lanes y01 = y[0] * y[1], inverse_y = 1.0 / (y01 * y[2]);
    const Lanes r[3] = {y[1] * y[2] * inverse_y, y[0] * y[2] * inverse_y, y01 * inverse_y};
    for (int i = 0; i < 3; ++i) {
        g.w[i] = (1.0 + g.k[i] * r[i]) * g.m[i];
        if (detail != Detail::value) g.r[i] = r[i];
    }
}

template <Detail detail> inline void frequency(const Glass& glass, Member& g) {
    const Lanes w[3] = {g.w[0], g.w[1], g.w[2]};
    const Lanes w_w[3] = {w[0] * w[1], w[1] * w[2], w[0] * w[2]};
    Lanes squares = (w[0] * w[0] + w[1] * w[1]) + w[2] * w[2], mixed{}; // sum w_i w_j cos^2
    for (int pair = 0; pair < 3; ++pair) {
        const Lanes cos2 = g.cosine[pair] * g.cosine[pair];
        squares -= w_w[pair];
        mixed += w_w[pair] * cos2;
        if (detail == Detail::value) continue;
        g.w_w[pair] = w_w[pair];
        g.two_p2[pair] = 3.0 * cos2 - 1.0;
    }
    const Lanes size = root(squares + 3.0 * mixed);
    if (detail != Detail::value) g.size = size;
    g.nu = glass.scale * size;
    g.ok &= (g.nu - g.nu) == 0.0;
}

/// Sensitivities to the hybrid cosines and, at fixed cosines, to the misalignments.
template <Detail detail> inline void frequency_back(const Glass& glass, Member& g) {
    const Lanes by_square = 0.5 * glass.scale / g.size;
    const Lanes *w = g.w, *two_p2 = g.two_p2;
    for (int pair = 0; pair < 3; ++pair)
        g.by_cosine[pair] = 6.0 * by_square * g.w_w[pair] * g.cosine[pair];
    const Lanes by_w[3] = {by_square * (2.0 * w[0] + (w[1] * two_p2[0] + w[2] * two_p2[2])),
                           by_square * (2.0 * w[1] + (w[0] * two_p2[0] + w[2] * two_p2[1])),
                           by_square * (2.0 * w[2] + (w[1] * two_p2[1] + w[0] * two_p2[2]))};
    Lanes half[3], by_polar_p{}, by_polar_s{};
    for (int i = 0; i < 3; ++i) {
        // d polarity = r^3 q d (q dk - k dq) - half of r^3 k q^2 dd
        const Lanes u = g.u[i], q = g.q[i], k = g.k[i], r = g.r[i], m = g.m[i];
        const Lanes by_polarity = by_w[i] * m;
        const Lanes f = by_polarity * (r * r) * (r * q);
        const Lanes by_q = -(f * k * g.d[i]), by_k = f * q * g.d[i];
        const Lanes by_t = by_k * glass.polar_s - 0.5 * (f * k * q) - by_w[i] * w[i] * m;
        const Lanes by_u = by_q * glass.sp[i] + 2.0 * (u * by_t);
        g.by_eps[i] = by_q * (glass.pp_pi[i] * g.cos_eps[i] - glass.pp_sigma[i] * g.sin_eps[i]);
        half[i] = 0.5 * (u * by_u);
        if (detail == Detail::everything) {
            g.out[raw::sp + i] = by_q * u;
            g.out[raw::pp_sigma + i] = by_q * g.cos_eps[i];
            g.out[raw::pp_pi + i] = by_q * g.sin_eps[i];
            by_polar_p += by_k;
            by_polar_s += by_k * g.t[i];
        }
    }
    if (detail == Detail::everything) {
        g.out[raw::polar_p] = by_polar_p;
        g.out[raw::polar_s] = by_polar_s;
        g.out[raw::scale] = g.size;
    }
    // u_i is the root of a quotient of cosines: half their logarithmic derivatives.
    const Lanes c12 = g.cosine[0], c23 = g.cosine[1], c13 = g.cosine[2];
    const Lanes total = (half[0] + half[1]) + half[2];
    const Lanes inverse = -(g.inverse_root * g.inverse_root);
    const Lanes reciprocal[3] = {c13 * c23 * inverse, c12 * c13 * inverse,
                                 c12 * c23 * inverse}; // of c12, c23, c13
    for (int i = 0; i < 3; ++i)
        g.by_cosine[kOpposite[i]] += (total - 2.0 * half[i]) * reciprocal[kOpposite[i]];
}

/// d nu / d fluctuation and the raw sensitivities of the angles.
inline void geometry_back(const Glass& glass, Member& g) {
    Lanes by_angle[3], by_polar{}, by_cos2{};
    Lanes by_beta[3] = {Lanes{}, Lanes{}, Lanes{}};
    for (int k = 0; k < 3; ++k) {
        const int i = kFirst[k], j = kSecond[k];
        const Lanes sin_i = g.sin_beta[i] * g.cos_azimuth[k], sin_j = g.sin_beta[j] * g.cos_azimuth[k];
        by_beta[i] += g.by_cosine[k] * (g.cos_beta[i] * sin_j - g.sin_beta[i] * g.cos_beta[j]);
        by_beta[j] += g.by_cosine[k] * (g.cos_beta[j] * sin_i - g.sin_beta[j] * g.cos_beta[i]);
        by_angle[k] = g.by_cosine[k] * (g.sin_beta[i] * g.sin_beta[j]) * g.inverse_sin2;
        by_cos2 += by_angle[k] * (g.cos_angle[k] - 1.0);
    }
    by_cos2 *= g.inverse_sin2;
    Lanes misaligned{};
    for (int i = 0; i < 3; ++i) {
        const Lanes by_eps = g.by_eps[i] + by_beta[i];
        by_polar += by_beta[i];
        misaligned += by_eps;
        g.out[raw::fluctuation + i] = by_eps;
    }
    g.out[raw::all_misaligned] = misaligned;
    g.out[raw::following] = misaligned * g.shift;
    by_polar -= glass.lag * misaligned;
    by_cos2 -= by_polar * (0.5 / g.sin_cos);
    // cos^2 B = det G / adjugate sum
    const Lanes by_determinant = by_cos2 * g.inverse_adjugate;
    const Lanes by_adjugate = by_determinant * g.cos2;
    const Lanes c12 = g.cos_angle[0], c23 = g.cos_angle[1], c13 = g.cos_angle[2];
    const Lanes products[3] = {c23 * c13, c12 * c13, c12 * c23};
    const Lanes sum = (c12 + c23) + c13;
    for (int k = 0; k < 3; ++k) {
        by_angle[k] += 2.0 * (by_determinant * (products[k] - g.cos_angle[k]) -
                              by_adjugate * ((sum - 2.0 * g.cos_angle[k]) - 1.0));
        g.out[raw::fluctuation + 3 + k] = -(g.sin_angle[k] * by_angle[k]);
    }
}

} // namespace
} // namespace lpsglass::model::sweep

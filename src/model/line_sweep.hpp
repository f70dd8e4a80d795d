#pragma once

/// The inner loops of LineKernel, compiled once per instruction level from the same source
/// (line_sweep_*.cpp). Only plain data crosses this border: code with wider instructions shares no inline
/// function with the rest of the program. All levels do the same operations in the same order on eight
/// logical lanes, so that their results are equal to the last bit.
namespace lpsglass::model::sweep {

inline constexpr int kLanes = 8; ///< members treated alike; arrays of lanes are aligned to 64 bytes
/// Packets are summed up to this many widths, where they are 1e-14 of their peak, and less far if they weigh
/// less.
inline constexpr double kFarthest = 8.0;
inline constexpr int kTile = 4; ///< sets of lanes whose packets are summed together

/// What the frequency of a member depends on besides its fluctuations (docs/theory.md sections 1 to 3).
struct Glass {
    double cos_angle[3], sin_angle[3]; ///< of the mean bond angles
    double offset[3];                  ///< eps_0,i, rad
    double lag;                        ///< 1 - chi
    double cos_2polar, sin_2polar;     ///< of 2 B(theta_0)
    double sp[3];                      ///< V_spsigma cos tau of a bond, eV
    double pp_sigma[3], pp_pi[3];      ///< V_ppsigma cos tau, V_pppi sin tau of a bond, eV
    double polar_p, polar_s;           ///< V3 (1 + t) = polar_p + t polar_s with t = s/(1 - s), eV
    double scale;                      ///< C/2 times the thermal factor, MHz
};

/// Sensitivities of one member's frequency, from which those to every parameter follow.
namespace raw {
enum Index : int {
    fluctuation = 0,    // d nu / d fluctuation, six
    all_misaligned = 6, // sum_i d nu / d eps_i
    following = 7,      // d nu / d chi
    sp = 8,             // three each, by the members of Glass
    pp_sigma = sp + 3,
    pp_pi = pp_sigma + 3,
    polar_p = pp_pi + 3,
    polar_s = polar_p + 1,
    scale = polar_s + 1,
    count = scale + 1
};
} // namespace raw

/// Members zeta = y - kappa (u + b0) + t u with kappa = (u.y)/(1 + u.b0): the basis of a LineRule turned by
/// the smallest rotation from b0 to u. With u = b0 = 0, zeta = y.
struct Turn {
    double amplitude[6];
    double direction[6]; ///< u
    double sum[6];       ///< u + b0
    double along[6];     ///< b0 - (u.b0) u
    double slope[6];     ///< phi_k: du/dx_k = phi_k (e_k - u_k u)
    double inverse;      ///< 1/(1 + u.b0)
};

/// A parameter that moves frequencies: an amplitude, or a sum of coefficients times raw sensitivities.
struct Column {
    int amplitude; ///< 0..5, else -1
    int terms;
    int index[9];
    double coefficient[9];
};

/// Members as sets of lanes; the last set is filled up with copies.
struct Members {
    int count;
    const double* y;      ///< sets x 6 x lanes
    const double* weight; ///< sets x lanes
    const double* rarity; ///< sets: -2 ln of the set's largest weight over the largest of all
};

/// Nodes along each member's strand; none: a member is a point.
struct Strand {
    int nodes; ///< Gauss nodes
    int tiles; ///< of kTile fine nodes, the last one filled up with weights of 0
    const double* node;
    const double* fine_node;     ///< tiles x kTile
    const double* fine_weight;   ///< tiles x kTile
    const double* interpolation; ///< tiles x nodes x kTile: from Gauss to fine nodes
    const double* rarity;        ///< tiles: -2 ln of the tile's largest weight over the largest of all
};

/// Where packets are summed.
struct Bins {
    int count;
    const double* frequency; ///< ascending, MHz
    double step;             ///< MHz; 0: not uniform
};

struct Job {
    Glass glass;
    Turn turn;
    Members members;
    Strand strand;
    Bins bins;
    double packet_width; ///< standard deviation, MHz
    double origin;       ///< a frequency near the members', MHz
    const Column* column;
    int columns;
    bool all_raw;      ///< whether a column needs raw::sp or one behind it
    bool by_width;     ///< whether the second moment is wanted
    double* workspace; ///< workspace_size() doubles, aligned to 64 bytes
};

/// Sums over the members that are pyramids; W g is a packet of unit height times its weight.
struct Sums {
    double* intensity; ///< per bin: sum W g
    double* slope;     ///< columns x bins: sum W g z dnu
    double* second;    ///< per bin: sum W g z^2, if wanted
    double kept, dropped;
    double first_moment, second_moment; ///< sum W (nu - origin)^n
};

/// Doubles a Job needs to work.
long workspace_size(const Job& job);

using LineFunction = void (*)(const Job&, Sums&);

/// Frequencies of the members, taken as points, NaN where they are no pyramid, and the derivatives by the
/// columns (columns x members), both filled up to full sets of lanes; frequencies need no alignment.
using FrequencyFunction = void (*)(const Job&, double* frequency, double* derivative);

struct Functions {
    LineFunction line;
    FrequencyFunction frequency;
};

Functions portable_functions();
#if defined(LPSGLASS_X86_LEVELS)
Functions x86_64_v2_functions();
Functions x86_64_v3_functions();
Functions x86_64_v4_functions();
#endif

} // namespace lpsglass::model::sweep

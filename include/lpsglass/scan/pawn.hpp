#pragma once

#include "lpsglass/scan/sensitivity.hpp"

namespace lpsglass::scan {

/// A moment-independent measure: the distance between the distribution of the output and its distribution
/// where one parameter is known, by Kolmogorov and Smirnov (F. Pianosi, T. Wagener, Environ. Model. Softw.
/// 67, 1 (2015); from given data: 108, 33 (2018)).
///
/// The sets are put into classes of equal number along the parameter (equal values stay together; a text is a
/// class of its own; with n sets at most options.pawn_classes and n/10 classes), and
///
///     pawn_k = sum_c (n_c/n) max_y |F(y) - F_c(y)|,      0 <= pawn_k < 1.
///
/// A finite class differs from the whole by chance: without any influence pawn is not 0 but about
/// 0.87 sqrt(classes/n). This noise floor is measured by dummies, the same classes dealt out at random, and
/// stands beside the measure as pawn_noise: its mean as the value, the confidence's quantile as the upper
/// end. A parameter whose pawn lies below that has no influence that the scan could tell. Of larger values
/// the floor is no part that could be taken off. The intervals are those of the bootstrap with the classes
/// held.
Sensitivity pawn(const ScanTable& table, const std::vector<OutputValues>& outputs,
                 const SensitivityOptions& options = {});

} // namespace lpsglass::scan

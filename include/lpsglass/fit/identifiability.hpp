#pragma once

#include <Eigen/Core>

/// What a set of data does not determine (docs/theory.md section 8).
namespace lpsglass::fit {

/// The weak points of a least-squares problem at its minimum. Parameters are counted in their natural widths
/// (LinearUncertainty::width), so that a combination of several makes sense.
struct Identifiability {
    /// Direction, of unit length, along which the data change least; its largest component is positive.
    Eigen::VectorXd weakest;
    /// The two parameters whose effects on the data are most alike, -1 with fewer than two.
    int first = -1, second = -1;
    /// Cosine between those effects, -1 to 1: at 1 a rise of one is made good by a fall of the other, at -1
    /// by a rise. NaN with fewer than two.
    double correlation = 0.0;
};

/// @param jacobian d residual / d parameter, data rows alone
/// @param width natural width of each parameter, > 0
Identifiability identifiability(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& width);

} // namespace lpsglass::fit

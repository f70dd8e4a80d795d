#include "lpsglass/fit/identifiability.hpp"

#include <cmath>
#include <limits>

#include <Eigen/SVD>

namespace lpsglass::fit {

Identifiability identifiability(const Eigen::MatrixXd& jacobian, const Eigen::VectorXd& width) {
    Identifiability out;
    out.correlation = std::numeric_limits<double>::quiet_NaN();
    const Eigen::Index n = jacobian.cols();
    if (n == 0) return out;
    const Eigen::MatrixXd scaled = jacobian * width.asDiagonal();
    // A full V: with fewer rows than columns the weakest direction is one that no row sees.
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(scaled, Eigen::ComputeFullV);
    out.weakest = svd.matrixV().col(n - 1);
    Eigen::Index largest = 0;
    out.weakest.cwiseAbs().maxCoeff(&largest);
    if (out.weakest[largest] < 0.0) out.weakest = -out.weakest;

    double most = 0.0;
    for (Eigen::Index a = 0; a < n; ++a) {
        for (Eigen::Index b = a + 1; b < n; ++b) {
            const double lengths = scaled.col(a).norm() * scaled.col(b).norm();
            if (!(lengths > 0.0)) continue; // the data do not feel one of them at all: weakest tells
            const double cosine = scaled.col(a).dot(scaled.col(b)) / lengths;
            if (!(std::abs(cosine) > most)) continue;
            most = std::abs(cosine);
            out.first = static_cast<int>(a);
            out.second = static_cast<int>(b);
            out.correlation = cosine;
        }
    }
    return out;
}

} // namespace lpsglass::fit

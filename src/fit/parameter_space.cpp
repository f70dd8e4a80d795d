#include "lpsglass/fit/parameter_space.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "lpsglass/core/error.hpp"

namespace lpsglass::fit {

namespace {

/// Units are converted on the way here; a value on a bound may miss it by a few units in the last place.
double rounding(double a, double b) {
    return 16.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(a), std::abs(b));
}

std::string number(double value) {
    std::ostringstream text;
    text << value;
    return text.str();
}

class Findings {
  public:
    void add(const Parameter& parameter, const std::string& message) {
        diagnostics_.push_back({{}, 0, 0, parameter.name, message});
    }
    void raise() {
        if (!diagnostics_.empty()) throw InputError(std::move(diagnostics_));
    }

  private:
    std::vector<Diagnostic> diagnostics_;
};

/// What can be wrong with a parameter on its own.
void check_alone(const Parameter& p, int count, Findings& findings) {
    if (p.prior && !(std::isfinite(p.prior->mean) && std::isfinite(p.prior->sigma) && p.prior->sigma > 0.0)) {
        findings.add(p, "the prior is no distribution (finite mean, sigma > 0)");
    }
    if (p.tie) {
        if (p.fixed) findings.add(p, "is both fixed and tied (one of them)");
        if (p.tie->to < 0 || p.tie->to >= count)
            findings.add(p, "is tied to a parameter that does not exist");
        if (!std::isfinite(p.tie->ratio) || p.tie->ratio == 0.0)
            findings.add(p, "has a tie without a ratio (not 0)");
    } else if (!std::isfinite(p.start)) {
        findings.add(p, "the value is no number");
    }
    if (p.fixed) return;
    if (!std::isfinite(p.lower) || !std::isfinite(p.upper)) {
        findings.add(p, "needs finite bounds");
    } else if (p.lower > p.upper) {
        findings.add(p,
                     "the lower bound " + number(p.lower) + " is above the upper bound " + number(p.upper));
    } else if (!p.tie) {
        const double slack = rounding(p.lower, p.upper);
        if (p.start < p.lower - slack || p.start > p.upper + slack) {
            findings.add(p, "the value " + number(p.start) + " is out of bounds (" + number(p.lower) +
                                " to " + number(p.upper) + ")");
        }
    }
}

struct Root {
    int place = -1; ///< the parameter at the end of the chain of ties; -1: a circle
    double ratio = 1.0;
};

Root follow_ties(const std::vector<Parameter>& parameters, int place) {
    Root root{place, 1.0};
    for (std::size_t hops = 0; hops <= parameters.size(); ++hops) {
        const auto& tie = parameters[root.place].tie;
        if (!tie) return root;
        root = {tie->to, root.ratio * tie->ratio};
    }
    return {};
}

} // namespace

ParameterSpace::ParameterSpace(std::vector<Parameter> parameters) : parameters_(std::move(parameters)) {
    Findings findings;
    for (const Parameter& p : parameters_)
        check_alone(p, size(), findings);
    findings.raise();

    std::vector<Root> roots;
    for (int i = 0; i < size(); ++i) {
        roots.push_back(follow_ties(parameters_, i));
        if (roots.back().place < 0) findings.add(parameters_[i], "is tied in a circle");
    }
    findings.raise();

    // Bounds of each root, cut down by those of its followers.
    std::vector<double> lower(parameters_.size()), upper(parameters_.size()), start(parameters_.size());
    for (int i = 0; i < size(); ++i) {
        const Parameter& p = parameters_[i];
        lower[i] = p.fixed ? p.start : p.lower;
        upper[i] = p.fixed ? p.start : p.upper;
        if (!p.tie) start[i] = std::clamp(p.start, lower[i], upper[i]);
    }
    for (int i = 0; i < size(); ++i) {
        const Parameter& p = parameters_[i];
        if (!p.tie) continue;
        const auto [place, ratio] = roots[i];
        const double a = p.lower / ratio, b = p.upper / ratio;
        const double low = std::min(a, b), high = std::max(a, b), slack = rounding(low, high);
        if (start[place] < low - slack || start[place] > high + slack) {
            findings.add(p, "the tie gives " + number(ratio * start[place]) + ", which is out of bounds (" +
                                number(p.lower) + " to " + number(p.upper) + ")");
            continue;
        }
        if (parameters_[place].fixed) continue;
        lower[place] = std::max(lower[place], std::min(low, upper[place]));
        upper[place] = std::min(upper[place], std::max(high, lower[place]));
        start[place] = std::clamp(start[place], lower[place], upper[place]);
    }
    findings.raise();

    std::vector<int> free_index(parameters_.size(), -1);
    for (int i = 0; i < size(); ++i) {
        if (parameters_[i].tie || parameters_[i].fixed || lower[i] == upper[i]) continue;
        free_index[i] = free_count();
        free_.push_back(i);
        lower_.push_back(lower[i]);
        upper_.push_back(upper[i]);
        start_.push_back(start[i]);
    }
    chain_ = Eigen::MatrixXd::Zero(size(), free_count());
    for (int i = 0; i < size(); ++i) {
        const auto [place, ratio] = roots[i];
        links_.push_back({free_index[place], ratio, ratio * start[place]});
        if (free_index[place] >= 0) chain_(i, free_index[place]) = ratio;
    }
}

std::vector<double> ParameterSpace::expand(std::span<const double> free) const {
    std::vector<double> full;
    expand(free, full);
    return full;
}

void ParameterSpace::expand(std::span<const double> free, std::vector<double>& full) const {
    if (free.size() != free_.size())
        throw std::invalid_argument("ParameterSpace::expand: wrong number of parameters");
    full.resize(parameters_.size());
    for (std::size_t i = 0; i < full.size(); ++i) {
        const Link& link = links_[i];
        full[i] = link.free < 0 ? link.constant : link.factor * free[link.free];
        const Parameter& p = parameters_[i];
        if (!p.fixed) full[i] = std::clamp(full[i], p.lower, p.upper); // a tie may miss a bound by rounding
    }
}

std::vector<double> ParameterSpace::select(std::span<const double> full) const {
    if (full.size() != parameters_.size()) {
        throw std::invalid_argument("ParameterSpace::select: wrong number of parameters");
    }
    std::vector<double> free;
    free.reserve(free_.size());
    for (const int place : free_)
        free.push_back(full[place]);
    return free;
}

Eigen::MatrixXd ParameterSpace::reduce(const Eigen::MatrixXd& full_jacobian) const {
    Eigen::MatrixXd reduced(full_jacobian.rows(), free_count());
    reduce(full_jacobian, reduced);
    return reduced;
}

void ParameterSpace::reduce(const Eigen::MatrixXd& full_jacobian, Eigen::Ref<Eigen::MatrixXd> reduced) const {
    if (full_jacobian.cols() != size()) {
        throw std::invalid_argument("ParameterSpace::reduce: wrong number of columns");
    }
    reduced.setZero();
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const Link& link = links_[i];
        if (link.free >= 0)
            reduced.col(link.free) += link.factor * full_jacobian.col(static_cast<Eigen::Index>(i));
    }
}

} // namespace lpsglass::fit

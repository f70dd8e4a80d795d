#pragma once

#include <array>
#include <cmath>
#include <Eigen/Core>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "lpsglass/fit/least_squares.hpp"

/// NIST's nonlinear regression problems: their files, and their models with exact derivatives by dual
/// numbers.
namespace nist {

/// A value and its derivatives with respect to up to nine parameters.
struct Dual {
    double v = 0.0;
    Eigen::Matrix<double, 9, 1> d = Eigen::Matrix<double, 9, 1>::Zero();
    Dual(double value) : v(value) {} // NOLINT: constants are to convert
    Dual(double value, Eigen::Matrix<double, 9, 1> derivative) : v(value), d(std::move(derivative)) {}
};
inline Dual operator-(const Dual& a) {
    return {-a.v, -a.d};
}
inline Dual operator+(const Dual& a, const Dual& b) {
    return {a.v + b.v, a.d + b.d};
}
inline Dual operator-(const Dual& a, const Dual& b) {
    return {a.v - b.v, a.d - b.d};
}
inline Dual operator*(const Dual& a, const Dual& b) {
    return {a.v * b.v, a.d * b.v + b.d * a.v};
}
inline Dual operator/(const Dual& a, const Dual& b) {
    return {a.v / b.v, (a.d - b.d * (a.v / b.v)) / b.v};
}
inline Dual exp(const Dual& a) {
    return {std::exp(a.v), a.d * std::exp(a.v)};
}
inline Dual log(const Dual& a) {
    return {std::log(a.v), a.d / a.v};
}
inline Dual sin(const Dual& a) {
    return {std::sin(a.v), a.d * std::cos(a.v)};
}
inline Dual cos(const Dual& a) {
    return {std::cos(a.v), -a.d * std::sin(a.v)};
}
inline Dual atan(const Dual& a) {
    return {std::atan(a.v), a.d / (1.0 + a.v * a.v)};
}
inline Dual pow(const Dual& a, const Dual& b) {
    return exp(b * log(a));
}

/// b: parameters b1, b2, ... from b[0]; x: predictors x1, x2 from x[0].
using Model = std::function<Dual(const std::vector<Dual>& b, const std::vector<double>& x)>;
using B = std::vector<Dual>;
using X = std::vector<double>;

struct Named {
    const char* name;
    Model model;
};

inline const std::vector<Named>& models() {
    static const double pi = std::acos(-1.0);
    static const Model saturation = [](const B& b, const X& x) { return b[0] * (1.0 - exp(-b[1] * x[0])); };
    static const Model chwirut = [](const B& b, const X& x) {
        return exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]);
    };
    static const Model gauss = [](const B& b, const X& x) {
        const Dual u = (x[0] - b[3]) / b[4], w = (x[0] - b[6]) / b[7];
        return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-u * u) + b[5] * exp(-w * w);
    };
    static const Model cubic_over_cubic = [](const B& b, const X& x) {
        return (b[0] + x[0] * (b[1] + x[0] * (b[2] + x[0] * b[3]))) /
               (1.0 + x[0] * (b[4] + x[0] * (b[5] + x[0] * b[6])));
    };
    static const Model lanczos = [](const B& b, const X& x) {
        return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0]);
    };
    static const std::vector<Named> list{
        {"Bennett5", [](const B& b, const X& x) { return b[0] * pow(b[1] + x[0], -1.0 / b[2]); }},
        {"BoxBOD", saturation},
        {"Chwirut1", chwirut},
        {"Chwirut2", chwirut},
        {"DanWood", [](const B& b, const X& x) { return b[0] * pow(x[0], b[1]); }},
        {"ENSO",
         [](const B& b, const X& x) {
             const Dual year = 2.0 * pi * x[0] / 12.0, one = 2.0 * pi * x[0] / b[3],
                        two = 2.0 * pi * x[0] / b[6];
             return b[0] + b[1] * cos(year) + b[2] * sin(year) + b[4] * cos(one) + b[5] * sin(one) +
                    b[7] * cos(two) + b[8] * sin(two);
         }},
        {"Eckerle4",
         [](const B& b, const X& x) {
             const Dual u = (x[0] - b[2]) / b[1];
             return b[0] / b[1] * exp(-0.5 * u * u);
         }},
        {"Gauss1", gauss},
        {"Gauss2", gauss},
        {"Gauss3", gauss},
        {"Hahn1", cubic_over_cubic},
        {"Kirby2",
         [](const B& b, const X& x) {
             return (b[0] + x[0] * (b[1] + x[0] * b[2])) / (1.0 + x[0] * (b[3] + x[0] * b[4]));
         }},
        {"Lanczos1", lanczos},
        {"Lanczos2", lanczos},
        {"Lanczos3", lanczos},
        {"MGH09",
         [](const B& b, const X& x) { return b[0] * x[0] * (x[0] + b[1]) / (x[0] * (x[0] + b[2]) + b[3]); }},
        {"MGH10", [](const B& b, const X& x) { return b[0] * exp(b[1] / (x[0] + b[2])); }},
        {"MGH17",
         [](const B& b, const X& x) { return b[0] + b[1] * exp(-b[3] * x[0]) + b[2] * exp(-b[4] * x[0]); }},
        {"Misra1a", saturation},
        {"Misra1b", [](const B& b, const X& x) { return b[0] * (1.0 - pow(1.0 + b[1] * x[0] / 2.0, -2.0)); }},
        {"Misra1c", [](const B& b, const X& x) { return b[0] * (1.0 - pow(1.0 + 2.0 * b[1] * x[0], -0.5)); }},
        {"Misra1d", [](const B& b, const X& x) { return b[0] * b[1] * x[0] / (1.0 + b[1] * x[0]); }},
        {"Nelson", [](const B& b, const X& x) { return b[0] - b[1] * x[0] * exp(-b[2] * x[1]); }},
        {"Rat42", [](const B& b, const X& x) { return b[0] / (1.0 + exp(b[1] - b[2] * x[0])); }},
        {"Rat43",
         [](const B& b, const X& x) { return b[0] / pow(1.0 + exp(b[1] - b[2] * x[0]), 1.0 / b[3]); }},
        {"Roszman1",
         [](const B& b, const X& x) { return b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / pi; }},
        {"Thurber", cubic_over_cubic},
    };
    return list;
}

/// One of NIST's files.
struct Dataset {
    std::array<std::vector<double>, 2> start;
    std::vector<double> certified, deviation;
    double residual_sum = 0.0;
    double residual_deviation = 0.0;
    std::vector<double> y;
    std::vector<std::vector<double>> x;
};

inline Dataset read(const std::string& name) {
    std::ifstream file(std::string(LPSGLASS_SOURCE_DIR "/tests/unit/fit/nist/") + name + ".dat");
    if (!file) throw std::runtime_error("no file for " + name);
    Dataset data;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        std::istringstream words(line);
        std::string word;
        if (number >= 41 && number <= 50 && line.find(" = ") != std::string::npos) {
            double first = 0, second = 0, value = 0, deviation = 0;
            words >> word >> word >> first >> second >> value >> deviation;
            data.start[0].push_back(first);
            data.start[1].push_back(second);
            data.certified.push_back(value);
            data.deviation.push_back(deviation);
        } else if (line.rfind("Residual Sum of Squares:", 0) == 0) {
            std::istringstream(line.substr(24)) >> data.residual_sum;
        } else if (line.rfind("Residual Standard Deviation:", 0) == 0) {
            std::istringstream(line.substr(28)) >> data.residual_deviation;
        } else if (number > 60 && words >> word) {
            data.y.push_back(std::stod(word));
            data.x.emplace_back();
            while (words >> word)
                data.x.back().push_back(std::stod(word));
        }
    }
    if (name == "Nelson") {
        for (double& y : data.y)
            y = std::log(y); // its model is of log y
    }
    return data;
}

inline const Model& model(const std::string& name) {
    for (const Named& named : models()) {
        if (named.name == name) return named.model;
    }
    throw std::runtime_error("no model for " + name);
}

/// Parameters at start 0 or 1, in a box of ten times the larger start to either side of zero.
inline std::vector<lpsglass::fit::Parameter> parameters(const Dataset& data, std::size_t start) {
    std::vector<lpsglass::fit::Parameter> list(data.certified.size());
    for (std::size_t k = 0; k < list.size(); ++k) {
        list[k].start = data.start[start][k];
        list[k].upper = 10.0 * std::max(std::abs(data.start[0][k]), std::abs(data.start[1][k]));
        list[k].lower = -list[k].upper;
    }
    return list;
}

/// Residuals in units of NIST's own residual standard deviation (as chi^2 is meant).
inline lpsglass::fit::Residuals residuals(const Model& model, const Dataset& data) {
    return [model, data](std::span<const double> p, Eigen::VectorXd& residual, Eigen::MatrixXd* jacobian) {
        std::vector<Dual> b;
        for (std::size_t k = 0; k < p.size(); ++k) {
            b.emplace_back(p[k]);
            b.back().d[static_cast<Eigen::Index>(k)] = 1.0;
        }
        const auto rows = static_cast<Eigen::Index>(data.y.size());
        residual.resize(rows);
        if (jacobian != nullptr) jacobian->resize(rows, static_cast<Eigen::Index>(p.size()));
        for (Eigen::Index i = 0; i < rows; ++i) {
            const Dual value = model(b, data.x[i]);
            residual[i] = (value.v - data.y[i]) / data.residual_deviation;
            if (jacobian == nullptr) continue;
            jacobian->row(i) = value.d.head(static_cast<Eigen::Index>(p.size())) / data.residual_deviation;
        }
    };
}

} // namespace nist

#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/results/reader.hpp"

/// The reverse of the fetch functions: values of one row of a results file into the members they came from.
namespace lpsglass::results {

/// Takes a number, a state or (nested) arrays and vectors of them, as many as there is room for; gives the
/// next one.
template <class T> const double* take(const double* next, T& value) {
    if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(static_cast<int>(*next++));
    } else if constexpr (std::is_arithmetic_v<T>) {
        value = static_cast<T>(*next++);
    } else {
        for (auto& element : value)
            next = take(next, element);
    }
    return next;
}

/// An end of an interval, or of each interval in an array.
inline double& end_of(campaign::Interval& interval, double campaign::Interval::*part) {
    return interval.*part;
}
template <class Intervals> auto end_of(Intervals& intervals, double campaign::Interval::*part) {
    std::vector<std::reference_wrapper<double>> ends;
    for (campaign::Interval& interval : intervals)
        ends.emplace_back(interval.*part);
    return ends;
}
inline const double* take(const double* next, std::vector<std::reference_wrapper<double>>& ends) {
    for (double& end : ends)
        end = *next++;
    return next;
}

class SetReader {
  public:
    SetReader(const ResultsFile& file, std::size_t row) : file_(file), row_(row) {}

    /// The row of a dataset; empty where the file does not hold it.
    [[nodiscard]] std::vector<double> row(const std::string& path) const {
        return file_.has(path) ? file_.rows(path, row_, 1) : std::vector<double>();
    }

    /// `get` gives where the values go, a reference or references.
    template <class Of, class Get> void one(const std::string& path, Of& of, Get get) const {
        const std::vector<double> values = row(path);
        if (values.empty()) return;
        auto&& place = std::invoke(get, of);
        take(values.data(), place);
    }

    /// One after the other into all elements.
    template <class Of, class Get> void each(const std::string& path, std::vector<Of>& of, Get get) const {
        const std::vector<double> values = row(path);
        if (values.empty()) return;
        const double* next = values.data();
        for (Of& element : of) {
            auto&& place = std::invoke(get, element);
            next = take(next, place);
        }
    }

    /// The three parts of an interval; `read` is one() or each() of something.
    template <class Read, class Get> static void interval(const std::string& path, Read read, Get get) {
        using campaign::Interval;
        const auto part = [&](const char* suffix, double Interval::*member) {
            read(path + suffix,
                 [&](auto& of) -> decltype(auto) { return end_of(std::invoke(get, of), member); });
        };
        part("_lower", &Interval::lower);
        part("_median", &Interval::median);
        part("_upper", &Interval::upper);
    }

  private:
    const ResultsFile& file_;
    std::size_t row_;
};

/// What /fit holds of the spectra of a row; empty where nothing was computed.
std::vector<campaign::SpectrumResult> stored_fits(const ResultsFile& file, std::size_t row,
                                                  std::size_t n_spectra, std::size_t n_parameters);

} // namespace lpsglass::results

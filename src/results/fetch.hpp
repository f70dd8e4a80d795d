#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "dataset_table.hpp"

/// Fetch functions made from members of the results structs. What a failed set does not hold is NaN for real
/// values and -1 for integers and states.
namespace lpsglass::results {

using campaign::SetResult;
using campaign::SpectrumResult;
using campaign::TemperatureResult;

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kMissingInteger = -1.0;

/// Appends a number, a state or (nested) arrays of them.
template <class T> void append(const T& value, std::vector<double>& out) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
        out.push_back(static_cast<double>(value));
    } else {
        for (const auto& element : value)
            append(element, out);
    }
}

/// Appends as many missing values as append() does values.
template <class T> void append_missing(std::vector<double>& out) {
    if constexpr (std::is_floating_point_v<T>) {
        out.push_back(kMissing);
    } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
        out.push_back(kMissingInteger);
    } else {
        for (std::size_t i = 0; i < std::tuple_size_v<T>; ++i)
            append_missing<typename T::value_type>(out);
    }
}

template <class Get, class Of> using Got = std::remove_cvref_t<std::invoke_result_t<Get, const Of&>>;

/// `get` of every element, `missing` for those that the set does not hold.
template <class Get, class Element>
void append_each(const Get& get, const std::vector<Element>& elements, std::size_t length,
                 std::vector<double>& out) {
    for (std::size_t i = 0; i < length; ++i) {
        if (i < elements.size())
            append(std::invoke(get, elements[i]), out);
        else
            append_missing<Got<Get, Element>>(out);
    }
}

/// Of a set, whatever became of it.
template <class Get> Fetch per_row(Get get) {
    return [get](const RunRecord&, const Place& at, std::vector<double>& out) {
        append(std::invoke(get, at.set), out);
    };
}

/// Of a set; missing where nothing of it was computed, which one tells by its spectra.
template <class Get> Fetch per_set(Get get) {
    return [get](const RunRecord&, const Place& at, std::vector<double>& out) {
        if (at.set.spectrum.empty())
            append_missing<Got<Get, SetResult>>(out);
        else
            append(std::invoke(get, at.set), out);
    };
}

/// Of every spectrum of a set.
template <class Get> Fetch per_spectrum(Get get) {
    return [get](const RunRecord& run, const Place& at, std::vector<double>& out) {
        append_each(get, at.set.spectrum, run.spectra.size(), out);
    };
}

/// Of every temperature of a set.
template <class Get> Fetch per_temperature(Get get) {
    return [get](const RunRecord& run, const Place& at, std::vector<double>& out) {
        append_each(get, at.set.temperature, run.temperature.size(), out);
    };
}

/// One end (or the median) of an interval, or of each interval in an array.
inline double part_of(const campaign::Interval& interval, double campaign::Interval::*part) {
    return interval.*part;
}
template <std::size_t N>
std::array<double, N> part_of(const std::array<campaign::Interval, N>& intervals,
                              double campaign::Interval::*part) {
    std::array<double, N> out{};
    for (std::size_t i = 0; i < N; ++i)
        out[i] = intervals[i].*part;
    return out;
}

/// Lower end, median and upper end of what `get` finds; `per` is one of the functions above.
template <class Per, class Get> std::array<Fetch, 3> interval_of(Per per, Get get) {
    using campaign::Interval;
    const auto fetch = [&](double Interval::*part) {
        return per([get, part](const auto& of) { return part_of(std::invoke(get, of), part); });
    };
    return {fetch(&Interval::lower), fetch(&Interval::median), fetch(&Interval::upper)};
}

/// Appends exactly `length` values; those that are not there are missing.
inline void append_vector(const std::vector<double>& values, std::size_t length, std::vector<double>& out) {
    for (std::size_t i = 0; i < length; ++i)
        out.push_back(i < values.size() ? values[i] : kMissing);
}

/// A vector of one spectrum of a set; empty where the set does not hold it.
inline const std::vector<double>& vector_of(const SetResult& set, std::size_t spectrum,
                                            std::vector<double> SpectrumResult::*member) {
    static const std::vector<double> none;
    return spectrum < set.spectrum.size() ? set.spectrum[spectrum].*member : none;
}

/// A vector of every spectrum of a set, such as the fitted parameters; `length` values of each.
inline Fetch per_spectrum_vector(std::vector<double> SpectrumResult::*member,
                                 std::size_t (*length)(const RunRecord&)) {
    return [member, length](const RunRecord& run, const Place& at, std::vector<double>& out) {
        for (std::size_t d = 0; d < run.spectra.size(); ++d)
            append_vector(vector_of(at.set, d, member), length(run), out);
    };
}

} // namespace lpsglass::results

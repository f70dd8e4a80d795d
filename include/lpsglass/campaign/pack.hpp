#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "lpsglass/campaign/draws.hpp"
#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/fit/posterior.hpp"
#include "lpsglass/model/line_rule.hpp"

/// Results as plain numbers and back, to the last bit, so that ranks can exchange them.
namespace lpsglass::campaign {

/// Every field of a result, in one fixed order.
template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, SpectrumResult>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.state, r.evaluations, r.starts_agreeing, r.amplitude, r.amplitude_errors, r.amplitude_interval,
          r.parameter, r.parameter_errors, r.parameter_interval, r.data_share, r.singular_values,
          r.covariance, r.r_hat, r.effective_sample_size, r.weakest_combination, r.least_separated,
          r.least_separated_correlation, r.chi2, r.prior_chi2, r.degrees_of_freedom, r.effective_parameters,
          r.line_error, r.scale, r.baseline, r.scale_errors, r.baseline_errors, r.fitted, r.line, r.line_mean,
          r.line_standard_deviation, r.dropped_share, r.ground_state, r.ground_state_errors,
          r.ground_state_interval, r.force, r.force_overlap, r.bath, r.log_eta, r.log_eta_errors,
          r.log_eta_interval, r.extinction_status, r.gauge_phase, r.phi_real, r.phi_imag, r.frustration,
          r.single_length, r.drawn);
}

template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, TemperatureResult>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.probability, r.log10_rate, r.log10_extinction_time, r.specific_heat, r.entropy, r.internal_energy,
          r.exponent, r.exponent_errors, r.exponent_interval, r.lambda, r.lambda_errors, r.lambda_interval,
          r.network_length, r.status);
}

template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, model::LineRule>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.method, r.law, r.points, r.orders, r.fine_points, r.basis, r.frequency_gradient);
}

template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, fit::Chain>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.index, r.free, r.objective, r.acceptance, r.evaluations);
}

template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, FitDraws>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.full, r.chain_end);
}

template <class R, class Visitor>
requires std::is_same_v<std::remove_const_t<R>, SetResult>
void visit_fields(R& r, Visitor&& visit) {
    visit(r.place.values, r.place.base, r.place.role, r.place.parameter, r.state, r.message, r.seconds,
          r.rank, r.frequency, r.asymmetry, r.bond_polar_angle, r.valence_energy, r.s_character, r.polarity,
          r.hybrid_cosine, r.summary, r.summary_errors, r.summary_interval, r.draws.count, r.draws.failed,
          r.draws.alpha_missing, r.draws.beta_missing, r.draws.crossing, r.draws.crossing_near_tg,
          r.exponent_by_order, r.spectrum, r.temperature);
}

template <class R> void pack_results(const std::vector<R>& results, std::vector<double>& out);
template <class R> std::vector<R> unpack_results(std::span<const double> packed, std::size_t& place);

namespace detail {

struct Packer {
    std::vector<double>& out;

    template <class... Fields> void operator()(const Fields&... fields) { (put(fields), ...); }
    void put(double x) { out.push_back(x); }
    template <class E>
    requires std::is_enum_v<E> || std::is_integral_v<E>
    void put(E x) { out.push_back(static_cast<double>(x)); }
    void put(const Interval& i) { (*this)(i.lower, i.median, i.upper); }
    template <class T, std::size_t N> void put(const std::array<T, N>& a) {
        for (const T& x : a)
            put(x);
    }
    void put(const std::vector<Interval>& v) {
        put(v.size());
        for (const Interval& i : v)
            put(i);
    }
    void put(const std::vector<double>& v) {
        put(v.size());
        out.insert(out.end(), v.begin(), v.end());
    }
    void put(const std::vector<std::size_t>& v) {
        put(v.size());
        out.insert(out.end(), v.begin(), v.end());
    }
    void put(const std::vector<std::vector<double>>& v) {
        put(v.size());
        for (const std::vector<double>& x : v)
            put(x);
    }
    void put(const std::string& text) {
        put(text.size());
        for (const char c : text)
            put(static_cast<unsigned char>(c));
    }
    void put(const std::vector<SpectrumResult>& v) { pack_results(v, out); }
    void put(const std::vector<TemperatureResult>& v) { pack_results(v, out); }
};

struct Unpacker {
    std::span<const double> in;
    std::size_t next = 0;

    double take() {
        if (next >= in.size()) throw std::invalid_argument("packed result ends early");
        return in[next++];
    }
    template <class... Fields> void operator()(Fields&... fields) { (get(fields), ...); }
    void get(double& x) { x = take(); }
    template <class E>
    requires std::is_enum_v<E> || std::is_integral_v<E>
    void get(E& x) { x = static_cast<E>(static_cast<std::int64_t>(take())); }
    void get(Interval& i) { (*this)(i.lower, i.median, i.upper); }
    template <class T, std::size_t N> void get(std::array<T, N>& a) {
        for (T& x : a)
            get(x);
    }
    void get(std::vector<Interval>& v) {
        v.resize(length());
        for (Interval& i : v)
            get(i);
    }
    void get(std::vector<double>& v) {
        v.resize(length());
        for (double& x : v)
            x = take();
    }
    void get(std::vector<std::size_t>& v) {
        v.resize(length());
        for (std::size_t& x : v)
            get(x);
    }
    void get(std::vector<std::vector<double>>& v) {
        v.resize(length());
        for (std::vector<double>& x : v)
            get(x);
    }
    void get(std::string& text) {
        text.resize(length());
        for (char& c : text)
            c = static_cast<char>(static_cast<unsigned char>(take()));
    }
    void get(std::vector<SpectrumResult>& v) { v = unpack_results<SpectrumResult>(in, next); }
    void get(std::vector<TemperatureResult>& v) { v = unpack_results<TemperatureResult>(in, next); }

    /// Of a vector; one longer than what is left is none.
    std::size_t length() {
        const double count = take();
        if (!(count >= 0.0 && count <= static_cast<double>(in.size() - next)))
            throw std::invalid_argument("packed result ends early");
        return static_cast<std::size_t>(count);
    }
};

} // namespace detail

/// Appends results, their number first.
template <class R> void pack_results(const std::vector<R>& results, std::vector<double>& out) {
    detail::Packer packer{out};
    packer.put(results.size());
    for (const R& r : results)
        visit_fields(r, packer);
}

/// Takes what pack_results wrote, from `place` on, which moves behind it. Throws std::invalid_argument if it
/// is none.
template <class R> std::vector<R> unpack_results(std::span<const double> packed, std::size_t& place) {
    detail::Unpacker unpacker{packed, place};
    std::vector<R> out(unpacker.length());
    for (R& r : out)
        visit_fields(r, unpacker);
    place = unpacker.next;
    return out;
}

} // namespace lpsglass::campaign

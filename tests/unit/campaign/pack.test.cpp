#include "lpsglass/campaign/pack.hpp"

#include <cstring>
#include <limits>
#include <random>

#include "support/catch.hpp"

using namespace lpsglass::campaign;

namespace {

/// Gives every field another value, NaN and others that compare badly among them, whatever fields there are.
struct Scribe {
    std::mt19937_64 random{11};
    int calls = 0;

    template <class... Fields> void operator()(Fields&... fields) { (put(fields), ...); }
    void put(double& x) {
        static constexpr double special[] = {
            std::numeric_limits<double>::quiet_NaN(),  -0.0,  0.0, std::numeric_limits<double>::infinity(),
            std::numeric_limits<double>::denorm_min(), -1e308};
        ++calls;
        x = calls % 4 == 0 ? special[calls / 4 % 6] : static_cast<double>(random()) / 3e18;
    }
    template <class E>
    requires std::is_enum_v<E> || std::is_integral_v<E>
    void put(E& x) { x = static_cast<E>(++calls % 3); }
    void put(Interval& i) { (*this)(i.lower, i.median, i.upper); }
    template <class T, std::size_t N> void put(std::array<T, N>& a) {
        for (T& x : a)
            put(x);
    }
    template <class T> void put(std::vector<T>& v) {
        v.resize(random() % 5); // of length 0 too
        for (T& x : v)
            put(x);
    }
};

template <class R> std::vector<R> scribbled(int n) {
    Scribe scribe;
    std::vector<R> out(n);
    for (R& r : out)
        visit_fields(r, scribe);
    return out;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

template <class R> void check_round_trip() {
    const std::vector<R> there = scribbled<R>(7);
    std::vector<double> packed{42.0}; // appended to what is there
    pack_results(there, packed);
    CHECK(packed.front() == 42.0);
    std::size_t place = 1;
    const std::vector<R> back = unpack_results<R>(packed, place);
    CHECK(place == packed.size());
    REQUIRE(back.size() == there.size());
    std::vector<double> again{42.0};
    pack_results(back, again);
    CHECK(same_bits(again, packed));
}

} // namespace

TEST_CASE("results survive packing to the last bit", "[campaign][pack]") {
    SECTION("of spectra") {
        check_round_trip<SpectrumResult>();
    }
    SECTION("of temperatures") {
        check_round_trip<TemperatureResult>();
    }
}

TEST_CASE("every field of a result is packed in its own place", "[campaign][pack]") {
    // Fields that the visitor forgets would stay as they were made.
    SpectrumResult r;
    r.state = FitState::at_bound;
    r.evaluations = 123456789;
    r.starts_agreeing = 7;
    r.amplitude = {1, 2, 3, 4, 5, 6};
    r.amplitude_errors = {7, 8, 9, 10, 11, 12};
    r.parameter = {13, 14};
    r.parameter_errors = {15};
    r.data_share = {16, 17, 18};
    r.singular_values = {19};
    r.covariance = {20, 21, 22, 23};
    r.chi2 = 24, r.prior_chi2 = 25, r.degrees_of_freedom = 26, r.effective_parameters = 27, r.line_error = 28;
    r.scale = 29, r.baseline = 30, r.scale_errors = 31, r.baseline_errors = 32;
    r.fitted = {33};
    r.line = {34, 35};
    r.line_mean = 36, r.line_standard_deviation = 37, r.dropped_share = 38;
    r.ground_state.fill(39), r.ground_state_errors.fill(40), r.force.fill(41), r.force_overlap.fill(42);
    r.bath.fill(43), r.log_eta.fill(44);
    r.extinction_status.fill(lpsglass::model::ExtinctionStatus::gauge_phase_undefined);
    r.gauge_phase.fill(45), r.phi_real.fill(46), r.phi_imag.fill(47);
    for (auto& f : r.frustration)
        f.fill(48);
    r.single_length.fill(49);
    std::vector<double> packed;
    pack_results(std::vector{r}, packed);
    std::size_t place = 0;
    const SpectrumResult s = unpack_results<SpectrumResult>(packed, place).front();
    CHECK(s.state == r.state);
    CHECK(s.evaluations == r.evaluations);
    CHECK(s.starts_agreeing == r.starts_agreeing);
    CHECK(s.amplitude == r.amplitude);
    CHECK(s.amplitude_errors == r.amplitude_errors);
    CHECK(s.parameter == r.parameter);
    CHECK(s.parameter_errors == r.parameter_errors);
    CHECK(s.data_share == r.data_share);
    CHECK(s.singular_values == r.singular_values);
    CHECK(s.covariance == r.covariance);
    CHECK(std::array{s.chi2, s.prior_chi2, s.degrees_of_freedom, s.effective_parameters, s.line_error} ==
          std::array{24.0, 25.0, 26.0, 27.0, 28.0});
    CHECK(std::array{s.scale, s.baseline, s.scale_errors, s.baseline_errors} ==
          std::array{29.0, 30.0, 31.0, 32.0});
    CHECK(s.fitted == r.fitted);
    CHECK(s.line == r.line);
    CHECK(std::array{s.line_mean, s.line_standard_deviation, s.dropped_share} ==
          std::array{36.0, 37.0, 38.0});
    CHECK(s.ground_state == r.ground_state);
    CHECK(s.ground_state_errors == r.ground_state_errors);
    CHECK(s.force == r.force);
    CHECK(s.force_overlap == r.force_overlap);
    CHECK(s.bath == r.bath);
    CHECK(s.log_eta == r.log_eta);
    CHECK(s.extinction_status == r.extinction_status);
    CHECK(s.gauge_phase == r.gauge_phase);
    CHECK(s.phi_real == r.phi_real);
    CHECK(s.phi_imag == r.phi_imag);
    CHECK(s.frustration == r.frustration);
    CHECK(s.single_length == r.single_length);

    TemperatureResult t;
    t.probability.fill(1), t.log10_rate.fill(2), t.log10_extinction_time.fill(3);
    t.specific_heat.fill(4), t.entropy.fill(5), t.internal_energy.fill(6);
    t.exponent.fill(7), t.exponent_errors.fill(8), t.lambda.fill(9), t.lambda_errors.fill(10);
    t.network_length.fill(11);
    t.status.fill(lpsglass::model::ExponentStatus::degenerate);
    packed.clear();
    pack_results(std::vector{t}, packed);
    place = 0;
    const TemperatureResult u = unpack_results<TemperatureResult>(packed, place).front();
    CHECK(u.probability == t.probability);
    CHECK(u.log10_rate == t.log10_rate);
    CHECK(u.log10_extinction_time == t.log10_extinction_time);
    CHECK(u.specific_heat == t.specific_heat);
    CHECK(u.entropy == t.entropy);
    CHECK(u.internal_energy == t.internal_energy);
    CHECK(u.exponent == t.exponent);
    CHECK(u.exponent_errors == t.exponent_errors);
    CHECK(u.lambda == t.lambda);
    CHECK(u.lambda_errors == t.lambda_errors);
    CHECK(u.network_length == t.network_length);
    CHECK(u.status == t.status);
}

TEST_CASE("no results are packed too", "[campaign][pack]") {
    std::vector<double> packed;
    pack_results(std::vector<SpectrumResult>{}, packed);
    std::size_t place = 0;
    CHECK(unpack_results<SpectrumResult>(packed, place).empty());
    CHECK(place == packed.size());
}

TEST_CASE("numbers that end early are refused", "[campaign][pack]") {
    std::vector<double> packed;
    pack_results(scribbled<TemperatureResult>(2), packed);
    packed.pop_back();
    std::size_t place = 0;
    CHECK_THROWS_AS(unpack_results<TemperatureResult>(packed, place), std::invalid_argument);
    place = 0;
    CHECK_THROWS_AS(unpack_results<TemperatureResult>(std::vector<double>{}, place), std::invalid_argument);
}

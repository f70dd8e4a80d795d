#include "lpsglass/campaign/fit_model.hpp"

#include <cmath>
#include <Eigen/Dense>

#include "lpsglass/core/constants.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/random.hpp"
#include "support/catch.hpp"
#include "unit/campaign/decks.hpp"

using namespace lpsglass;
using namespace lpsglass::campaign;
using constants::degree;
using deck::DriveMode;
namespace par = lpsglass::model::parameter;

namespace {

/// A made-up line shape on five frequencies, with two made-up derivatives, and data of unequal sigma.
struct Made {
    SpectrumData data;
    model::Line line;

    Made() {
        data.frequency = {54.0, 56.0, 58.0, 60.0, 62.0};
        data.observed = {0.2, 0.7, 1.1, 0.5, 0.15};
        data.sigma = {0.1, 0.05, 0.02, 0.04, 0.2};
        line.intensity = {0.03, 0.12, 0.24, 0.13, 0.02};
        line.derivative = {0.01, -0.02, 0.05, 0.03, -0.01, -0.2, 0.1, 0.0, 0.1, -0.3};
    }
};

/// Scale and baseline by a dense weighted least-squares solve, and their covariance.
struct Dense {
    Eigen::VectorXd solution;
    Eigen::MatrixXd covariance;

    Dense(const Made& m, bool baseline) {
        Eigen::MatrixXd a(5, baseline ? 2 : 1);
        Eigen::VectorXd y(5);
        for (int j = 0; j < 5; ++j) {
            a(j, 0) = m.line.intensity[j] / m.data.sigma[j];
            if (baseline) a(j, 1) = 1.0 / m.data.sigma[j];
            y[j] = m.data.observed[j] / m.data.sigma[j];
        }
        solution = a.colPivHouseholderQr().solve(y);
        covariance = (a.transpose() * a).inverse();
    }
};

/// The lines of a model with a rule chosen at its start values.
std::vector<model::LineKernel> lines_of(const deck::Deck& deck, const FitModel& model) {
    std::vector<model::LineKernel> out;
    const std::vector<double> full = model.space().expand(model.space().start());
    for (int s = 0; s < static_cast<int>(model.spectra().size()); ++s) {
        const SpectrumData& data = model.data(s);
        out.emplace_back(
            choose_rule(deck.nqr.ensemble, model.parameters(s, full), data.temperature_K, data.frequency)
                .rule,
            data.frequency);
    }
    return out;
}

/// Largest difference between the Jacobian and central differences, relative to the largest entry of its
/// column.
double jacobian_error(const fit::Residuals& residuals, const std::vector<double>& full) {
    Eigen::VectorXd r, plus, minus, half_plus, half_minus;
    Eigen::MatrixXd jacobian;
    residuals(full, r, &jacobian);
    double worst = 0.0;
    for (std::size_t a = 0; a < full.size(); ++a) {
        const double h = 1e-4 * std::max(std::abs(full[a]), 0.01);
        const auto at = [&](double step, Eigen::VectorXd& out) {
            std::vector<double> moved = full;
            moved[a] += step;
            residuals(moved, out, nullptr);
        };
        at(h, plus), at(-h, minus), at(0.5 * h, half_plus), at(-0.5 * h, half_minus);
        const Eigen::VectorXd d = (4.0 * (half_plus - half_minus) / h - (plus - minus) / (2.0 * h)) / 3.0;
        const double size = jacobian.col(static_cast<Eigen::Index>(a)).cwiseAbs().maxCoeff();
        const double error = (d - jacobian.col(static_cast<Eigen::Index>(a))).cwiseAbs().maxCoeff();
        // Residuals of up to 70 are rounded to 1e-13 or so.
        worst = std::max(worst, error / (size + 1e-12 / h));
    }
    return worst;
}

} // namespace

TEST_CASE("scale and baseline are the dense least-squares solution", "[campaign][fit_model]") {
    const Made m;
    for (bool baseline : {false, true}) {
        CAPTURE(baseline);
        const LinearSolution s = solve_linear_part(m.data, m.line, baseline);
        const Dense dense(m, baseline);
        CHECK(s.part.scale == Approx(dense.solution[0]).epsilon(1e-12));
        CHECK(s.scale_variance == Approx(dense.covariance(0, 0)).epsilon(1e-11));
        if (baseline) {
            CHECK(s.part.baseline == Approx(dense.solution[1]).epsilon(1e-11));
            CHECK(s.baseline_variance == Approx(dense.covariance(1, 1)).epsilon(1e-11));
        } else {
            CHECK(s.part.baseline == 0.0);
            CHECK(s.baseline_variance == 0.0);
        }
    }
}

TEST_CASE("scale and baseline move with the line's shape as their derivatives say", "[campaign][fit_model]") {
    const Made m;
    for (bool baseline : {false, true}) {
        for (int k = 0; k < 2; ++k) {
            CAPTURE(baseline, k);
            const auto moved = [&](double step) {
                Made other = m;
                for (int j = 0; j < 5; ++j)
                    other.line.intensity[j] += step * m.line.derivative[5 * k + j];
                return Dense(other, baseline).solution;
            };
            const double h = 1e-3; // (4 d(h/2) - d(h))/3: h^4 of 1e-12
            const Eigen::VectorXd d =
                (4.0 * (moved(0.5 * h) - moved(-0.5 * h)) / h - (moved(h) - moved(-h)) / (2.0 * h)) / 3.0;
            const LinearSolution s = solve_linear_part(m.data, m.line, baseline);
            CHECK(s.scale_derivative[k] == Approx(d[0]).epsilon(1e-7));
            CHECK(s.baseline_derivative[k] == Approx(baseline ? d[1] : 0.0).epsilon(1e-7).margin(1e-12));
        }
    }
}

TEST_CASE("the scale is never negative", "[campaign][fit_model]") {
    Made m;
    for (double& y : m.data.observed)
        y = -y;
    SECTION("without baseline nothing is left") {
        const LinearSolution s = solve_linear_part(m.data, m.line, false);
        CHECK(s.part.scale == 0.0);
        CHECK(s.part.baseline == 0.0);
        for (double d : s.scale_derivative)
            CHECK(d == 0.0);
    }
    SECTION("with a baseline the weighted mean is left") {
        const LinearSolution s = solve_linear_part(m.data, m.line, true);
        double weight = 0.0, mean = 0.0;
        for (int j = 0; j < 5; ++j) {
            const double w = 1.0 / (m.data.sigma[j] * m.data.sigma[j]);
            weight += w;
            mean += w * m.data.observed[j];
        }
        CHECK(s.part.scale == 0.0);
        CHECK(s.part.baseline == Approx(mean / weight).epsilon(1e-13));
    }
}

TEST_CASE("a line that misses the data altogether has scale 0", "[campaign][fit_model]") {
    Made m;
    m.line.intensity.assign(5, 0.0);
    m.line.derivative.assign(10, 0.0);
    for (bool baseline : {false, true}) {
        const LinearSolution s = solve_linear_part(m.data, m.line, baseline);
        CHECK(s.part.scale == 0.0);
        CHECK(std::isfinite(s.part.baseline));
        CHECK(std::isnan(s.scale_variance)); // nothing is known of it
    }
}

TEST_CASE("set, shift and factor drive their keys", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.structure.hybrid_offset_degree = {-2.0, -1.9, -1.8};
    deck.fit->also = {
        decks::also("width", {"nqr.packet_fwhm"}, DriveMode::set, 1.2, 0.2, 3.0),
        decks::also("offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[3]"}, DriveMode::shift,
                    0.0, -1.0, 1.0),
        decks::also("stiffer", {"tight_binding.eta_pp_sigma", "tight_binding.eta_sp_sigma"},
                    DriveMode::factor, 1.0, 0.5, 2.0),
    };
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const std::vector<FitModel> models = FitModel::from_deck(deck, data);
    REQUIRE(models.size() == 1);
    const FitModel& model = models.front();
    REQUIRE(model.space().size() == 9);
    const std::vector<double> full{-0.1, -0.2, -0.3, -0.4, -0.5, -0.6, 1.5, 0.25, 1.1};
    const model::ParameterSet<double> p = model.parameters(0, full);
    model::ParameterSet<double> expected = model_parameters(deck);
    for (int k = 0; k < 6; ++k)
        expected[par::amplitude + k] = full[k] * degree;
    expected[par::packet_fwhm] = 1.5;
    expected[par::hybrid_offset + 0] = -1.75 * degree;
    expected[par::hybrid_offset + 2] = -1.55 * degree;
    expected[par::eta_pp_sigma] = 3.24 * 1.1;
    expected[par::eta_sp_sigma] = 1.84 * 1.1;
    for (int i = 0; i < par::count; ++i) {
        CAPTURE(i);
        CHECK(p[i] == Approx(expected[i]).epsilon(1e-14));
    }
}

TEST_CASE("derivatives of the model's parameters reach all that a fit parameter drives",
          "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.amplitude[3].tied_to = "beta_2";
    deck.amplitude[3].ratio = 0.5;
    deck.amplitude[3].prior.reset();
    deck.amplitude[0].fixed = true;
    deck.fit->also = {
        decks::also("offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[3]"}, DriveMode::shift,
                    0.0, -1.0, 1.0),
        decks::also("stiffer", {"tight_binding.eta_pp_sigma"}, DriveMode::factor, 1.0, 0.5, 2.0),
        decks::also("gauge", {"gauge.coupling"}, DriveMode::set, 69.78, 50.0, 90.0),
    };
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    const FitSpectrum& spectrum = model.spectra().front();
    REQUIRE(spectrum.fitted.size() == 7); // beta_2, beta_3, theta_23, theta_13 and the three of [fit.also]
    const std::vector<double> free(model.space().start().begin(), model.space().start().end());
    REQUIRE(free.size() == 7);
    for (int first : {0, 4}) { // in passes of four lanes
        const auto lanes = model.lanes<4>(0, model.space().expand(free), first);
        for (int l = 0; l < 4; ++l) {
            for (int i = 0; i < par::count; ++i) {
                CAPTURE(first, l, i);
                double expected = 0.0;
                if (first + l < 7) { // linear: a difference is exact to rounding
                    std::vector<double> moved = free;
                    moved[first + l] += 0.01;
                    expected = (model.parameters(0, model.space().expand(moved))[i] - lanes[i].value) / 0.01;
                }
                CHECK(lanes[i].derivative[l] ==
                      Approx(expected).margin(1e-10 * (1.0 + std::abs(lanes[i].value))));
            }
        }
    }
}

TEST_CASE("spectra are fitted one by one, or jointly where a parameter is shared", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra.push_back(decks::gaussian(57.5, 5.0, 0.02, 300.0));
    deck.fit->also = {decks::also("width", {"nqr.packet_fwhm"}, DriveMode::set, 1.2, 0.2, 3.0),
                      decks::also("coupling", {"nqr.coupling_4p"}, DriveMode::set, 410.0, 300.0, 500.0)};
    const std::vector<SpectrumData> data = spectrum_data(deck);
    SECTION("one by one") {
        const std::vector<FitModel> models = FitModel::from_deck(deck, data);
        REQUIRE(models.size() == 2);
        for (int f = 0; f < 2; ++f) {
            REQUIRE(models[f].spectra().size() == 1);
            CHECK(models[f].spectra()[0].index == f);
            CHECK(models[f].space().free_count() == 8);
            CHECK(models[f].rows() == 41);
            CHECK(&models[f].data(0) == &data[f]);
        }
    }
    SECTION("jointly: two sets of amplitudes and widths, one coupling") {
        deck.fit->also[1].shared = true;
        const std::vector<FitModel> models = FitModel::from_deck(deck, data);
        REQUIRE(models.size() == 1);
        const FitModel& model = models.front();
        CHECK(model.spectra().size() == 2);
        CHECK(model.space().free_count() == 15);
        CHECK(model.rows() == 82);
        std::vector<double> full(15);
        for (int i = 0; i < 15; ++i)
            full[i] = -0.01 * (i + 1);
        const int width0 = model.spectra()[0].slots[6].full_index,
                  width1 = model.spectra()[1].slots[6].full_index;
        const int coupling = model.spectra()[0].slots[7].full_index;
        CHECK(coupling == model.spectra()[1].slots[7].full_index);
        CHECK(width0 != width1);
        full[width0] = 1.1;
        full[width1] = 1.3;
        full[coupling] = 400.0;
        const auto p0 = model.parameters(0, full), p1 = model.parameters(1, full);
        CHECK(p0[par::packet_fwhm] == 1.1);
        CHECK(p1[par::packet_fwhm] == 1.3);
        CHECK(p0[par::coupling_4p] == 400.0);
        CHECK(p1[par::coupling_4p] == 400.0);
        for (int k = 0; k < 6; ++k)
            CHECK(p0[par::amplitude + k] != p1[par::amplitude + k]);
    }
}

TEST_CASE("the fitted parameters are named in the order of their values", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.amplitude[0].fixed = true;
    deck.amplitude[4].tied_to = "theta_13";
    deck.amplitude[5].prior.reset();
    deck.fit->also = {decks::also("offset", {"structure.hybrid_offset[1]"}, DriveMode::shift, 0.0, -1.0, 1.0),
                      decks::also("nqr.packet_fwhm", {"nqr.packet_fwhm"}, DriveMode::set, 1.0, 0.2, 3.0),
                      decks::also("stiffer", {"tight_binding.arsenic_s"}, DriveMode::factor, 1.0, 0.5, 2.0)};
    deck.fit->also[1].prior = deck::Prior{1.0, 0.3};
    const std::vector<FitParameterInfo> infos = fit_parameter_infos(deck);
    const std::vector<std::string> names{"beta_2", "beta_3",          "theta_12", "theta_13",
                                         "offset", "nqr.packet_fwhm", "stiffer"};
    const std::vector<std::string> units{"degree", "degree", "degree", "degree", "degree", "MHz", "1"};
    const std::vector<bool> priors{true, true, true, false, false, true, false};
    REQUIRE(infos.size() == names.size());
    for (std::size_t a = 0; a < infos.size(); ++a) {
        CHECK(infos[a].name == names[a]);
        CHECK(infos[a].unit == units[a]);
        CHECK(infos[a].has_prior == priors[a]);
    }
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    REQUIRE(model.spectra()[0].fitted.size() == names.size());
    for (std::size_t a = 0; a < names.size(); ++a) {
        const int full_index = model.spectra()[0].slots[model.spectra()[0].fitted[a]].full_index;
        const std::string& name = model.space().parameters()[full_index].name;
        CHECK((name == names[a] || name == "amplitude." + names[a]));
    }
    CHECK(fit_parameter_infos(decks::plain()).empty());
}

TEST_CASE("residuals are (scale I + baseline - y)/sigma", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.spectra[0].baseline = true;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    const std::vector<model::LineKernel> lines = lines_of(deck, model);
    const std::vector<double> full = model.space().expand(model.space().start());
    Eigen::VectorXd residual(41);
    FittedLine at;
    model.residuals(0, lines[0], full, residual, nullptr, 0, at);
    const LinearPart part = at.linear.part;
    const model::Line line = lines[0].evaluate(model.parameters(0, full), 77.0);
    for (int j = 0; j < 41; ++j) {
        CHECK(residual[j] ==
              Approx((part.scale * line.intensity[j] + part.baseline - data[0].observed[j]) / 0.015)
                  .margin(1e-11));
    }
    // Stationary in the linear part: residuals are orthogonal to the line and to a constant.
    double along_line = 0.0, constant = 0.0;
    for (int j = 0; j < 41; ++j) {
        along_line += residual[j] * line.intensity[j];
        constant += residual[j];
    }
    CHECK(along_line == Approx(0.0).margin(1e-9));
    CHECK(constant == Approx(0.0).margin(1e-9));
}

TEST_CASE("the Jacobian of the residuals is exact", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.ensemble.tolerance = 2e-3;
    deck.nqr.thermal.libration_rms_degree = 3.0;
    deck.fit->also = {
        decks::also("width", {"nqr.packet_fwhm"}, DriveMode::set, 1.2, 0.2, 3.0),
        decks::also("offset", {"structure.hybrid_offset[1]", "structure.hybrid_offset[3]"}, DriveMode::shift,
                    0.1, -1.0, 1.0),
        decks::also("stiffer", {"tight_binding.eta_pp_sigma"}, DriveMode::factor, 1.1, 0.5, 2.0),
        decks::also("gauge", {"gauge.coupling"}, DriveMode::set, 69.78, 50.0, 90.0)};
    for (bool baseline : {false, true}) {
        CAPTURE(baseline);
        deck.nqr.spectra[0].baseline = baseline;
        const std::vector<SpectrumData> data = spectrum_data(deck);
        const FitModel model = FitModel::from_deck(deck, data).front();
        const std::vector<model::LineKernel> lines = lines_of(deck, model);
        const std::vector<double> full{-0.23, -0.15, -0.2, -0.1, -0.2, -0.3, 1.1, 0.2, 1.05, 70.0};
        CHECK(jacobian_error(model.residual_function(lines), full) < 1e-6);

        Eigen::VectorXd residual;
        Eigen::MatrixXd jacobian;
        model.residual_function(lines)(full, residual, &jacobian);
        CHECK(jacobian.col(9).isZero(0.0)); // the gauge coupling does not enter the line
        CHECK(jacobian.col(8).norm() > 1.0);
    }
}

TEST_CASE("the Jacobian of a joint fit is exact", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.nqr.ensemble.tolerance = 2e-3;
    deck.nqr.spectra.push_back(decks::gaussian(57.5, 5.0, 0.02, 300.0));
    deck.nqr.spectra[1].baseline = true;
    deck.fit->also = {decks::also("coupling", {"nqr.coupling_4p"}, DriveMode::set, 410.0, 300.0, 500.0)};
    deck.fit->also[0].shared = true;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    const std::vector<model::LineKernel> lines = lines_of(deck, model);
    std::vector<double> full = model.space().expand(model.space().start());
    for (std::size_t i = 0; i < full.size(); ++i)
        full[i] *= 1.0 + 0.001 * static_cast<double>(i);
    CHECK(jacobian_error(model.residual_function(lines), full) < 1e-6);
    Eigen::VectorXd residual;
    Eigen::MatrixXd jacobian;
    model.residual_function(lines)(full, residual, &jacobian);
    REQUIRE(jacobian.rows() == 82);
    // Amplitudes of one spectrum leave the other's residuals alone; the shared parameter moves both.
    CHECK(jacobian.block(41, 0, 41, 6).isZero(0.0));
    CHECK(jacobian.block(0, 6, 41, 6).isZero(0.0));
    CHECK_FALSE(jacobian.block(0, 12, 41, 1).isZero(1e-6));
    CHECK_FALSE(jacobian.block(41, 12, 41, 1).isZero(1e-6));
}

TEST_CASE("the full parameters come back from a spectrum's result", "[campaign][fit_model]") {
    deck::Deck deck = decks::fitted();
    deck.amplitude[0].fixed = true;
    deck.amplitude[4].tied_to = "theta_13";
    deck.amplitude[4].prior.reset();
    deck.fit->also = {decks::also("width", {"nqr.packet_fwhm"}, DriveMode::set, 1.2, 0.2, 3.0)};
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    SpectrumResult result;
    result.amplitude = {-0.2, -0.3, -0.4, -0.5, -0.7, -0.7};
    result.parameter = {-0.3, -0.4, -0.5, -0.7, 1.7};
    CHECK(model.full(0, result) == std::vector{-0.2, -0.3, -0.4, -0.5, -0.7, -0.7, 1.7});
}

TEST_CASE("a parameter that ties and bounds leave no room is a constant", "[campaign][fit_model]") {
    // theta_13 = -beta_1, both within -1..0: only 0 is left.
    deck::Deck deck = decks::fitted();
    deck.amplitude[0] = deck::Amplitude{0.0};
    deck.amplitude[5] = deck::Amplitude{0.0};
    deck.amplitude[5].tied_to = "beta_1";
    deck.amplitude[5].ratio = -1.0;
    const std::vector<SpectrumData> data = spectrum_data(deck);
    const FitModel model = FitModel::from_deck(deck, data).front();
    CHECK(free_column(model.space(), 0) == -1);
    CHECK(free_column(model.space(), 1) == 0);
    const auto lanes = model.lanes<8>(0, model.space().expand(model.space().start()), 0);
    for (int i = 0; i < par::count; ++i)
        CHECK(lanes[i].derivative[0] == 0.0);

    const RunRecord record = decks::run(deck);
    const SpectrumResult& r = record.sets.front().spectrum.front();
    REQUIRE(r.parameter.size() == 5);
    CHECK(r.parameter[0] == 0.0);
    CHECK(std::isnan(r.parameter_errors[0]));
    CHECK(std::isfinite(r.parameter_errors[1]));
    CHECK(r.singular_values.back() == 0.0);
}

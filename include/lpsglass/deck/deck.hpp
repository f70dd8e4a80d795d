#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lpsglass/model/options.hpp"

/// The input deck as plain structs, in the deck's own units (angles in degrees).
/// Key names, units and defaults are those of docs/deck.md.
namespace lpsglass::deck {

struct Structure {
    std::array<double, 3> bond_length_angstrom{2.41, 2.41, 2.41};
    std::array<double, 3> bond_angle_degree{97.6, 98.0, 98.4}; ///< pairs 12, 23, 13
    std::array<double, 3> hybrid_offset_degree{-1.9898, -1.9898, -1.9898};
    double hybrid_following = 0.5;
    double selenium_tilt_degree = 2.5;
    bool operator==(const Structure&) const = default;
};

struct TightBinding {
    double eta_sp_sigma = 1.84;
    double eta_pp_sigma = 3.24;
    double eta_pp_pi = -0.81;
    double arsenic_s_eV = -17.33;
    double arsenic_p_eV = -7.91;
    double selenium_p_eV = -9.53;
    bool operator==(const TightBinding&) const = default;
};

/// Bayer's thermal factor; off while libration_rms is 0.
struct Thermal {
    double libration_rms_degree = 0.0;
    double libration_temperature_kelvin = 150.0;
    bool operator==(const Thermal&) const = default;
};

struct Ensemble {
    model::EnsembleLaw law = model::EnsembleLaw::normal;
    model::IntegrationMethod method = model::IntegrationMethod::conditional;
    int points = 4096;       ///< method direct: members, a power of two
    double tolerance = 5e-4; ///< method conditional: goal for the estimated error, relative to the peak
    bool operator==(const Ensemble&) const = default;
};

/// Evenly spaced values start, start + step, ... up to stop.
struct Range {
    double start = 0.0;
    double stop = 0.0;
    double step = 1.0;
    /// floor((stop - start)/step + 1e-9) + 1; 0 if stop is below start; saturates.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::vector<double> values() const; ///< value i is start + i*step
    bool operator==(const Range&) const = default;
};

/// One measured value of a line.
struct LinePoint {
    double frequency_MHz = 0.0;
    double amplitude = 0.0; ///< data units
    double sigma = 0.0;     ///< data units, > 0
    bool operator==(const LinePoint&) const = default;
};

/// A line made by the program: a Gaussian (center, fwhm) or the model's own line (amplitude), peak 1.
struct Synthetic {
    double center_MHz = 0.0;
    double fwhm_MHz = 0.0;
    std::optional<std::array<double, 6>> amplitude_degree; ///< set: the model's own line
    double noise = 0.0;                                    ///< standard deviation, relative to the peak
    std::uint64_t seed = 0;
    Range frequency_MHz;
    bool operator==(const Synthetic&) const = default;
};

struct Spectrum {
    std::string file;   ///< as written in the deck; empty when inline or synthetic
    std::string origin; ///< where the data come from: as given, else the file's name; empty: synthetic
    double temperature_kelvin = 77.0;
    bool baseline = false;
    std::optional<double> sigma; ///< one sigma for all points
    std::optional<Synthetic> synthetic;
    std::vector<LinePoint> points; ///< sorted by frequency; empty for synthetic (the campaign makes them)
    bool operator==(const Spectrum&) const = default;
};

struct Nqr {
    double coupling_4p_MHz = 410.7;
    double packet_fwhm_MHz = 1.0;
    Thermal thermal;
    Ensemble ensemble;
    Range grid_MHz{44.0, 76.0, 0.5};
    std::vector<Spectrum> spectra;
    bool operator==(const Nqr&) const = default;
};

struct Prior {
    double mean = 0.0;
    double sigma = 1.0;
    bool operator==(const Prior&) const = default;
};

/// One of the six fluctuation amplitudes, degree.
struct Amplitude {
    double value = 0.0; ///< start of the fit, or the fixed value
    double min = -1.0;
    double max = 0.0;
    std::optional<Prior> prior{};
    bool fixed = false;
    std::string tied_to{}; ///< name of another amplitude, e.g. `beta_1`; empty: not tied
    double ratio = 1.0;    ///< this = ratio * tied_to
    bool operator==(const Amplitude&) const = default;
};

/// How a parameter drives its keys: value, base + value, base * value.
enum class DriveMode { set, shift, factor };

/// A further free parameter of [fit.also].
struct AlsoParameter {
    std::string name; ///< the table's own key in [fit.also]
    std::vector<std::string>
        keys; ///< deck keys it drives (elements written out, e.g. `structure.hybrid_offset[1]`)
    DriveMode mode = DriveMode::set;
    double value = 0.0; ///< start: for set the deck's value, shift 0, factor 1 unless given
    double min = 0.0;
    double max = 0.0;
    std::optional<Prior> prior;
    bool shared = false; ///< one value for all spectra
    bool operator==(const AlsoParameter&) const = default;
};

/// How intervals are found; linear errors always come too.
enum class Uncertainty { linear, posterior, profile, bootstrap };

struct Fit {
    std::string algorithm = "slsqp";
    int starts = 8;
    bool polish = true;
    int max_evaluations = 2000;
    double tolerance = 1e-8;
    Uncertainty uncertainty = Uncertainty::posterior;
    int draws = 2000; ///< from the posterior, or bootstrap replicas
    std::uint64_t seed = 1;
    std::vector<AlsoParameter> also; ///< in the order of the deck
    bool operator==(const Fit&) const = default;
};

struct Bath {
    std::array<double, 3> beta_angstrom{};
    std::array<double, 3> theta_angstrom{};
    bool operator==(const Bath&) const = default;
};

struct FreeEnergy {
    std::array<double, 3> kappa_beta_eV_per_A2{96086.0, 93941.0, 99435.0};
    std::array<double, 3> kappa_theta_eV_per_A2{157000.0, 110740.0, 144690.0};
    std::optional<Bath> bath; ///< present and enabled: amplitudes follow from the bath
    bool operator==(const FreeEnergy&) const = default;
};

struct Partition {
    double cooperativity_beta = 4.0987;
    double cooperativity_theta = 52.865;
    model::Weight weight_beta = model::Weight::barrier;
    model::Weight weight_theta = model::Weight::well;
    model::FreezingOrder freezing_order = model::FreezingOrder::listed;
    bool operator==(const Partition&) const = default;
};

struct Exponents {
    double scale = 0.5;
    double glass_temperature_kelvin = 453.0;
    bool operator==(const Exponents&) const = default;
};

/// The temperatures of a deck that gives none, kelvin.
inline constexpr Range default_temperature_kelvin{10.0, 700.0, 10.0};

/// One target of [calibration]: what the model shall give, and the keys that are adjusted for it.
struct CalibrationTarget {
    std::string observable;                   ///< name in observables()
    double value = 0.0;                       ///< wanted, in the observable's unit
    std::optional<double> temperature_kelvin; ///< of the observables that need one
    std::vector<std::string> adjust; ///< deck keys, an array's elements together (`structure.hybrid_offset`)
    DriveMode mode = DriveMode::shift; ///< how the elements of an array move together
    double tolerance = 1e-4;           ///< share of the value; absolute where the value is 0
    bool operator==(const CalibrationTarget&) const = default;
};

/// How a scan places its parameter sets (docs/deck.md, [scan]).
enum class Design { grid, list, one_at_a_time, lhs, sobol, saltelli, morris };

/// Whether the design draws its values from laws instead of taking those given.
inline constexpr bool is_sampled(Design design) {
    return design >= Design::lhs;
}

/// Distribution of a scanned parameter in the sampled designs (lhs, sobol, saltelli, morris).
enum class Law { uniform, normal, lognormal };

/// One scanned parameter: it may drive several keys at once.
struct ScanParameter {
    std::string name;              ///< as given, else its first key as the deck writes it
    std::vector<std::string> keys; ///< elements written out, e.g. `structure.hybrid_offset[1]`
    DriveMode mode = DriveMode::set;
    std::vector<double> values;     ///< grid, list, one_at_a_time; as many as a list has rows
    std::vector<std::string> texts; ///< instead of values: of text-valued keys (grid, list, one_at_a_time)
    /// Of keys `nqr.spectrum[i].file`: the lines of the different texts, in the order in which they first
    /// occur; sigma is 0 where the file has none and the spectrum's key `sigma` holds.
    std::vector<std::vector<LinePoint>> data;
    Law law = Law::uniform;         ///< of the sampled designs
    double mean = 0.0, sigma = 0.0; ///< normal: of the value; lognormal: of its natural logarithm
    std::optional<double> min, max; ///< ends of uniform; of normal and lognormal where they are cut off
    bool operator==(const ScanParameter&) const = default;
};

struct Scan {
    Design design = Design::grid;
    int samples = 0; ///< lhs, sobol: sets; saltelli: base samples; morris: trajectories
    std::uint64_t seed = 1;
    bool maximin = false;      ///< lhs: of several candidates the one whose nearest points are farthest apart
    bool second_order = false; ///< saltelli: B with columns of A too, for second-order indices
    int levels = 4;            ///< morris: of the grid, even
    std::vector<ScanParameter> parameters;
    bool operator==(const Scan&) const = default;
};

enum class Detail { full, exponents, summary };

struct Output {
    Detail detail = Detail::full;
    bool spectra = false;
    bool operator==(const Output&) const = default;
};

struct Deck {
    std::string title;
    Structure structure;
    TightBinding tight_binding;
    Nqr nqr;
    std::optional<Fit> fit; ///< absent or disabled: the amplitudes are used as given
    std::array<Amplitude, 6> amplitude{
        Amplitude{-0.20}, Amplitude{-0.19},  Amplitude{-0.18}, // beta_1, beta_2, beta_3
        Amplitude{-0.12}, Amplitude{-0.175}, Amplitude{-0.25}  // theta_12, theta_23, theta_13
    };
    FreeEnergy free_energy;
    double gauge_coupling_A_per_eV = 69.78;
    Partition partition;
    Exponents exponents;
    std::vector<double> temperature_kelvin;     ///< rising
    std::vector<CalibrationTarget> calibration; ///< of `lpsglass calibrate`; empty: absent or disabled
    std::optional<Scan> scan;                   ///< absent or disabled: one set, the deck's own
    Output output;
    bool operator==(const Deck&) const = default;
};

} // namespace lpsglass::deck

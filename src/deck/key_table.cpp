#include "lpsglass/deck/key_table.hpp"

#include <array>

#include "lpsglass/deck/words.hpp"

namespace lpsglass::deck {

namespace {

using enum ValueType;
using enum Elements;
using namespace std::string_view_literals;

constexpr Limits any{};
constexpr Limits above(double min) {
    return {.min = min, .min_excluded = true};
}
constexpr Limits at_least(double min) {
    return {.min = min};
}
constexpr Limits from_to(double min, double max) {
    return {.min = min, .max = max};
}
constexpr Limits above_to(double min, double max) {
    return {.min = min, .max = max, .min_excluded = true};
}
constexpr Limits from_below(double min, double max) {
    return {.min = min, .max = max, .max_excluded = true};
}
constexpr Limits between(double min, double max) {
    return {min, max, true, true};
}

constexpr std::array algorithms{"slsqp"sv,  "lbfgs"sv,  "mma"sv,   "ccsaq"sv,  "tnewton"sv,   "varmetric"sv,
                                "bobyqa"sv, "cobyla"sv, "sbplx"sv, "praxis"sv, "neldermead"sv};

constexpr auto required = "required"sv;
constexpr auto none = "none"sv;

// Section, name, type, unit, default, meaning, range, elements, words, rule.
// clang-format off
constexpr KeyInfo keys[] = {
    {"", "schema", integer, "1", required, "version of the deck's format", from_to(1, 1)},
    {"", "title", text, "-", "\"\"", "a line for reports; not part of the deck's identity"},
    {"", "include", text, "-", none, "another deck whose keys hold where this one is silent", {}, {}, {},
     "file name relative to this deck; one level only"},

    {"structure", "bond_length", triple, "angstrom", "[2.41, 2.41, 2.41]", "As-Se bond lengths",
     above_to(0, 10), bonds},
    {"structure", "bond_angle", triple, "degree", "[97.6, 98.0, 98.4]", "bond angles", between(90, 120),
     pairs},
    {"structure", "hybrid_offset", triple, "degree", "[-1.9898, -1.9898, -1.9898]",
     "misalignment of each hybrid from its bond, positive away from the axis", between(-45, 45), bonds},
    {"structure", "hybrid_following", number, "1", "0.5", "fraction by which hybrids follow moving bonds",
     from_to(0, 1)},
    {"structure", "selenium_tilt", number, "degree", "2.5", "tilt of the Se orbital", between(-90, 90)},

    {"tight_binding", "eta_sp_sigma", number, "1", "1.84", "Harrison's s-p sigma coefficient"},
    {"tight_binding", "eta_pp_sigma", number, "1", "3.24", "Harrison's p-p sigma coefficient"},
    {"tight_binding", "eta_pp_pi", number, "1", "-0.81", "Harrison's p-p pi coefficient"},
    {"tight_binding", "arsenic_s", number, "eV", "-17.33", "energy of the As 4s level"},
    {"tight_binding", "arsenic_p", number, "eV", "-7.91", "energy of the As 4p level"},
    {"tight_binding", "selenium_p", number, "eV", "-9.53", "energy of the Se 4p level"},

    {"nqr", "coupling_4p", number, "MHz", "410.7",
     "magnitude of the quadrupole coupling e^2 q_4p Q/h of one 4p electron", above(0)},
    {"nqr", "packet_fwhm", number, "MHz", "1.0", "full width at half maximum of one packet", above(0)},
    {"nqr.thermal", "libration_rms", number, "degree", "0.0", "zero-point libration; 0 is off",
     from_below(0, 90)},
    {"nqr.thermal", "libration_temperature", number, "K", "150.0", "librational temperature", above(0)},
    {"nqr.ensemble", "law", word, "-", "\"normal\"", "law of the standardised fluctuations", {}, {},
     words::law},
    {"nqr.ensemble", "method", word, "-", "\"conditional\"", "how the line is integrated", {}, {},
     words::method},
    {"nqr.ensemble", "points", integer, "1", "4096", "members of the ensemble, used by method direct",
     from_to(2, 67108864), {}, {}, "a power of two"},
    {"nqr.ensemble", "tolerance", number, "1", "5e-4",
     "goal for the error of the line relative to its peak, used by method conditional", above_to(0, 0.1)},
    {"nqr.grid", "start", number, "MHz", "44.0", "first frequency of the line where there is no spectrum",
     at_least(0)},
    {"nqr.grid", "stop", number, "MHz", "76.0", "last frequency", at_least(0), {}, {}, "not below start"},
    {"nqr.grid", "step", number, "MHz", "0.5", "spacing", above(0), {}, {}, "2 to 100000 points"},
    {"nqr.spectrum", "file", text, "-", none, "data file of the measured line", {}, {}, {},
     "exactly one of file, data, synthetic"},
    {"nqr.spectrum", "data", rows, "-", none,
     "the measured line itself, a row [frequency in MHz, amplitude, sigma] for each point", {}, {}, {},
     "exactly one of file, data, synthetic"},
    {"nqr.spectrum", "origin", text, "-", none,
     "where the data come from, for reports; not part of the deck's identity", {}, {}, {},
     "without it the name of the file; not with synthetic"},
    {"nqr.spectrum", "temperature", number, "K", "77.0", "temperature of the measurement", above(0)},
    {"nqr.spectrum", "baseline", boolean, "-", "false", "whether the fit adds a flat baseline"},
    {"nqr.spectrum", "sigma", number, "data", none, "standard deviation of every point", above(0), {}, {},
     "not with a sigma column; required if synthetic without noise"},
    {"nqr.spectrum.synthetic", "center", number, "MHz", none, "centre of a Gaussian line of peak 1", above(0),
     {}, {}, "with fwhm; not with amplitude"},
    {"nqr.spectrum.synthetic", "fwhm", number, "MHz", none, "full width at half maximum of the Gaussian",
     above(0), {}, {}, "with center"},
    {"nqr.spectrum.synthetic", "amplitude", sextuple, "degree", none,
     "amplitudes from which the model makes the line, scaled to peak 1", from_to(-30, 30), fluctuations, {},
     "not with center, fwhm"},
    {"nqr.spectrum.synthetic", "noise", number, "1", "0.0",
     "standard deviation of the noise relative to the peak", at_least(0)},
    {"nqr.spectrum.synthetic", "seed", integer, "1", "0", "seed of the noise", at_least(0)},
    {"nqr.spectrum.synthetic", "start", number, "MHz", required, "first frequency", above(0)},
    {"nqr.spectrum.synthetic", "stop", number, "MHz", required, "last frequency", above(0), {}, {},
     "not below start"},
    {"nqr.spectrum.synthetic", "step", number, "MHz", required, "spacing", above(0), {}, {},
     "3 to 100000 points"},

    {"fit", "enabled", boolean, "-", "true", "false: as if the section were absent"},
    {"fit", "algorithm", word, "-", "\"slsqp\"", "local algorithm of NLopt", {}, {}, algorithms},
    {"fit", "starts", integer, "1", "8", "starting points; the first is the given values",
     from_to(1, 100000)},
    {"fit", "polish", boolean, "-", "true", "Levenberg-Marquardt polish after NLopt"},
    {"fit", "max_evaluations", integer, "1", "2000", "most evaluations of the line for one start",
     from_to(1, 10000000)},
    {"fit", "tolerance", number, "1", "1e-8", "relative tolerance on the parameters", above_to(0, 0.1)},
    {"fit", "uncertainty", word, "-", "\"posterior\"",
     "how the intervals are found; linear errors always come too", {}, {}, words::uncertainty},
    {"fit", "draws", integer, "1", "2000", "draws from the posterior, or bootstrap replicas", from_to(100, 10000000)},
    {"fit", "seed", integer, "1", "1", "seed of starting points, draws and replicas", at_least(0)},
    {"fit.also.*", "keys", texts, "-", none,
     "deck keys that this parameter drives; without it the table's name is the key", {}, {}, {},
     "continuous keys of the model outside [amplitude] and the bath; each driven once"},
    {"fit.also.*", "mode", word, "-", "\"set\"", "the keys become the value, base + value or base * value",
     {}, {}, words::mode},
    {"fit.also.*", "value", number, "of the key", none,
     "start; without it the deck's value (set), 0 (shift) or 1 (factor)", any, {}, {}, "min to max"},
    {"fit.also.*", "min", number, "of the key", required, "lower bound", any, {}, {},
     "the keys stay in their own range"},
    {"fit.also.*", "max", number, "of the key", required, "upper bound", any, {}, {},
     "above min; the keys stay in their own range"},
    {"fit.also.*", "prior", number, "of the key", none, "mean of a Gaussian prior", any, {}, {},
     "with prior_sigma; required if the line does not depend on the keys"},
    {"fit.also.*", "prior_sigma", number, "of the key", none, "standard deviation of the prior", above(0), {},
     {}, "with prior"},
    {"fit.also.*", "shared", boolean, "-", "false", "one value for all spectra instead of one for each"},

    {"amplitude.*", "value", number, "degree", "[-0.20, -0.19, -0.18, -0.12, -0.175, -0.25]",
     "start of the fit, or the value itself without one", from_to(-30, 30), {}, {},
     "min to max if the fit varies it"},
    {"amplitude.*", "min", number, "degree", "-1.0", "lower bound", from_to(-30, 30)},
    {"amplitude.*", "max", number, "degree", "0.0", "upper bound", from_to(-30, 30), {}, {}, "above min"},
    {"amplitude.*", "prior", number, "degree", none, "mean of a Gaussian prior", from_to(-30, 30), {}, {},
     "with prior_sigma"},
    {"amplitude.*", "prior_sigma", number, "degree", none, "standard deviation of the prior", above(0), {},
     {}, "with prior"},
    {"amplitude.*", "fixed", boolean, "-", "false", "keeps the amplitude out of the fit"},
    {"amplitude.*", "tied_to", text, "-", "\"\"", "name of the amplitude that this one follows", {}, {}, {},
     "another amplitude that is not tied itself; not with fixed"},
    {"amplitude.*", "ratio", number, "1", "1.0", "this amplitude is ratio times the other", any, {}, {},
     "not 0; only with tied_to"},

    {"free_energy", "kappa_beta", triple, "eV/A^2", "[96086.0, 93941.0, 99435.0]",
     "stiffness of the beta fluctuations", above(0), bonds},
    {"free_energy", "kappa_theta", triple, "eV/A^2", "[157000.0, 110740.0, 144690.0]",
     "stiffness of the theta fluctuations", above(0), pairs},
    {"free_energy.bath", "enabled", boolean, "-", "true", "false: as if the section were absent"},
    {"free_energy.bath", "beta", triple, "angstrom", required, "bath amplitudes of the beta fluctuations",
     any, bonds},
    {"free_energy.bath", "theta", triple, "angstrom", required, "bath amplitudes of the theta fluctuations",
     any, pairs},

    {"gauge", "coupling", number, "A/eV", "69.78", "gauge coupling"},

    {"partition", "cooperativity_beta", number, "1", "4.0987", "number of LPSs that share a beta energy",
     above(0)},
    {"partition", "cooperativity_theta", number, "1", "52.865", "number of LPSs that share a theta energy",
     above(0)},
    {"partition", "weight_beta", word, "-", "\"barrier\"", "level of the beta fluctuations", {}, {},
     words::weight},
    {"partition", "weight_theta", word, "-", "\"well\"", "level of the theta fluctuations", {}, {},
     words::weight},
    {"partition", "freezing_order", word, "-", "\"listed\"", "which fluctuation of a family freezes first",
     {}, {}, words::freezing_order},

    {"exponents", "scale", number, "1", "0.5", "scale factor of lambda = scale/xi", above(0)},
    {"exponents", "glass_temperature", number, "K", "453.0", "where the summary is taken", above(0)},

    {"temperature", "start", number, "K", "10.0", "first temperature", above_to(0, 100000), {}, {}, "not with values"},
    {"temperature", "stop", number, "K", "700.0", "last temperature", above_to(0, 100000), {}, {},
     "not below start; not with values"},
    {"temperature", "step", number, "K", "10.0", "spacing", above_to(0, 100000), {}, {},
     "at most 100000 temperatures; not with values"},
    {"temperature", "values", numbers, "K", none, "the temperatures themselves", above_to(0, 100000), {}, {},
     "1 to 100000, rising; not with start, stop, step"},

    {"scan", "enabled", boolean, "-", "true", "false: as if the section were absent"},
    {"scan", "design", word, "-", "\"grid\"", "how the parameter sets are placed", {}, {}, words::design},
    {"scan", "samples", integer, "1", none,
     "sets (lhs, sobol), base samples (saltelli) or trajectories (morris)", from_to(1, 10000000), {}, {},
     "required with lhs, sobol, saltelli, morris, and only with them"},
    {"scan", "seed", integer, "1", "1", "seed of the designs that draw random numbers", at_least(0)},
    {"scan", "maximin", boolean, "-", "false",
     "the best of several Latin hypercubes: that whose nearest two points are farthest apart", {}, {}, {},
     "true, false; only with lhs"},
    {"scan", "second_order", boolean, "-", "false", "further rows for second-order indices", {}, {}, {},
     "true, false; only with saltelli"},
    {"scan", "levels", integer, "1", "4", "levels of the grid on which trajectories run", from_to(2, 1000), {},
     {}, "even; only with morris"},
    {"scan", "file", text, "-", none,
     "data file with the sets of a list: a row each, a column for each scanned key, which its first line names",
     {}, {}, {}, "only with list"},
    {"scan.parameter", "key", text, "-", none, "deck key that the parameter drives", {}, {}, {},
     "a key that a scan may vary; exactly one of key, keys"},
    {"scan.parameter", "keys", texts, "-", none, "several deck keys that it drives", {}, {}, {},
     "keys that a scan may vary; exactly one of key, keys"},
    {"scan.parameter", "name", text, "-", none, "its name in results; without it the first key", {}, {}, {},
     "none twice"},
    {"scan.parameter", "mode", word, "-", "\"set\"", "the keys become the value, base + value or base * value",
     {}, {}, words::mode, "set for keys that hold strings"},
    {"scan.parameter", "values", values, "of the key", none, "the values it takes", any, {}, {},
     "required with grid, list, one_at_a_time, and only with them; a list has equally many of each parameter; "
     "the keys stay in their own range"},
    {"scan.parameter", "data", rows, "-", none,
     "the lines themselves where the values name data files of a spectrum: rows [frequency in MHz, amplitude, "
     "sigma] for each different name, in the order of their first appearance; resolved decks have it",
     {}, {}, {}, "only with keys nqr.spectrum[i].file"},
    {"scan.parameter", "law", word, "-", "\"uniform\"", "distribution of the value", {}, {}, words::scan_law,
     "only with lhs, sobol, saltelli, morris"},
    {"scan.parameter", "min", number, "of the key", none, "lower end", any, {}, {},
     "required with uniform, where the keys stay in their own range; cuts the other laws off"},
    {"scan.parameter", "max", number, "of the key", none, "upper end", any, {}, {}, "above min; as min"},
    {"scan.parameter", "mean", number, "of the key", none,
     "mean of the value (normal) or of its natural logarithm (lognormal)", any, {}, {},
     "required with normal and lognormal, and only with them"},
    {"scan.parameter", "sigma", number, "of the key", none, "standard deviation of the same", above(0), {}, {},
     "as mean"},

    {"calibration", "enabled", boolean, "-", "true", "false: as if the section were absent"},
    {"calibration.target", "observable", text, "-", required, "what the model shall give", {}, {}, {},
     "an observable, docs/deck.md lists them; none twice"},
    {"calibration.target", "value", number, "of the observable", required, "the wanted value"},
    {"calibration.target", "temperature", number, "K", none, "where the observable is taken",
     above_to(0, 100000), {}, {}, "with the observables that need one, and only with them"},
    {"calibration.target", "adjust", texts, "-", none, "deck keys that are adjusted", {}, {}, {},
     "continuous keys of the model; each once; no more than there are targets"},
    {"calibration.target", "mode", word, "-", "\"shift\"",
     "how the elements of an array move: all to one value, base + value or base * value", {}, {},
     words::mode},
    {"calibration.target", "tolerance", number, "1", "1e-4",
     "how near counts as met: share of the value, or the deviation itself where the value is 0",
     above_to(0, 0.1)},

    {"output", "detail", word, "-", "\"full\"", "what is stored of each set", {}, {}, words::detail},
    {"output", "spectra", boolean, "-", "false",
     "store every fitted line; those of the first set always are"},
};
// clang-format on

using enum SectionKind;

constexpr SectionInfo sections[] = {
    {"", table, "before the first section"},
    {"structure", table, "the mean locally preferred structure"},
    {"tight_binding", table, "the bond-orbital model"},
    {"nqr", table, "the NQR line"},
    {"nqr.thermal", table, "Bayer's thermal factor of a measured line"},
    {"nqr.ensemble", table, "the ensemble of structures and its integration"},
    {"nqr.grid", table, "where the line is written when there is no spectrum"},
    {"nqr.spectrum", table_array, "one measured line of this glass; any number"},
    {"nqr.spectrum.synthetic", table, "a line that the program makes itself"},
    {"fit", table, "the fit; absent: the amplitudes are used as given"},
    {"fit.also", chosen_tables, "further free parameters"},
    {"fit.also.*", table, "one further free parameter"},
    {"amplitude", named_tables, "the six fluctuations: beta_1, beta_2, beta_3, theta_12, theta_23, theta_13"},
    {"amplitude.*", table, "one fluctuation"},
    {"free_energy", table, "the free energy of the fluctuations"},
    {"free_energy.bath", table, "bath amplitudes, from which the amplitudes follow; not with a fit"},
    {"gauge", table, "the gauge field"},
    {"partition", table, "partition functions and rates"},
    {"exponents", table, "exponents and summary"},
    {"temperature", table, "the temperatures"},
    {"scan", table, "many parameter sets in one run; absent: one set, the deck's own"},
    {"scan.parameter", table_array, "one scanned parameter"},
    {"calibration", table, "what `lpsglass calibrate` adjusts; a run does not look at it"},
    {"calibration.target", table_array, "one target"},
    {"output", table, "what is stored; not part of the deck's identity"},
};

} // namespace

std::span<const KeyInfo> key_table() {
    return keys;
}

std::span<const SectionInfo> section_table() {
    return sections;
}

} // namespace lpsglass::deck

#pragma once

#include <map>
#include <string>
#include <vector>

#include "lpsglass/campaign/set_result.hpp"
#include "lpsglass/deck/reader.hpp"

namespace lpsglass::campaign {

/// One measured (or synthetic) line as it entered the fit.
struct SpectrumData {
    std::string origin;         ///< file name, "inline data" or "synthetic"
    bool reconstructed = false; ///< the name of the file says that its data are reconstructed, not measured
    double temperature_K = 0.0; ///< NaN where the deck has no spectrum
    std::vector<double> frequency; ///< MHz, ascending
    std::vector<double> observed;  ///< data units
    std::vector<double> sigma;     ///< data units
};

/// A fitted parameter of one spectrum.
struct FitParameterInfo {
    std::string name; ///< e.g. `beta_1`, `nqr.packet_fwhm`
    std::string unit; ///< of the deck
    bool has_prior = false;
};

/// A scanned parameter.
struct ScanParameterInfo {
    std::string name;
    std::string unit;               ///< of its first key; "1" for a factor, "text" for texts
    std::vector<std::string> keys;  ///< the deck keys that it drives
    std::string mode;               ///< set, shift, factor
    std::vector<std::string> texts; ///< of a text-valued parameter: what its values, places among these, mean
};

/// What describes the run rather than the result; may differ between runs of one deck.
struct RunInfo {
    std::string created; ///< UTC, ISO 8601
    std::string hostname;
    std::string command_line;
    int ranks = 1;
    double elapsed_s = 0.0;
};

/// Everything that goes into a results file.
struct RunRecord {
    std::size_t set_count = 1; ///< n_S
    deck::LoadedDeck deck;
    RunInfo info;
    std::vector<double> temperature;                ///< K, n_T
    std::vector<SpectrumData> spectra;              ///< n_D; one without data where the deck has no spectrum
    std::vector<FitParameterInfo> fit_parameters;   ///< n_P; empty without a fit
    std::vector<double> grid;                       ///< nqr.grid, MHz
    std::vector<ScanParameterInfo> scan_parameters; ///< n_K; empty without a [scan]
    std::vector<SetResult> sets;                    ///< those at hand; the first one always
};

} // namespace lpsglass::campaign

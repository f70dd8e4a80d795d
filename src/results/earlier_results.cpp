#include "lpsglass/results/earlier_results.hpp"

#include <unordered_map>

#include <fmt/format.h>

#include "dataset_table.hpp"
#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/campaign/set_table.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/deck/resolved.hpp"

namespace lpsglass::results {

namespace {

using campaign::SpectrumResult;

std::string root_text(const ResultsFile& file, const char* name) {
    return file.attribute_text("/", name).value_or("unknown");
}

/// Why rows of the file do not fit this run's layout; empty where they do.
std::string difference_of_layout(const ResultsFile& file, const RunRecord& frame) {
    for (const Dataset& dataset : dataset_table()) {
        if (!is_taken_over(dataset) || !is_stored(dataset, frame, 0)) continue;
        if (!file.has(dataset.path)) return "it has no " + dataset.path;
        std::vector<std::size_t> here = lengths_of(dataset, frame, 0), there = file.lengths(dataset.path);
        here.front() = there.front();
        if (here != there) return dataset.path + " has another shape in it";
    }
    return {};
}

/// Values of one row of /fit, dataset by dataset.
class FitRow {
  public:
    FitRow(const ResultsFile& file, std::size_t row) : file_(file), row_(row) {}

    /// `width` values of spectrum d.
    [[nodiscard]] std::vector<double> values(const std::string& name, std::size_t d,
                                             std::size_t width) const {
        const std::vector<double> all = file_.rows("/fit/" + name, row_, 1);
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(d * width);
        return {begin, begin + static_cast<std::ptrdiff_t>(width)};
    }
    [[nodiscard]] double value(const std::string& name, std::size_t d) const {
        return values(name, d, 1).front();
    }

  private:
    const ResultsFile& file_;
    std::size_t row_;
};

SpectrumResult spectrum_of(const FitRow& row, std::size_t d, std::size_t n_parameters) {
    SpectrumResult r;
    r.state = static_cast<campaign::FitState>(static_cast<int>(row.value("status", d)));
    r.evaluations = static_cast<int>(row.value("evaluations", d));
    r.starts_agreeing = static_cast<int>(row.value("starts_agreeing", d));
    const std::vector<double> amplitude = row.values("amplitude", d, campaign::kFluctuations);
    const std::vector<double> errors = row.values("amplitude_errors", d, campaign::kFluctuations);
    std::ranges::copy(amplitude, r.amplitude.begin());
    std::ranges::copy(errors, r.amplitude_errors.begin());
    r.parameter = row.values("parameter", d, n_parameters);
    r.parameter_errors = row.values("parameter_errors", d, n_parameters);
    r.data_share = row.values("data_share", d, n_parameters);
    r.singular_values = row.values("singular_values", d, n_parameters);
    r.weakest_combination = row.values("weakest_combination", d, n_parameters);
    r.covariance = row.values("covariance", d, n_parameters * n_parameters);
    r.least_separated = {static_cast<int>(row.value("least_separated_first", d)),
                         static_cast<int>(row.value("least_separated_second", d))};
    r.least_separated_correlation = row.value("least_separated_correlation", d);
    r.chi2 = row.value("chi2", d);
    r.prior_chi2 = row.value("prior_chi2", d);
    r.degrees_of_freedom = row.value("degrees_of_freedom", d);
    r.effective_parameters = row.value("effective_parameters", d);
    r.line_error = row.value("line_error", d);
    r.scale = row.value("scale", d);
    r.scale_errors = row.value("scale_errors", d);
    r.baseline = row.value("baseline", d);
    r.baseline_errors = row.value("baseline_errors", d);
    return r;
}

} // namespace

struct EarlierResults::State {
    explicit State(const std::string& path) : file(path) {}

    ResultsFile file;
    std::string no_sets, no_fits;
    std::size_t n_parameters = 0;
    std::unordered_map<std::string, Set> sets;         ///< by the hash of their inputs
    std::unordered_map<std::string, std::size_t> fits; ///< row of one set with such a fit
};

EarlierResults::EarlierResults(const std::string& path, const RunRecord& frame, const std::string& build,
                               bool accept_other_build)
    : state_(std::make_unique<State>(path)) {
    State& s = *state_;
    const std::string theirs =
        fmt::format("lpsglass {} ({}), {}", root_text(s.file, "program_version"),
                    root_text(s.file, "git_revision"), root_text(s.file, "arithmetic"));
    if (theirs != build && !accept_other_build) {
        throw InputError(
            fmt::format("{} was made by {}; this is {}: their results may differ in the last bits "
                        "(--accept-other-build takes them all the same)",
                        path, theirs, build));
    }
    const deck::LoadedDeck old = deck::read_deck_text(s.file.resolved_deck(), path);
    const deck::Deck& own = frame.deck.deck;
    s.no_sets = difference_of_layout(s.file, frame);
    s.n_parameters = frame.fit_parameters.size();
    if (!own.fit) {
        s.no_fits = "the deck has no fit";
    } else if (own.fit->uncertainty != deck::Uncertainty::linear) {
        s.no_fits = "only fits with linear errors can be";
    } else if (own.output.spectra) {
        s.no_fits = "output.spectra asks for their lines";
    } else if (!s.file.has("/fit/covariance") || s.file.lengths("/fit/parameter").back() != s.n_parameters) {
        s.no_fits = "it has no covariance of these parameters (output.detail = \"full\" keeps it)";
    }
    if (!s.no_sets.empty() && !s.no_fits.empty()) return;

    std::unordered_map<std::size_t, std::string> messages;
    if (s.file.has("/tasks/failed_set")) {
        const std::vector<double> failed = s.file.numbers("/tasks/failed_set");
        const std::vector<std::string> texts = s.file.texts("/tasks/message");
        for (std::size_t i = 0; i < failed.size(); ++i)
            messages[static_cast<std::size_t>(failed[i])] = texts[i];
    }
    const std::vector<double> states = s.file.numbers("/tasks/status");
    const campaign::SetTable table(old);
    for (std::size_t row = 1; row < table.size(); ++row) {
        const auto state = static_cast<campaign::TaskState>(static_cast<int>(states[row]));
        if (state == campaign::TaskState::not_computed || state == campaign::TaskState::values_not_allowed)
            continue;
        const deck::Deck deck = table.deck(table.place(row));
        if (s.no_sets.empty())
            s.sets.try_emplace(sha256_hex(deck::set_identity_text(deck)), Set{row, state, messages[row]});
        if (s.no_fits.empty()) s.fits.try_emplace(sha256_hex(deck::fit_identity_text(deck)), row);
    }
}

EarlierResults::~EarlierResults() = default;

std::optional<EarlierResults::Set> EarlierResults::find_set(const deck::Deck& deck) const {
    if (!state_->no_sets.empty()) return std::nullopt;
    const auto found = state_->sets.find(sha256_hex(deck::set_identity_text(deck)));
    if (found == state_->sets.end()) return std::nullopt;
    return found->second;
}

std::optional<campaign::FitStage> EarlierResults::find_fits(const deck::Deck& deck) const {
    if (!state_->no_fits.empty()) return std::nullopt;
    const auto found = state_->fits.find(sha256_hex(deck::fit_identity_text(deck)));
    if (found == state_->fits.end()) return std::nullopt;
    const FitRow row(state_->file, found->second);
    // Which spectra a fit has does not depend on their data.
    const std::vector<campaign::SpectrumData> no_data(deck.nqr.spectra.size());
    campaign::FitStage stage;
    for (const campaign::FitModel& model : campaign::FitModel::from_deck(deck, no_data)) {
        campaign::FitOutcome& outcome = stage.outcomes.emplace_back();
        for (const campaign::FitSpectrum& spectrum : model.spectra()) {
            outcome.spectrum.push_back(
                spectrum_of(row, static_cast<std::size_t>(spectrum.index), state_->n_parameters));
            if (!campaign::is_minimum(outcome.spectrum.back().state)) return std::nullopt;
        }
    }
    return stage;
}

const std::string& EarlierResults::no_sets() const {
    return state_->no_sets;
}

const std::string& EarlierResults::no_fits() const {
    return state_->no_fits;
}

const ResultsFile& EarlierResults::file() const {
    return state_->file;
}

} // namespace lpsglass::results

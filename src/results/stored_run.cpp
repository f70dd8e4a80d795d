#include "lpsglass/results/stored_run.hpp"

#include <algorithm>
#include <string>

#include "fetch.hpp"
#include "lpsglass/campaign/campaign.hpp"
#include "lpsglass/campaign/fit_model.hpp"
#include "lpsglass/campaign/model_input.hpp"
#include "lpsglass/core/error.hpp"
#include "set_reader.hpp"

namespace lpsglass::results {

namespace {

enum Family : std::size_t { beta_family = 0, theta_family = 1 };

void read_energies(const SetReader& reader, SetResult& set) {
    const auto each = [&](const std::string& name, auto member) {
        reader.each("/energy/" + name, set.spectrum, member);
    };
    each("ground_state", &SpectrumResult::ground_state);
    each("ground_state_errors", &SpectrumResult::ground_state_errors);
    SetReader::interval("ground_state", each, &SpectrumResult::ground_state_interval);
    each("force", &SpectrumResult::force);
    each("force_overlap", &SpectrumResult::force_overlap);
    each("bath", &SpectrumResult::bath);
    each("log_eta", &SpectrumResult::log_eta);
    each("log_eta_errors", &SpectrumResult::log_eta_errors);
    SetReader::interval("log_eta", each, &SpectrumResult::log_eta_interval);
    each("extinction_status", &SpectrumResult::extinction_status);
    each("gauge_phase", &SpectrumResult::gauge_phase);
    each("phi_real", &SpectrumResult::phi_real);
    each("phi_imag", &SpectrumResult::phi_imag);
    each("frustration", &SpectrumResult::frustration);
    // The file keeps it of one spectrum only.
    for (SpectrumResult& spectrum : set.spectrum)
        reader.one("/exponents/single_length", spectrum, &SpectrumResult::single_length);
}

/// One family's exponent, lambda and their intervals.
void read_curves(const SetReader& reader, SetResult& set, const std::string& name, Family family) {
    const auto each = [&](const std::string& path, auto get) { reader.each(path, set.temperature, get); };
    const auto curve = [&](const std::string& path, auto value, auto errors, auto interval) {
        const auto of = [family](auto member) {
            return [ member, family ](TemperatureResult & t) -> auto& {
                return (t.*member)[family];
            };
        };
        each(path, of(value));
        each(path + "_errors", of(errors));
        SetReader::interval(path, each, of(interval));
    };
    curve("/exponents/" + name, &TemperatureResult::exponent, &TemperatureResult::exponent_errors,
          &TemperatureResult::exponent_interval);
    curve("/exponents/lambda_" + name, &TemperatureResult::lambda, &TemperatureResult::lambda_errors,
          &TemperatureResult::lambda_interval);
}

void read_temperatures(const SetReader& reader, std::size_t count, SetResult& set) {
    const std::vector<double> states = reader.row("/exponents/status");
    if (std::ranges::all_of(states, [](double state) { return state < 0.0; })) return;
    set.temperature.resize(count);
    read_curves(reader, set, "alpha", beta_family);
    read_curves(reader, set, "beta", theta_family);
    const auto each = [&](const std::string& path, auto member) {
        reader.each(path, set.temperature, member);
    };
    each("/exponents/status", &TemperatureResult::status);
    each("/exponents/network_length", &TemperatureResult::network_length);
    each("/thermal/probability", &TemperatureResult::probability);
    each("/thermal/log10_rate", &TemperatureResult::log10_rate);
    each("/thermal/log10_extinction_time", &TemperatureResult::log10_extinction_time);
    each("/thermal/specific_heat", &TemperatureResult::specific_heat);
    each("/thermal/entropy", &TemperatureResult::entropy);
    each("/thermal/internal_energy", &TemperatureResult::internal_energy);
}

void read_summary(const SetReader& reader, SetResult& set) {
    set.summary_errors.fill(kMissing); // some have none
    set.summary_interval.fill({kMissing, kMissing, kMissing});
    const auto one = [&](const std::string& path, auto get) { reader.one(path, set, get); };
    for (std::size_t i = 0; i < campaign::summary::count; ++i) {
        const std::string path = std::string("/summary/") + campaign::summary_table()[i].name;
        one(path, [i](SetResult& s) -> double& { return s.summary[i]; });
        one(path + "_errors", [i](SetResult& s) -> double& { return s.summary_errors[i]; });
        SetReader::interval(
            path, one, [i](SetResult & s) -> auto& { return s.summary_interval[i]; });
    }
    campaign::DrawShares& draws = set.draws;
    using campaign::DrawShares;
    reader.one("/summary/draws", draws, &DrawShares::count);
    reader.one("/summary/draws_failed", draws, &DrawShares::failed);
    draws.count = std::max(draws.count, 0); // -1 where nothing was computed
    draws.failed = std::max(draws.failed, 0);
    if (draws.count > 0) {
        reader.one("/summary/share_crossing", draws, &DrawShares::crossing);
        reader.one("/summary/share_crossing_near_tg", draws, &DrawShares::crossing_near_tg);
        reader.one("/summary/share_alpha_missing", draws, &DrawShares::alpha_missing);
        reader.one("/summary/share_beta_missing", draws, &DrawShares::beta_missing);
    }
    const auto by_order = [&](const char* path, Family family) {
        one(path, [family](SetResult& s) {
            std::vector<std::reference_wrapper<double>> places;
            for (auto& pair : s.exponent_by_order)
                places.emplace_back(pair[family]);
            return places;
        });
    };
    for (auto& pair : set.exponent_by_order)
        pair.fill(kMissing);
    by_order("/exponents/alpha_by_order", beta_family);
    by_order("/exponents/beta_by_order", theta_family);
}

/// What the file holds of set 0 alone, and the model lines where it has them of all sets.
void read_lines(const ResultsFile& file, const campaign::RunRecord& frame, std::size_t number,
                SetResult& set) {
    for (std::size_t d = 0; d < set.spectrum.size(); ++d) {
        const std::string model = "/spectrum/" + std::to_string(d + 1) + "/model";
        if (file.has(model + "_by_set"))
            set.spectrum[d].fitted = file.rows(model + "_by_set", number, 1);
        else if (number == 0 && file.has(model))
            set.spectrum[d].fitted = file.numbers(model);
    }
    if (number != 0) return;
    const auto all = [&](const std::string& path, auto place) {
        if (!file.has(path)) return;
        const std::vector<double> values = file.numbers(path);
        const double* next = values.data();
        for (SpectrumResult& spectrum : set.spectrum)
            next = take(next, place(spectrum));
    };
    all("/line/mean", [](SpectrumResult& r) -> double& { return r.line_mean; });
    all("/line/standard_deviation", [](SpectrumResult& r) -> double& { return r.line_standard_deviation; });
    all("/line/dropped_share", [](SpectrumResult& r) -> double& { return r.dropped_share; });
    all("/line/intensity", [&](SpectrumResult& r) -> std::vector<double>& {
        r.line.resize(frame.grid.size());
        return r.line;
    });
    if (!file.has("/posterior/parameter")) return;
    const std::vector<double> drawn = file.numbers("/posterior/parameter");
    const std::size_t n = frame.fit_parameters.size();
    for (std::size_t i = 0; i < drawn.size(); i += n) {
        std::vector<double>& of = set.spectrum[i / n % set.spectrum.size()].drawn;
        of.insert(of.end(), drawn.begin() + static_cast<std::ptrdiff_t>(i),
                  drawn.begin() + static_cast<std::ptrdiff_t>(i + n));
    }
}

void read_state(const ResultsFile& file, const SetReader& reader, std::size_t number, SetResult& set) {
    reader.one("/tasks/status", set, &SetResult::state);
    reader.one("/tasks/seconds", set, &SetResult::seconds);
    reader.one("/tasks/rank", set, &SetResult::rank);
    if (!file.has("/tasks/failed_set")) return;
    const std::vector<double> failed = file.numbers("/tasks/failed_set");
    const auto found = std::ranges::find(failed, static_cast<double>(number));
    if (found != failed.end())
        set.message = file.texts("/tasks/message")[static_cast<std::size_t>(found - failed.begin())];
}

void read_structure(const SetReader& reader, SetResult& set) {
    const auto one = [&](const std::string& name, auto member) {
        reader.one("/structure/" + name, set, member);
    };
    one("frequency", &SetResult::frequency);
    one("asymmetry", &SetResult::asymmetry);
    one("bond_polar_angle", &SetResult::bond_polar_angle);
    one("valence_energy", &SetResult::valence_energy);
    one("s_character", &SetResult::s_character);
    one("polarity", &SetResult::polarity);
    one("hybrid_cosine", &SetResult::hybrid_cosine);
}

void read_place(const SetReader& reader, const campaign::RunRecord& frame, SetResult& set) {
    if (frame.scan_parameters.empty()) return;
    set.place.values.resize(frame.scan_parameters.size());
    const auto one = [&](const std::string& name, auto member) {
        reader.one("/scan/" + name, set.place, member);
    };
    one("parameters", &campaign::ScanPlace::values);
    one("base", &campaign::ScanPlace::base);
    one("role", &campaign::ScanPlace::role);
    one("parameter", &campaign::ScanPlace::parameter);
}

} // namespace

campaign::RunRecord stored_frame(const ResultsFile& file) {
    deck::LoadedDeck deck = deck::read_deck_text(file.resolved_deck(), file.path() + ", /deck/resolved");
    campaign::RunRecord frame = campaign::Campaign(std::move(deck)).frame();
    frame.deck.file = file.path();
    frame.deck.text = file.texts("/deck/text").front();
    const auto text = [&](const char* name) { return file.attribute_text("/", name).value_or("unknown"); };
    const auto number = [&](const char* name) {
        return file.attribute_numbers("/", name).value_or(std::vector{0.0}).front();
    };
    frame.info = {text("created"), text("hostname"), text("command_line"), static_cast<int>(number("ranks")),
                  number("elapsed_s")};
    return frame;
}

campaign::SetResult stored_set(const ResultsFile& file, const campaign::RunRecord& frame, std::size_t set) {
    if (set >= file.set_count())
        throw InputError(file.path() + " has no set " + std::to_string(set) + " (allowed: 0 to " +
                         std::to_string(file.set_count() - 1) + ")");
    const SetReader reader(file, set);
    SetResult out;
    read_state(file, reader, set, out);
    read_place(reader, frame, out);
    read_structure(reader, out);
    out.spectrum = stored_fits(file, set, frame.spectra.size(), frame.fit_parameters.size());
    read_energies(reader, out);
    read_lines(file, frame, set, out);
    read_temperatures(reader, frame.temperature.size(), out);
    read_summary(reader, out);
    return out;
}

campaign::RunRecord stored_run(const ResultsFile& file, std::size_t set) {
    campaign::RunRecord run = stored_frame(file);
    run.sets = {stored_set(file, run, set)};
    if (set == 0 || run.sets.front().state == campaign::TaskState::values_not_allowed) return run;
    const campaign::SetTable table(run.deck);
    run.deck.deck = table.deck(table.place(set));
    run.spectra = campaign::spectrum_data(run.deck.deck);
    run.fit_parameters = campaign::fit_parameter_infos(run.deck.deck);
    return run;
}

} // namespace lpsglass::results

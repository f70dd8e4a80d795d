#include "lpsglass/campaign/fit_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lpsglass/deck/key_table.hpp"

namespace lpsglass::campaign {

namespace par = model::parameter;

namespace {

std::optional<fit::Prior> prior_of(const std::optional<deck::Prior>& prior) {
    if (!prior) return std::nullopt;
    return fit::Prior{prior->mean, prior->sigma};
}

bool is_free(const deck::Amplitude& a) {
    return !a.fixed && a.tied_to.empty();
}

/// Amplitude parameters of one spectrum, at places first .. first + 5 of the problem.
std::vector<fit::Parameter> amplitude_parameters(const deck::Deck& deck, int first) {
    const std::span<const std::string_view> names = deck::fluctuation_names();
    std::vector<fit::Parameter> out;
    for (int k = 0; k < kFluctuations; ++k) {
        const deck::Amplitude& a = deck.amplitude[k];
        fit::Parameter p{"amplitude." + std::string(names[k]),
                         a.value,
                         a.min,
                         a.max,
                         prior_of(a.prior),
                         a.fixed,
                         std::nullopt};
        if (!a.tied_to.empty()) {
            const auto to = std::find(names.begin(), names.end(), a.tied_to);
            p.tie = fit::Tie{first + static_cast<int>(to - names.begin()), a.ratio};
        }
        out.push_back(std::move(p));
    }
    return out;
}

std::vector<Link> links_of(const deck::AlsoParameter& also, const model::ParameterSet<double>& base) {
    std::vector<Link> links;
    for (const std::string& key : also.keys) {
        const int index = model::find_parameter(key);
        const double unit = model::parameter_table()[index].model_per_deck;
        switch (also.mode) {
        case deck::DriveMode::set:
            links.push_back({index, 0.0, unit});
            break;
        case deck::DriveMode::shift:
            links.push_back({index, base[index], unit});
            break;
        case deck::DriveMode::factor:
            links.push_back({index, 0.0, base[index]});
            break;
        }
    }
    return links;
}

fit::Parameter also_parameter(const deck::AlsoParameter& also) {
    return {also.name, also.value, also.min, also.max, prior_of(also.prior), false, std::nullopt};
}

/// The problem's parameters: per spectrum six amplitudes and its own [fit.also], then the shared ones.
std::vector<fit::Parameter> problem_parameters(const deck::Deck& deck, std::size_t spectra) {
    std::vector<fit::Parameter> out;
    for (std::size_t s = 0; s < spectra; ++s) {
        for (fit::Parameter& p : amplitude_parameters(deck, static_cast<int>(out.size())))
            out.push_back(p);
        for (const deck::AlsoParameter& also : deck.fit->also) {
            if (!also.shared) out.push_back(also_parameter(also));
        }
    }
    for (const deck::AlsoParameter& also : deck.fit->also) {
        if (also.shared) out.push_back(also_parameter(also));
    }
    return out;
}

/// What moves the spectrum's line.
void list_columns(const fit::ParameterSpace& space, FitSpectrum& spectrum) {
    for (const FitSlot& slot : spectrum.slots) {
        if (space.chain().row(slot.full_index).isZero(0.0)) continue;
        for (const Link& link : slot.links) {
            if (!model::parameter_table()[link.model_index].enters_line) continue;
            const auto place = std::find(spectrum.active.begin(), spectrum.active.end(), link.model_index);
            spectrum.columns.push_back(
                {static_cast<std::size_t>(place - spectrum.active.begin()), slot.full_index, link.slope});
            if (place == spectrum.active.end()) spectrum.active.push_back(link.model_index);
        }
    }
}

} // namespace

int free_column(const fit::ParameterSpace& space, int full_index) {
    const std::vector<int>& free = space.free_parameters();
    const auto place = std::find(free.begin(), free.end(), full_index);
    return place == free.end() ? -1 : static_cast<int>(place - free.begin());
}

std::vector<FitModel> FitModel::from_deck(const deck::Deck& deck, const std::vector<SpectrumData>& data) {
    std::vector<int> all(data.size());
    std::iota(all.begin(), all.end(), 0);
    const bool joint = std::any_of(deck.fit->also.begin(), deck.fit->also.end(),
                                   [](const deck::AlsoParameter& a) { return a.shared; });
    std::vector<FitModel> out;
    if (joint) {
        out.push_back(FitModel(deck, data, all));
    } else {
        for (int index : all)
            out.push_back(FitModel(deck, data, {index}));
    }
    return out;
}

FitModel::FitModel(const deck::Deck& deck, const std::vector<SpectrumData>& data,
                   const std::vector<int>& indices)
    : base_(model_parameters(deck)), data_(&data), space_(problem_parameters(deck, indices.size())) {
    const std::vector<deck::AlsoParameter>& also = deck.fit->also;
    const auto is_local = [](const deck::AlsoParameter& a) { return !a.shared; };
    const int locals = static_cast<int>(std::count_if(also.begin(), also.end(), is_local));
    const int per_spectrum = kFluctuations + locals;
    for (std::size_t s = 0; s < indices.size(); ++s) {
        FitSpectrum spectrum;
        spectrum.index = indices[s];
        spectrum.baseline = deck.nqr.spectra[indices[s]].baseline;
        int local = static_cast<int>(s) * per_spectrum;
        int shared = static_cast<int>(indices.size()) * per_spectrum;
        for (int k = 0; k < kFluctuations; ++k) {
            const int index = par::amplitude + k;
            if (is_free(deck.amplitude[k])) spectrum.fitted.push_back(spectrum.slots.size());
            spectrum.slots.push_back(
                {local++, {{index, 0.0, model::parameter_table()[index].model_per_deck}}});
        }
        for (const deck::AlsoParameter& a : also) {
            spectrum.fitted.push_back(spectrum.slots.size());
            spectrum.slots.push_back({a.shared ? shared++ : local++, links_of(a, base_)});
        }
        list_columns(space_, spectrum);
        spectra_.push_back(std::move(spectrum));
    }
}

void FitModel::fill(int s, const SpectrumResult& result, std::vector<double>& full) const {
    const FitSpectrum& spectrum = spectra_[s];
    for (int k = 0; k < kFluctuations; ++k)
        full[spectrum.slots[k].full_index] = result.amplitude[k];
    for (std::size_t a = 0; a < spectrum.fitted.size(); ++a)
        full[spectrum.slots[spectrum.fitted[a]].full_index] = result.parameter[a];
}

std::vector<double> FitModel::full(const std::vector<SpectrumResult>& spectra) const {
    std::vector<double> out(space_.size(), 0.0);
    for (std::size_t s = 0; s < spectra.size(); ++s)
        fill(static_cast<int>(s), spectra[s], out);
    return out;
}

std::vector<double> FitModel::full(int s, const SpectrumResult& result) const {
    std::vector<double> out(space_.size(), 0.0);
    fill(s, result, out);
    return out;
}

model::ParameterSet<double> FitModel::parameters(int s, std::span<const double> full) const {
    model::ParameterSet<double> p = base_;
    for (const FitSlot& slot : spectra_[s].slots) {
        for (const Link& link : slot.links)
            p[link.model_index] = link.offset + link.slope * full[slot.full_index];
    }
    return p;
}

FitModel FitModel::refitting(const std::vector<SpectrumData>& data, std::span<const double> start,
                             std::span<const double> prior_mean) const {
    std::vector<fit::Parameter> parameters = space_.parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].start = start[i];
        if (parameters[i].prior) parameters[i].prior->mean = prior_mean[i];
    }
    FitModel out = *this;
    out.data_ = &data;
    out.space_ = fit::ParameterSpace(std::move(parameters));
    return out;
}

std::vector<FitParameterInfo> fit_parameter_infos(const deck::Deck& deck) {
    std::vector<FitParameterInfo> out;
    if (!deck.fit) return out;
    for (int k = 0; k < kFluctuations; ++k) {
        if (is_free(deck.amplitude[k])) {
            out.push_back(
                {std::string(deck::fluctuation_names()[k]), "degree", deck.amplitude[k].prior.has_value()});
        }
    }
    for (const deck::AlsoParameter& also : deck.fit->also) {
        const model::ParameterInfo& info = model::parameter_table()[model::find_parameter(also.keys.front())];
        const std::string unit = also.mode == deck::DriveMode::factor ? "1" : std::string(info.unit);
        out.push_back({also.name, unit, also.prior.has_value()});
    }
    return out;
}

} // namespace lpsglass::campaign

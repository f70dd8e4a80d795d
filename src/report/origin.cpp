#include "origin.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace lpsglass::report {

namespace {

using deck::Deck;

template <std::size_t N> std::string listed(const std::array<double, N>& values) {
    const bool equal = std::ranges::all_of(values, [&](double value) { return value == values.front(); });
    if (equal) return fmt::format("{:.6g}", values.front());
    std::string out;
    for (const double value : values)
        out += fmt::format("{}{:.6g}", out.empty() ? "" : ", ", value);
    return out;
}

std::array<double, 6> amplitudes(const Deck& deck) {
    std::array<double, 6> out{};
    for (std::size_t k = 0; k < 6; ++k)
        out[k] = deck.amplitude[k].value;
    return out;
}

std::string prior_widths(const Deck& deck) {
    std::array<double, 6> out{};
    for (std::size_t k = 0; k < 6; ++k) {
        if (!deck.amplitude[k].prior) return "none";
        out[k] = deck.amplitude[k].prior->sigma;
    }
    return listed(out);
}

const char* word(model::EnsembleLaw law) {
    switch (law) {
    case model::EnsembleLaw::normal:
        return "normal";
    case model::EnsembleLaw::uniform:
        return "uniform";
    case model::EnsembleLaw::arcsine:
        break;
    }
    return "arcsine";
}

const char* word(model::Weight weight) {
    return weight == model::Weight::well ? "well" : "barrier";
}

const char* word(model::FreezingOrder order) {
    return order == model::FreezingOrder::listed ? "listed" : "by_probability";
}

std::vector<std::string_view> parts_of(std::string_view key) {
    key = key.substr(0, key.find('[')); // driven keys are written out: structure.hybrid_offset[1]
    std::vector<std::string_view> out;
    for (std::size_t dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
        out.push_back(key.substr(0, dot));
        key.remove_prefix(dot + 1);
    }
    out.push_back(key);
    return out;
}

bool matches(std::string_view key, std::string_view pattern) {
    return std::ranges::equal(parts_of(key), parts_of(pattern),
                              [](std::string_view a, std::string_view b) { return b == "*" || a == b; });
}

/// Whether one of the row's keys is driven.
bool drives(const std::vector<std::string>& driven, const OriginRow& row) {
    return std::ranges::any_of(driven, [&](const std::string& key) {
        return std::ranges::any_of(row.keys, [&](const std::string& own) { return matches(key, own); });
    });
}

constexpr const char* kAmplitude = "amplitude.*";

} // namespace

const std::vector<OriginRow>& origin_rows() {
    using enum Origin;
    static const std::vector<OriginRow> rows{
        {"bond length",
         {"structure.bond_length"},
         "Å",
         published,
         "As-Se in the glass, 2.41 to 2.42 Å",
         [](const Deck& d) { return listed(d.structure.bond_length_angstrom); }},
        {"bond angles 12, 23, 13",
         {"structure.bond_angle"},
         "degree",
         published,
         "glass mean about 98 degrees; the spread is chosen: it gives η = 0.07 (measured in g-As_{2}S_{3}: "
         "0.09)",
         [](const Deck& d) { return listed(d.structure.bond_angle_degree); }},
        {"hybrid offset",
         {"structure.hybrid_offset"},
         "degree",
         calibrated,
         "mean frequency of the ensemble 58.0 MHz at the paper's amplitudes",
         [](const Deck& d) { return listed(d.structure.hybrid_offset_degree); }},
        {"hybrid following",
         {"structure.hybrid_following"},
         "",
         chosen,
         "free choice; scan it",
         [](const Deck& d) { return fmt::format("{:.6g}", d.structure.hybrid_following); }},
        {"Se tilt",
         {"structure.selenium_tilt"},
         "degree",
         chosen,
         "As-Se-As angle near 95 degrees: half of what exceeds 90",
         [](const Deck& d) { return fmt::format("{:.6g}", d.structure.selenium_tilt_degree); }},
        {"η_{spσ}, η_{ppσ}, η_{ppπ}",
         {"tight_binding.eta_sp_sigma", "tight_binding.eta_pp_sigma", "tight_binding.eta_pp_pi"},
         "",
         published,
         "Harrison 1980 (his later set: 1.42, 2.22, -0.63)",
         [](const Deck& d) {
             return listed(std::array{d.tight_binding.eta_sp_sigma, d.tight_binding.eta_pp_sigma,
                                      d.tight_binding.eta_pp_pi});
         }},
        {"ε_{s}, ε_{p} of As; ε_{p} of Se",
         {"tight_binding.arsenic_s", "tight_binding.arsenic_p", "tight_binding.selenium_p"},
         "eV",
         published,
         "Harrison 1980, solid state table",
         [](const Deck& d) {
             return listed(std::array{d.tight_binding.arsenic_s_eV, d.tight_binding.arsenic_p_eV,
                                      d.tight_binding.selenium_p_eV});
         }},
        {"coupling of a 4p electron",
         {"nqr.coupling_4p"},
         "MHz",
         published,
         "Hartree-Fock ⟨r^{-3}⟩_{4p} = 6.958 a.u., Q = 0.314 b",
         [](const Deck& d) { return fmt::format("{:.6g}", d.nqr.coupling_4p_MHz); }},
        {"packet width",
         {"nqr.packet_fwhm"},
         "MHz",
         chosen,
         "free choice; scan it",
         [](const Deck& d) { return fmt::format("{:.6g}", d.nqr.packet_fwhm_MHz); }},
        {"libration (thermal factor)",
         {"nqr.thermal.*"},
         "",
         chosen,
         "off",
         [](const Deck& d) {
             return d.nqr.thermal.libration_rms_degree == 0.0
                        ? std::string("off")
                        : fmt::format("{:.6g} degree", d.nqr.thermal.libration_rms_degree);
         }},
        {"law of the ensemble",
         {"nqr.ensemble.law"},
         "",
         chosen,
         "free choice; scan it",
         [](const Deck& d) { return std::string(word(d.nqr.ensemble.law)); }},
        {"amplitudes β_{1}, β_{2}, β_{3}, θ_{12}, θ_{23}, θ_{13}",
         {kAmplitude, "amplitude.*.value"},
         "degree",
         published,
         "the paper; in a fit the start values, by default also the prior means",
         [](const Deck& d) { return listed(amplitudes(d)); }},
        {"prior widths of the amplitudes",
         {"amplitude.*.prior_sigma"},
         "degree",
         chosen,
         "free choice; scan it",
         prior_widths,
         true},
        {"κ_{β} of bonds 1, 2, 3",
         {"free_energy.kappa_beta"},
         "eV/Å^{2}",
         calibrated,
         "the paper's energies -3.4, -3.0, -2.85 eV",
         [](const Deck& d) { return listed(d.free_energy.kappa_beta_eV_per_A2); }},
        {"κ_{θ} of pairs 12, 23, 13",
         {"free_energy.kappa_theta"},
         "eV/Å^{2}",
         calibrated,
         "the paper's energies -2.0, -3.0, -8.0 eV",
         [](const Deck& d) { return listed(d.free_energy.kappa_theta_eV_per_A2); }},
        {"cooperativity of θ",
         {"partition.cooperativity_theta"},
         "",
         calibrated,
         "peak of C_{θ} at T_{g}",
         [](const Deck& d) { return fmt::format("{:.6g}", d.partition.cooperativity_theta); },
         false,
         {"free_energy.kappa_theta"}},
        {"cooperativity of β",
         {"partition.cooperativity_beta"},
         "",
         calibrated,
         "mean Δt_{β} is ten times mean Δt_{θ} at T_{g} (the paper: an order of magnitude)",
         [](const Deck& d) { return fmt::format("{:.6g}", d.partition.cooperativity_beta); },
         false,
         {"structure.hybrid_offset", "free_energy.kappa_beta", "free_energy.kappa_theta",
          "partition.cooperativity_theta", "gauge.coupling"}},
        {"gauge coupling",
         {"gauge.coupling"},
         "Å/eV",
         calibrated,
         "α = β at 500 K (the paper): the choice of gauge",
         [](const Deck& d) { return fmt::format("{:.6g}", d.gauge_coupling_A_per_eV); },
         false,
         {"structure.hybrid_offset", "free_energy.kappa_beta", "free_energy.kappa_theta",
          "partition.cooperativity_theta", "partition.cooperativity_beta"}},
        {"weights of β, θ",
         {"partition.weight_beta", "partition.weight_theta"},
         "",
         chosen,
         "all six rates vanish as T → 0 (the paper)",
         [](const Deck& d) {
             return fmt::format("{}, {}", word(d.partition.weight_beta), word(d.partition.weight_theta));
         }},
        {"freezing order",
         {"partition.freezing_order"},
         "",
         chosen,
         "the paper's: bonds 1, 2, 3",
         [](const Deck& d) { return std::string(word(d.partition.freezing_order)); }},
        {"scale factor of λ",
         {"exponents.scale"},
         "",
         published,
         "the paper",
         [](const Deck& d) { return fmt::format("{:.6g}", d.exponents.scale); }},
        {"glass temperature T_{g}",
         {"exponents.glass_temperature"},
         "K",
         published,
         "SciGlass median for As_{2}Se_{3}",
         [](const Deck& d) { return fmt::format("{:.6g}", d.exponents.glass_temperature_kelvin); }},
    };
    return rows;
}

Change change_of(const OriginRow& row, const deck::Deck& deck) {
    if (deck.scan) {
        for (const deck::ScanParameter& parameter : deck.scan->parameters) {
            if (drives(parameter.keys, row)) return Change::scanned;
        }
    }
    const bool are_amplitudes = row.keys.front() == kAmplitude;
    if (are_amplitudes && deck.free_energy.bath) return Change::from_bath;
    if (deck.fit) {
        for (const deck::AlsoParameter& parameter : deck.fit->also) {
            if (drives(parameter.keys, row)) return Change::fitted;
        }
        const bool any_free = std::ranges::any_of(
            deck.amplitude, [](const deck::Amplitude& a) { return !a.fixed && a.tied_to.empty(); });
        if (are_amplitudes && any_free) return Change::fitted;
    }
    return row.value(deck) == row.value(deck::Deck{}) ? Change::none : Change::other_value;
}

bool rests_on_change(const OriginRow& row, const deck::Deck& deck) {
    return std::ranges::any_of(origin_rows(), [&](const OriginRow& other) {
        return std::ranges::find(row.rests_on, other.keys.front()) != row.rests_on.end() &&
               change_of(other, deck) != Change::none;
    });
}

std::string words_of(const OriginRow& row, Change change, bool others) {
    const std::string first = row.value(deck::Deck{});
    switch (change) {
    case Change::scanned:
        return "scanned";
    case Change::fitted:
        return "fitted";
    case Change::from_bath:
        return "from the bath";
    case Change::other_value:
        if (row.origin == Origin::published) return "set by the deck (published: " + first + ")";
        if (row.origin == Origin::chosen)
            return first == "none" ? "chosen" : "chosen (default: " + first + ")";
        return "set by the deck, no longer the calibrated " + first;
    case Change::none:
        break;
    }
    if (row.origin == Origin::published) return "published";
    if (row.origin == Origin::chosen) return "chosen";
    return others ? "calibrated for the default deck, not for this one" : "calibrated";
}

} // namespace lpsglass::report

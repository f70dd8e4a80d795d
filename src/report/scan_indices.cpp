#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>

#include <fmt/format.h>

#include "index_figures.hpp"
#include "lpsglass/scan/sensitivity.hpp"
#include "scan_parts.hpp"

namespace lpsglass::report {

namespace {

const IndexKind& kind_of(deck::Design design) {
    static const IndexKind variance{"total",
                                    "first_order",
                                    "total",
                                    "first order",
                                    "",
                                    "share of the variance",
                                    "Total: the share of the variance that would stay if every other "
                                    "parameter were known. First order: the share "
                                    "that would go if this one were. Where the total is well above the first "
                                    "order, the parameter acts together with others.",
                                    true};
    static const IndexKind elementary{"mu_star",
                                      "sigma",
                                      "μ*",
                                      "σ",
                                      "",
                                      "elementary effect",
                                      "μ*: by how much the output moves when the parameter runs through its "
                                      "whole range, on average. A σ as large "
                                      "tells that it acts nonlinearly or together with others.",
                                      false};
    static const IndexKind derivatives{"output_range",
                                       "scaled_derivative",
                                       "output range",
                                       "slope × range",
                                       "",
                                       "change of the output",
                                       "How far the output went when the parameter alone was moved, and how "
                                       "far it would go if it were linear "
                                       "with the slope at the deck's own value. There are no intervals, and "
                                       "nothing is said of parameters that act together.",
                                       false};
    static const IndexKind association{"pawn",
                                       "spearman",
                                       "PAWN",
                                       "Spearman",
                                       "pawn_noise",
                                       "index",
                                       "PAWN: how far the output's distribution moves with the parameter, 0 "
                                       "to 1; below the black mark it cannot be "
                                       "told from no influence. Spearman: correlation of the ranks, -1 to 1, "
                                       "with its sign; texts have none.",
                                       true};
    switch (design) {
    case deck::Design::saltelli:
        return variance;
    case deck::Design::morris:
        return elementary;
    case deck::Design::one_at_a_time:
        return derivatives;
    default:
        return association;
    }
}

struct Wanted {
    const char *output, *title;
};

/// Exponents have poles, so their ranks are asked; one_at_a_time has too few values to rank.
std::vector<Wanted> wanted_outputs(deck::Design design) {
    if (design == deck::Design::one_at_a_time)
        return {{"alpha_at_tg", "α at T_{g}"},
                {"beta_at_tg", "β at T_{g}"},
                {"alpha_minus_beta_at_tg", "α − β at T_{g}"},
                {"crossing_temperature", "the crossing temperature"}};
    return {{"rank_of_alpha_at_tg", "the rank of α at T_{g}"},
            {"alpha_exists_at_tg", "whether α exists at T_{g}"},
            {"beta_at_tg", "β at T_{g}"},
            {"beta_exists_at_tg", "whether β exists at T_{g}"},
            {"rank_of_alpha_minus_beta_at_tg", "the rank of α − β at T_{g}"},
            {"crossing_near_tg", "whether α and β cross within 50 K of T_{g}"}};
}

std::string intervals_note(const RunData& data) {
    const std::string interval = data.file().attribute_text("/sensitivity", "interval").value_or("");
    if (interval == "none") return "";
    const auto confidence = data.file().attribute_numbers("/sensitivity", "confidence");
    std::string out = fmt::format("Whiskers and bands: {:.3g} percent intervals of a bootstrap",
                                  100.0 * (confidence ? confidence->front() : 0.95));
    if (interval.find("conservative") != std::string::npos) out += ", conservative for this design";
    return out + ". ";
}

/// Empty where the measures of an output have something to show.
std::string why_not_drawn(const RunData& data, const IndexKind& kind, std::size_t place) {
    bool known = false, differs = false;
    for (const std::string& name : {kind.first, kind.second}) {
        for (const double index : data.file().rows("/sensitivity/summary/" + name, place, 1)) {
            known = known || std::isfinite(index);
            differs =
                differs || std::abs(index) > 1e-12; // effects and slopes of a constant are rounding noise
        }
    }
    return !known ? "not to be had from these sets" : differs ? "" : "the same in all sets";
}

void add_of_summary(const RunData& data, const IndexKind& kind, const std::string& note, Contents& out) {
    const std::vector<std::string> names = data.texts("/sensitivity/summary/output");
    const std::vector<double> status = data.values("/sensitivity/summary/status");
    const std::vector<std::string> units = data.texts("/sensitivity/summary/unit");
    std::string without;
    for (const Wanted& wanted : wanted_outputs(data.deck().scan->design)) {
        const auto found = std::ranges::find(names, wanted.output);
        if (found == names.end()) continue;
        const auto place = static_cast<std::size_t>(found - names.begin());
        if (status[place] != static_cast<double>(scan::OutputStatus::ok)) {
            without +=
                fmt::format("{}{} ({})", without.empty() ? "" : "; ", wanted.title,
                            scan::describe(static_cast<scan::OutputStatus>(static_cast<int>(status[place]))));
            continue;
        }
        if (const std::string why = why_not_drawn(data, kind, place); !why.empty()) {
            without += fmt::format("{}{} ({})", without.empty() ? "" : "; ", wanted.title, why);
            continue;
        }
        out.figures.push_back(index_bars(data, kind, place, wanted.output, wanted.title, units[place]));
        out.figures.back().caption += note;
    }
    if (!without.empty())
        out.remarks.push_back({std::string(section::sensitivity), "Without indices: " + without + "."});
}

void add_curves(const RunData& data, const IndexKind& kind, const std::string& note, Contents& out) {
    if (data.length("temperature") < 2) return;
    for (const auto& [group, symbol] :
         {std::pair{"alpha", "α"}, std::pair{"beta", "β"}, std::pair{"alpha_minus_beta", "α − β"}}) {
        if (!data.has(std::string("/sensitivity/") + group + "/" + kind.first)) continue;
        Figure figure = index_curves(data, kind, group, symbol);
        if (figure.tables.empty()) {
            out.remarks.push_back(
                {std::string(section::sensitivity),
                 std::string(symbol) +
                     " has no indices at any temperature: it is missing in too many sets."});
            continue;
        }
        figure.caption += note;
        out.figures.push_back(std::move(figure));
    }
}

} // namespace

Contents scan_indices(const RunData& data) {
    Contents out;
    if (!data.has("/sensitivity/summary")) {
        const std::string name = std::filesystem::path(data.file().path()).filename().string();
        out.remarks.push_back(
            {std::string(section::sensitivity),
             "The file has no sensitivities yet. `lpsglass sensitivity " + name +
                 "` adds them in seconds to minutes, without running the model again; then make this "
                 "report anew."});
        return out;
    }
    const IndexKind& kind = kind_of(data.deck().scan->design);
    const std::string note = intervals_note(data);
    add_of_summary(data, kind, note, out);
    add_curves(data, kind, note, out);
    return out;
}

} // namespace lpsglass::report

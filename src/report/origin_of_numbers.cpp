#include <cmath>

#include <fmt/format.h>

#include "origin.hpp"
#include "plot_text.hpp"
#include "run_parts.hpp"

namespace lpsglass::report {

namespace {

/// What of the deck was not calibrated and differs from the default deck.
std::string differing(const deck::Deck& deck) {
    std::string out;
    for (const OriginRow& row : origin_rows()) {
        // A prior matters to a fit alone, and that the amplitudes are fitted is said already.
        if (row.origin == Origin::calibrated || row.of_fit_only || change_of(row, deck) == Change::none)
            continue;
        out += (out.empty() ? "" : "; ") + row.quantity;
    }
    return out;
}

PageTable numbers_of_the_deck(const deck::Deck& deck, const std::string& others) {
    PageTable table{std::string(section::origin),
                    "Numbers that go in",
                    {"quantity", "value in this deck", "kind", "origin of the default"},
                    {},
                    ""};
    bool calibrated_changed = false;
    for (const OriginRow& row : origin_rows()) {
        const std::string value = row.value(deck);
        if (row.of_fit_only && !deck.fit) continue;
        const Change change = change_of(row, deck);
        calibrated_changed =
            calibrated_changed || (row.origin == Origin::calibrated && change != Change::none);
        table.rows.push_back({row.quantity, row.unit.empty() ? value : value + " " + row.unit,
                              words_of(row, change, !others.empty() || rests_on_change(row, deck)),
                              row.reason});
    }
    if (!others.empty())
        table.note = "The calibration holds for the default deck. This deck differs in: " + others +
                     ". A run does not adjust the calibrated numbers to that; lpsglass calibrate does.";
    if (calibrated_changed && !deck.calibration.empty())
        table.note += " The deck has a [calibration] section; whether its numbers meet those targets is for "
                      "lpsglass calibrate to say.";
    return table;
}

PageTable what_comes_out(const RunData& data, bool as_calibrated) {
    const auto of = [&](const std::string& name) {
        const std::string path = "/summary/" + name;
        return with_error(data.number(path), data.number(path + "_errors"));
    };
    const std::string target = as_calibrated ? "calibrated" : "calibrated in the default deck only";
    const double crossing = data.number("/summary/lambda_at_crossing");
    const std::vector<double> mean = data.values("/line/mean");
    PageTable table{std::string(section::origin),
                    "Numbers that come out",
                    {"quantity", "kind", "this run", "paper", "measured"},
                    {},
                    ""};
    table.rows = {
        {"λ at the crossing", "predicted (through β; α is forced onto it)", of("lambda_at_crossing"), "0.6",
         "0.67 to 0.71"},
        {"D there", "predicted (likewise)", number_text(1.0 - 1.0 / crossing), "-0.66", ""},
        {"λ from β at T_{g}", "predicted", of("lambda_beta_at_tg"), "", "0.67 to 0.71"},
        {"λ from α at T_{g}", "follows from the gauge coupling", of("lambda_alpha_at_tg"), "",
         "0.67 to 0.71"},
        {"crossing temperature, K", target, of("crossing_temperature"), "near 500", ""},
        {"peak of C_{θ}, K", target, of("specific_heat_peak_theta"), "", "T_{g}: 453"},
        {"peak of C_{β}, K", "predicted", of("specific_heat_peak_beta"), "", ""},
        {"mean Δt_{β} / mean Δt_{θ} at T_{g}", target, of("extinction_ratio_at_tg"), "about 10", ""},
        {"mean frequency of the line, MHz", target, mean.empty() ? "missing" : number_text(mean.front()),
         "58", ""},
        {"asymmetry η of the mean structure", "chosen (by the spread of the angles)",
         number_text(data.number("/structure/asymmetry")), "", "0.09 (g-As_{2}S_{3})"},
    };
    table.note = "Nothing is calibrated on λ or D. What carries the prediction is λ from β; at the crossing "
                 "the gauge coupling forces α onto β, "
                 "so λ from α is no second prediction there. It depends strongly on the weight “well” and on "
                 "where the peak of C_{θ} is put.";
    return table;
}

} // namespace

Contents origin_of_numbers(const RunData& data) {
    Contents out;
    const std::string here(section::origin), others = differing(data.deck());
    bool as_calibrated = others.empty();
    for (const OriginRow& row : origin_rows())
        as_calibrated = as_calibrated &&
                        (row.origin != Origin::calibrated || change_of(row, data.deck()) == Change::none);
    out.tables.push_back(numbers_of_the_deck(data.deck(), others));
    out.tables.push_back(what_comes_out(data, as_calibrated));
    out.remarks.push_back({here,
                           "To be read with the numbers: κ is about 10^{5} times a bond-bending constant; -8 "
                           "eV is more than any As-Se bond holds; the model's τ "
                           "near T_{g} is of the order of 10^{-13} s. These follow from the paper's "
                           "energies; the program reproduces them and does not explain them.",
                           false});
    return out;
}

} // namespace lpsglass::report

#pragma once

#include <string>
#include <vector>

#include "lpsglass/deck/reader.hpp"

/// Calibration: the keys of a deck that make the model meet given targets (docs/theory.md section 9).
namespace lpsglass::campaign {

/// A target and how near it the calibrated deck, with its numbers as they are printed, comes.
struct ReachedTarget {
    deck::CalibrationTarget target;
    std::string unit;
    double reached = 0.0;   ///< NaN: the model has no value
    double solved = 0.0;    ///< deviation of the solution before it was rounded
    double deviation = 0.0; ///< (reached - wanted)/|wanted|, or reached where 0 is wanted
    bool outside = false;   ///< a peak or a crossing outside the deck's temperatures
    bool met = false;       ///< within the target's tolerance, inside the deck's temperatures
};

struct CalibratedKey {
    std::string key; ///< `structure.hybrid_offset[1]`
    std::string unit;
    double from = 0.0, to = 0.0; ///< `to` as printed
    std::size_t target = 0;      ///< place of the target that names it
    bool at_bound = false;       ///< as far as the search goes
    bool idle = false;           ///< no target depends on it
};

struct Calibration {
    deck::Deck deck; ///< with the calibrated numbers as they are printed; without its spectra
    std::vector<ReachedTarget> targets;
    std::vector<CalibratedKey> keys;
    int evaluations = 0;
    [[nodiscard]] bool met() const; ///< every target
};

/// Solves the deck's targets: Levenberg-Marquardt in the ranges of the keys on (value - wanted)/(tolerance
/// |wanted|), with exact derivatives, from the deck's values and, if that does not meet every target, from
/// starts around them. Then each quantity is rounded to five significant digits, or to as many more as keep
/// every target within its tolerance, the others making up for it.
///
/// Throws InputError if the deck has no targets, if its mean structure is no pyramid, or if a target has no
/// value at the deck's own values and all starts around them.
Calibration calibrate(const deck::LoadedDeck& loaded);

/// Targets and keys as a table for people.
std::string describe(const Calibration& calibration);

/// The deck's own text with the calibrated numbers. If a target is unmet its first line says so, as a
/// comment.
std::string calibrated_text(const deck::LoadedDeck& loaded, const Calibration& calibration);

} // namespace lpsglass::campaign

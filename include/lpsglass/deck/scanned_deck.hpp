#pragma once

#include <memory>
#include <span>
#include <vector>

#include "lpsglass/deck/reader.hpp"

namespace lpsglass::deck {

/// The decks of a scan: the deck itself with the scanned keys at the values of one parameter set.
class ScannedDeck {
  public:
    /// `loaded` is a deck with a [scan].
    explicit ScannedDeck(const LoadedDeck& loaded);
    ~ScannedDeck();
    ScannedDeck(ScannedDeck&&) noexcept;
    ScannedDeck& operator=(ScannedDeck&&) noexcept;

    /// Values at which every parameter leaves the deck as it is: that of its first key (set), 0 (shift), 1
    /// (factor); for texts the place of the deck's own among them, NaN if it is none of them.
    [[nodiscard]] std::vector<double> own_values() const;

    /// The deck of a set, without its [scan]. `values` are in the order of the scan's parameters; a text is
    /// given by its place (from 0) among the parameter's texts. Throws InputError, with every finding, where
    /// the values break the rules of their keys.
    [[nodiscard]] Deck at(std::span<const double> values) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace lpsglass::deck

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::campaign {

/// The parameter sets of a deck: those of its [scan], or its own as the only one.
class SetTable {
  public:
    explicit SetTable(const deck::LoadedDeck& loaded);
    ~SetTable();
    SetTable(SetTable&&) noexcept;
    SetTable& operator=(SetTable&&) noexcept;

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] ScanPlace place(std::size_t set) const;

    /// Throws InputError where the set's values break a rule of the deck.
    [[nodiscard]] deck::Deck deck(const ScanPlace& place) const;

    /// Which fit each of the sets first..end-1 needs, numbered from 0 in the order of their first set: sets
    /// whose inputs of the fit are equal share one. Takes some 30 bytes a set while it works, 4 after.
    [[nodiscard]] std::vector<std::uint32_t> fits(std::size_t first, std::size_t end) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// What the results file tells of the scanned parameters; empty without a [scan].
std::vector<ScanParameterInfo> scan_parameter_infos(const deck::Deck& deck);

} // namespace lpsglass::campaign

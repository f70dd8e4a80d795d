#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/tree.hpp"

namespace lpsglass::deck {

/// What is wrong with a deck, collected so that the user hears of everything at once.
class Findings {
  public:
    /// The findings of `first_file`, the deck itself, come before those of the files it names.
    explicit Findings(std::string first_file = {}) : first_file_(std::move(first_file)) {}

    void add(const Place& place, std::string key, std::string message);

    /// Takes over the first `most` of another's findings and says at `place` how many more there are.
    void add_first(const Findings& other, std::size_t most, const Place& place, const std::string& key);

    [[nodiscard]] std::size_t count() const { return diagnostics_.size(); }

    /// Whether something was noted about the key or anything inside it.
    [[nodiscard]] bool mentions(std::string_view key) const;

    /// Whether something was noted about the key itself.
    [[nodiscard]] bool mentions_itself(std::string_view key) const;

    /// Throws InputError if there is any: the deck first, then file by file as they came up, each by line and
    /// column.
    void throw_if_any() const;

  private:
    std::string first_file_;
    std::vector<Diagnostic> diagnostics_;
};

} // namespace lpsglass::deck

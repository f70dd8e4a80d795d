#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "lpsglass/deck/findings.hpp"
#include "lpsglass/deck/key_table.hpp"
#include "lpsglass/deck/tree.hpp"
#include "lpsglass/deck/words.hpp"

namespace lpsglass::deck {

/// Notes what is wrong with one value against its row of the key table. The functions return nothing where
/// they noted something. `address` is the key as messages name it.
std::optional<double> read_number(const Node& node, const KeyInfo& key, const std::string& address,
                                  Findings&);
std::optional<std::int64_t> read_integer(const Node& node, const KeyInfo& key, const std::string& address,
                                         Findings&);
std::optional<std::vector<double>> read_numbers(const Node& node, const KeyInfo& key,
                                                const std::string& address, Findings&);
std::optional<std::string> read_string(const Node& node, const KeyInfo& key, const std::string& address,
                                       Findings&);
std::optional<bool> read_boolean(const Node& node, const KeyInfo& key, const std::string& address, Findings&);

/// One table of the deck while it is read: finds keys by name, checks type, length, range and words, and
/// notes what is wrong. An absent or wrong key leaves the variable, and with it the default, untouched.
class TableReader {
  public:
    /// `node` may be nullptr or no table (which check_known_keys reports); `section` is its name in the key
    /// table.
    TableReader(const Node* node, std::string_view section, std::string address, Findings& findings);

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    [[nodiscard]] const Node* find(std::string_view name) const;
    [[nodiscard]] std::string address(std::string_view name) const;

    /// Notes something about a key, at its value or, where the key is absent, at the table.
    void error(std::string_view name, const std::string& message) const;
    void require(std::string_view name) const; ///< notes a key that is absent

    void read(std::string_view name, bool& out) const;
    void read(std::string_view name, int& out) const;
    void read(std::string_view name, std::uint64_t& out) const;
    void read(std::string_view name, double& out) const;
    void read(std::string_view name, std::string& out) const;
    void read(std::string_view name, std::vector<double>& out) const;

    template <std::size_t N> void read(std::string_view name, std::array<double, N>& out) const {
        if (std::vector<double> values; read_all(name, values))
            for (std::size_t i = 0; i < N; ++i)
                out[i] = values[i];
    }

    template <class T> void read(std::string_view name, std::optional<T>& out) const {
        const std::size_t before = findings_.count();
        T value{};
        read(name, value);
        if (has(name) && findings_.count() == before) out = value;
    }

    /// A word: its place among the key's words is the enumerator.
    template <class E>
    requires std::is_enum_v<E>
    void read(std::string_view name, E& out) const {
        if (const std::optional<int> word = read_word(name)) out = static_cast<E>(*word);
    }

    [[nodiscard]] Findings& findings() const { return findings_; }
    [[nodiscard]] const Place& place() const { return place_; } ///< of the table

  private:
    [[nodiscard]] const KeyInfo& key(std::string_view name) const;
    [[nodiscard]] std::optional<int> read_word(std::string_view name) const;
    bool read_all(std::string_view name, std::vector<double>& out) const;

    const Table* table_;
    std::string_view section_;
    std::string address_;
    Place place_;
    Findings& findings_;
};

} // namespace lpsglass::deck

#include "lpsglass/campaign/set_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <optional>
#include <string_view>

#include "lpsglass/deck/scan_keys.hpp"
#include "lpsglass/deck/scanned_deck.hpp"
#include "lpsglass/scan/design.hpp"

namespace lpsglass::campaign {

namespace {

/// Sections that act after the fit alone.
constexpr std::array<std::string_view, 4> kAfterTheFit{"free_energy.", "gauge.", "partition.", "exponents."};

bool starts_with_one_of_them(std::string_view key, std::string_view& section) {
    for (std::string_view candidate : kAfterTheFit) {
        if (!key.starts_with(candidate)) continue;
        section = candidate;
        return true;
    }
    return false;
}

/// Whether a scanned key is an input of the fit: of the line, or of a section that [fit.also] frees.
bool enters_fit(const std::string& key, const deck::Fit& fit) {
    std::string_view section;
    if (!starts_with_one_of_them(key, section)) return true;
    for (const deck::AlsoParameter& also : fit.also) {
        for (const std::string& freed : also.keys) {
            if (freed.starts_with(section)) return true;
        }
    }
    return false;
}

/// 128 bits of a set's inputs of the fit; two unlike sets among 10^8 share them with a chance of 10^-22.
struct Fingerprint {
    std::uint64_t high = 0x9e3779b97f4a7c15U, low = 0x2545f4914f6cdd1dU;

    void add(double x) {
        const auto bits = std::bit_cast<std::uint64_t>(x == 0.0 ? 0.0 : x); // -0 is 0
        high = mixed(high ^ bits);
        low = mixed(low + std::rotl(bits, 32) + high);
    }
    auto operator<=>(const Fingerprint&) const = default;

  private:
    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits.
    static std::uint64_t mixed(std::uint64_t x) {
        x ^= x >> 30, x *= 0xbf58476d1ce4e5b9U;
        x ^= x >> 27, x *= 0x94d049bb133111ebU;
        return x ^ (x >> 31);
    }
};

} // namespace

struct SetTable::State {
    explicit State(const deck::LoadedDeck& loaded) : own(loaded.deck) {
        if (!loaded.deck.scan) return;
        scanned.emplace(loaded);
        design.emplace(*loaded.deck.scan, scanned->own_values());
        for (const deck::ScanParameter& p : loaded.deck.scan->parameters) {
            decides_fit.push_back(loaded.deck.fit && std::ranges::any_of(p.keys, [&](const auto& key) {
                                      return enters_fit(key, *loaded.deck.fit);
                                  }));
        }
    }

    deck::Deck own;
    std::optional<deck::ScannedDeck> scanned;
    std::optional<scan::Design> design;
    std::vector<bool> decides_fit; ///< per parameter
};

SetTable::SetTable(const deck::LoadedDeck& loaded) : state_(std::make_unique<State>(loaded)) {}
SetTable::~SetTable() = default;
SetTable::SetTable(SetTable&&) noexcept = default;
SetTable& SetTable::operator=(SetTable&&) noexcept = default;

std::size_t SetTable::size() const {
    return state_->design ? state_->design->rows() : 1;
}

ScanPlace SetTable::place(std::size_t set) const {
    if (!state_->design) return {};
    scan::Row row = state_->design->row(set);
    return {std::move(row.values), row.base, static_cast<int>(row.role), row.parameter};
}

deck::Deck SetTable::deck(const ScanPlace& place) const {
    return state_->scanned ? state_->scanned->at(place.values) : state_->own;
}

std::vector<std::uint32_t> SetTable::fits(std::size_t first, std::size_t end) const {
    struct Entry {
        Fingerprint inputs;
        std::uint32_t set;
    };
    std::vector<Entry> entries(end - first);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        entries[i].set = static_cast<std::uint32_t>(i);
        if (!state_->design) continue;
        const scan::Row row = state_->design->row(first + i);
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            if (state_->decides_fit[k]) entries[i].inputs.add(row.values[k]);
        }
    }
    std::ranges::sort(entries, {}, [](const Entry& e) { return std::pair(e.inputs, e.set); });
    std::vector<std::uint32_t> leader(entries.size()); // first set with the same inputs
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool same = i > 0 && entries[i].inputs == entries[i - 1].inputs;
        leader[entries[i].set] = same ? leader[entries[i - 1].set] : entries[i].set;
    }
    entries = {};
    std::uint32_t next = 0;
    std::vector<std::uint32_t> fit(leader.size());
    for (std::size_t i = 0; i < leader.size(); ++i)
        fit[i] = leader[i] == i ? next++ : fit[leader[i]];
    return fit;
}

std::vector<ScanParameterInfo> scan_parameter_infos(const deck::Deck& deck) {
    constexpr std::array<const char*, 3> kModes{"set", "shift", "factor"};
    std::vector<ScanParameterInfo> out;
    if (!deck.scan) return out;
    const deck::Node filled = deck::filled_tree(deck, "the deck");
    for (const deck::ScanParameter& p : deck.scan->parameters) {
        std::string unit = "1"; // of a factor
        if (!p.texts.empty()) {
            unit = "text";
        } else if (p.mode != deck::DriveMode::factor) {
            unit = deck::find_scan_keys(filled, p.keys.front()).keys.front().info->unit;
        }
        out.push_back({p.name, unit, p.keys, kModes[static_cast<std::size_t>(p.mode)], p.texts});
    }
    return out;
}

} // namespace lpsglass::campaign

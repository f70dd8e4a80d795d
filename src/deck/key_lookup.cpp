#include <array>
#include <cmath>

#include "lpsglass/deck/key_table.hpp"

namespace lpsglass::deck {

using namespace std::string_view_literals;

bool Limits::contains(double value) const {
    return std::isfinite(value) && value >= min && value <= max && !(min_excluded && value == min) &&
           !(max_excluded && value == max);
}

std::string KeyInfo::full_name() const {
    return section.empty() ? std::string(name) : std::string(section) + '.' + std::string(name);
}

const KeyInfo* find_key(std::string_view section, std::string_view name) {
    for (const KeyInfo& key : key_table())
        if (key.section == section && key.name == name) return &key;
    return nullptr;
}

const SectionInfo* find_section(std::string_view path) {
    for (const SectionInfo& section : section_table())
        if (section.path == path) return &section;
    return nullptr;
}

std::vector<const KeyInfo*> keys_of(std::string_view section) {
    std::vector<const KeyInfo*> keys;
    for (const KeyInfo& key : key_table())
        if (key.section == section) keys.push_back(&key);
    return keys;
}

std::span<const std::string_view> fluctuation_names() {
    static constexpr std::array names{"beta_1"sv,   "beta_2"sv,   "beta_3"sv,
                                      "theta_12"sv, "theta_23"sv, "theta_13"sv};
    return names;
}

std::span<const std::string_view> element_names(Elements elements) {
    static constexpr std::array bonds{"1"sv, "2"sv, "3"sv};
    static constexpr std::array pairs{"12"sv, "23"sv, "13"sv};
    switch (elements) {
    case Elements::bonds:
        return bonds;
    case Elements::pairs:
        return pairs;
    case Elements::fluctuations:
        return fluctuation_names();
    case Elements::counted:
        break;
    }
    return {};
}

} // namespace lpsglass::deck

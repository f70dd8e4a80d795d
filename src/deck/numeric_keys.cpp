#include "lpsglass/deck/numeric_keys.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include "lpsglass/deck/fields.hpp"
#include "lpsglass/model/parameters.hpp"

namespace lpsglass::deck {

namespace {

/// `section.name[element]`, taken apart.
struct Address {
    std::string_view section;
    std::string_view name;
    std::string_view element; ///< empty: no element
};

Address take_apart(std::string_view key) {
    Address address;
    if (key.ends_with(']'))
        if (const std::size_t bracket = key.find('['); bracket != std::string_view::npos) {
            address.element = key.substr(bracket + 1, key.size() - bracket - 2);
            key = key.substr(0, bracket);
        }
    const std::size_t dot = key.rfind('.');
    if (dot != std::string_view::npos) address.section = key.substr(0, dot);
    address.name = key.substr(dot == std::string_view::npos ? 0 : dot + 1);
    return address;
}

/// Remembers the number that an address names; visited with the keys of its section.
template <class Number> struct Finder {
    const Address& address;
    Number* found = nullptr;

    void operator()(std::string_view name, auto& member) {
        using Member = std::remove_cvref_t<decltype(member)>;
        if (name != address.name) return;
        if constexpr (std::is_same_v<Member, double>) {
            if (address.element.empty()) found = &member;
        } else if constexpr (std::is_same_v<Member, std::array<double, 3>>) {
            const KeyInfo* key = find_key(address.section, name);
            const auto names = element_names(key->elements);
            const auto place = std::ranges::find(names, address.element);
            if (place != names.end()) found = &member[static_cast<std::size_t>(place - names.begin())];
        }
    }
};

template <class Number> Number* find(Like<Deck> auto& deck, std::string_view key) {
    if (key.starts_with("amplitude.") && key.ends_with(".value")) key.remove_suffix(6);
    const Address address = take_apart(key);
    if (address.section == "amplitude" && address.element.empty()) {
        const auto names = fluctuation_names();
        const auto place = std::ranges::find(names, address.name);
        return place == names.end() ? nullptr
                                    : &deck.amplitude[static_cast<std::size_t>(place - names.begin())].value;
    }
    Finder<Number> finder{address};
    if (address.section == "free_energy.bath" && deck.free_energy.bath)
        for_each_key(*deck.free_energy.bath, finder);
    for_each_section(deck, [&](std::string_view section, auto& object) {
        if (section == address.section) for_each_key(object, finder);
    });
    return finder.found;
}

} // namespace

double* find_number(Deck& deck, std::string_view key) {
    return find<double>(deck, key);
}

const double* find_number(const Deck& deck, std::string_view key) {
    return find<const double>(deck, key);
}

std::vector<std::string> model_keys(std::string_view key) {
    std::vector<std::string> keys;
    for (const model::ParameterInfo& parameter : model::parameter_table()) {
        const bool element =
            parameter.key.starts_with(key) && parameter.key.substr(key.size()).starts_with('[');
        if (parameter.key == key || element) keys.emplace_back(parameter.key);
    }
    return keys;
}

const KeyInfo* find_model_key(std::string_view key) {
    if (model::find_parameter(key) < 0) return nullptr;
    const Address address = take_apart(key);
    return address.section == "amplitude" ? find_key("amplitude.*", "value")
                                          : find_key(address.section, address.name);
}

void follow_ties(Deck& deck) {
    const auto names = fluctuation_names();
    for (Amplitude& tied : deck.amplitude) {
        if (tied.tied_to.empty()) continue;
        const auto other = std::ranges::find(names, tied.tied_to) - names.begin();
        tied.value = tied.ratio * deck.amplitude[static_cast<std::size_t>(other)].value;
    }
}

} // namespace lpsglass::deck

#include "lpsglass/deck/key_table.hpp"

#include <algorithm>
#include <set>
#include <type_traits>

#include "deck_files.hpp"
#include "lpsglass/deck/fields.hpp"
#include "lpsglass/deck/numeric_keys.hpp"
#include "lpsglass/model/parameters.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

bool has_default(const KeyInfo& key) {
    return key.fallback != "required" && key.fallback != "none";
}

/// The default of a key in the table as a value.
Node fallback(const KeyInfo& key) {
    const Node root = deck_files::parse("x = " + std::string(key.fallback));
    return *find_node(root, "x");
}

double number(const Node& node) {
    if (const auto* integer = std::get_if<std::int64_t>(&node.value)) return static_cast<double>(*integer);
    return std::get<double>(node.value);
}

/// Compares what the table calls a default with what the struct really has.
struct CompareDefaults {
    std::string_view section;
    int& compared;

    void operator()(std::string_view name, const auto& member) const {
        using Member = std::remove_cvref_t<decltype(member)>;
        const KeyInfo* key = find_key(section, name);
        INFO(section << "." << name);
        REQUIRE(key);
        if (!has_default(*key)) return;
        const Node given = fallback(*key);
        ++compared;
        if constexpr (std::is_same_v<Member, bool>) {
            CHECK(std::get<bool>(given.value) == member);
        } else if constexpr (std::is_same_v<Member, std::string>) {
            CHECK(std::get<std::string>(given.value) == member);
        } else if constexpr (std::is_enum_v<Member>) {
            CHECK(std::get<std::string>(given.value) == key->words[static_cast<std::size_t>(member)]);
        } else if constexpr (std::is_arithmetic_v<Member>) {
            CHECK(number(given) == static_cast<double>(member));
        } else {
            REQUIRE(given.array()->size() == member.size());
            for (std::size_t i = 0; i < member.size(); ++i)
                CHECK(number((*given.array())[i]) == member[i]);
        }
    }
};

} // namespace

TEST_CASE("The defaults of the table are those of the structs", "[deck][key_table]") {
    int compared = 0;
    const Deck deck;
    for_each_section(deck, [&](std::string_view section, const auto& object) {
        for_each_key(object, CompareDefaults{section, compared});
    });
    const Fit fit;
    for_each_key(fit, CompareDefaults{"fit", compared});
    for_each_key(default_temperature_kelvin, CompareDefaults{"temperature", compared});
    const CompareDefaults spectrum{"nqr.spectrum", compared};
    spectrum("temperature", Spectrum{}.temperature_kelvin);
    spectrum("baseline", Spectrum{}.baseline);
    const CompareDefaults synthetic{"nqr.spectrum.synthetic", compared};
    synthetic("noise", Synthetic{}.noise);
    synthetic("seed", Synthetic{}.seed);
    const CompareDefaults amplitude{"amplitude.*", compared};
    const Amplitude one = deck.amplitude[0];
    amplitude("min", one.min);
    amplitude("max", one.max);
    amplitude("fixed", one.fixed);
    amplitude("tied_to", one.tied_to);
    amplitude("ratio", one.ratio);
    std::array<double, 6> values{};
    std::ranges::transform(deck.amplitude, values.begin(), &Amplitude::value);
    amplitude("value", values);
    const CompareDefaults also{"fit.also.*", compared};
    also("mode", AlsoParameter{}.mode);
    also("shared", AlsoParameter{}.shared);
    const CompareDefaults target{"calibration.target", compared};
    target("mode", CalibrationTarget{}.mode);
    target("tolerance", CalibrationTarget{}.tolerance);
    const Scan scan;
    for_each_key(scan, CompareDefaults{"scan", compared});
    const CompareDefaults parameter{"scan.parameter", compared};
    parameter("mode", ScanParameter{}.mode);
    parameter("law", ScanParameter{}.law);
    CompareDefaults{"", compared}("title", deck.title);
    // Every default of the table but the four `enabled`, which have no member.
    CHECK(compared == std::ranges::count_if(key_table(), has_default) - 4);
}

TEST_CASE("Every key has a section, once, and text for the user", "[deck][key_table]") {
    std::set<std::string> seen;
    for (const KeyInfo& key : key_table()) {
        INFO(key.full_name());
        CHECK(find_section(key.section));
        CHECK(seen.insert(key.full_name()).second);
        CHECK_FALSE(key.meaning.empty());
        CHECK_FALSE(key.fallback.empty());
        CHECK((key.type == ValueType::word) == !key.words.empty());
        const bool plain = key.type == ValueType::boolean || key.type == ValueType::word ||
                           key.type == ValueType::text || key.type == ValueType::texts ||
                           key.type == ValueType::rows;
        CHECK(plain == (key.unit == "-"));
        CHECK((key.elements != Elements::counted) ==
              (key.type == ValueType::triple || key.type == ValueType::sextuple));
    }
    for (const SectionInfo& section : section_table())
        CHECK_FALSE(section.meaning.empty());
}

TEST_CASE("Every parameter of the model is a key with the same unit", "[deck][key_table]") {
    for (const auto& parameter : lpsglass::model::parameter_table()) {
        INFO(parameter.key);
        const KeyInfo* key = find_model_key(parameter.key);
        REQUIRE(key);
        CHECK(key->unit == parameter.unit);
        const bool number = key->type == ValueType::number || key->type == ValueType::triple;
        CHECK(number);
    }
}

TEST_CASE("Limits hold their ends unless they are excluded", "[deck][key_table]") {
    const Limits angle = find_key("structure", "bond_angle")->limits;
    CHECK_FALSE(angle.contains(90.0));
    CHECK(angle.contains(90.001));
    CHECK_FALSE(angle.contains(120.0));
    const Limits length = find_key("structure", "bond_length")->limits;
    CHECK_FALSE(length.contains(0.0));
    CHECK(length.contains(10.0));
    CHECK_FALSE(length.contains(10.001));
    CHECK_FALSE(Limits{}.contains(std::numeric_limits<double>::quiet_NaN()));
    CHECK_FALSE(Limits{}.contains(std::numeric_limits<double>::infinity()));
    CHECK(Limits{}.contains(-1e300));
}

TEST_CASE("Pairs, bonds and fluctuations have their names in the model's order", "[deck][key_table]") {
    const auto pairs = element_names(Elements::pairs);
    CHECK(std::vector<std::string_view>(pairs.begin(), pairs.end()) ==
          std::vector<std::string_view>{"12", "23", "13"});
    for (int i = 0; i < lpsglass::model::kFluctuations; ++i) {
        const auto& parameter = lpsglass::model::parameter_table()[lpsglass::model::parameter::amplitude + i];
        CHECK(parameter.key == "amplitude." + std::string(fluctuation_names()[i]));
    }
}

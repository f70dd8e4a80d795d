#include "lpsglass/results/run_identity.hpp"

#include "lpsglass/core/error.hpp"
#include "made_up_items.hpp"
#include "results/key_values.hpp"
#include "results/utc_time.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using results::from_lines;
using results::identity_file;
using results::KeyValues;
using results::parse_identity_file;
using results::to_lines;

TEST_CASE("An identity is read as it was written", "[identity]") {
    auto identity = made_up::identity(18'000'000'000'000'000'000u); // beyond what a double holds
    identity.resolved_deck += "# resolved deck:\nresolved deck:\n\n";
    const std::string text = identity_file(identity);
    const auto read = parse_identity_file(text, "x");
    CHECK(read.deck_sha256 == identity.deck_sha256);
    CHECK(read.resolved_deck == identity.resolved_deck);
    CHECK(read.program_version == "1.2.3");
    CHECK(read.git_revision == "abc1234");
    CHECK(read.machine.arithmetic == "x86-64, libm 01234567");
    CHECK(read.machine.instruction_level == "x86-64-v3");
    CHECK(read.total_items == 18'000'000'000'000'000'000u);
    CHECK(read.notes == identity.notes);
    // The deck stands in it as it is, to be copied out by hand.
    CHECK(text.ends_with("\nresolved deck:\n" + identity.resolved_deck));
}

TEST_CASE("No change of an identity goes unnoticed", "[identity]") {
    const std::string text = identity_file(made_up::identity());
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        INFO("byte " << i);
        CHECK_THROWS_AS(parse_identity_file(changed, "x"), IoError);
        CHECK_THROWS_AS(parse_identity_file(text.substr(0, i), "x"), IoError);
    }
}

TEST_CASE("Lines keep every value", "[identity]") {
    const KeyValues values{{"a", ""}, {"b", "two\nlines\r"}, {"b", "\\n = \\"}, {"c", " blanks "}};
    CHECK(to_lines(values) == "a = \nb = two\\nlines\\r\nb = \\\\n = \\\\\nc =  blanks \n");
    CHECK(from_lines(to_lines(values)) == values);
    CHECK(from_lines("no value\n\nx = 1") == KeyValues{{"x", "1"}});
    CHECK(results::number_of({{"x", "1.5"}, {"y", "word"}}, "x") == 1.5);
    CHECK(results::number_of({{"x", "1.5"}, {"y", "word"}}, "y") == 0.0);
    CHECK(results::number_of({}, "z") == 0.0);
}

TEST_CASE("Times are told in UTC", "[identity]") {
    CHECK(results::utc_text(1'709'251'199) == "2024-02-29T23:59:59Z"); // date -u -d @1709251199
    CHECK(results::time_of_utc("2024-02-29T23:59:59Z") == 1'709'251'199);
    CHECK(results::utc_text(0).empty());
    for (const char* text : {"", "2024-02-29", "2024-02-29T23:59:59Z "})
        CHECK(results::time_of_utc(text) == 0);
}

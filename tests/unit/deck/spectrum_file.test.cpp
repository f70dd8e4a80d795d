#include "lpsglass/deck/spectrum_file.hpp"

#include <locale>

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;

namespace {

struct Parsed {
    std::vector<std::vector<double>> rows; ///< frequency, amplitude and, if there is one, sigma
    std::vector<std::string> findings;
};

Parsed parse(std::string_view text) {
    Parsed parsed;
    Findings findings("data");
    for (const PlacedPoint& point :
         parse_spectrum(text, std::make_shared<const std::string>("data"), findings)) {
        parsed.rows.push_back({point.frequency.value, point.amplitude.value});
        if (point.sigma) parsed.rows.back().push_back(point.sigma->value);
    }
    try {
        findings.throw_if_any();
    } catch (const lpsglass::InputError& error) {
        for (const auto& diagnostic : error.diagnostics())
            parsed.findings.push_back(diagnostic.text());
    }
    return parsed;
}

using Rows = std::vector<std::vector<double>>;

/// Decimal comma and dots between thousands, as in much of Europe.
struct European : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

TEST_CASE("Columns come with commas or blanks, comments and blank lines are skipped", "[deck][spectrum]") {
    const Rows expected{{55.0, 0.5, 0.02}, {58.0, -1.0, 0.03}};
    CHECK(parse("55,0.5,0.02\n58,-1,0.03\n").rows == expected);
    CHECK(parse("# c\n\n  55.0 \t 0.5   2e-2\n\n58. -1 +.03 # end\n  # c, d, e\n").rows == expected);
    CHECK(parse(" 55.0 , 0.5 , 0.02 \r\n\r\n58.0,-1.0,0.03\r\n").rows == expected);
    CHECK(parse("55 0.5 0.02\n58,-1,0.03").rows == expected); // no newline at the end
    CHECK(parse("").rows.empty());
}

TEST_CASE("The first line may name the columns", "[deck][spectrum]") {
    CHECK(parse("frequency_MHz,amplitude,sigma\n55,0.5,0.02\n").rows == Rows{{55.0, 0.5, 0.02}});
    CHECK(parse("# note\n\nsigma amplitude frequency_MHz\n0.02 0.5 55\n").rows == Rows{{55.0, 0.5, 0.02}});
    CHECK(parse("amplitude, frequency_MHz\n0.5, 55\n").rows == Rows{{55.0, 0.5}});
    CHECK(parse("55 0.5\n").rows == Rows{{55.0, 0.5}});
}

TEST_CASE("Names of columns are checked", "[deck][spectrum]") {
    CHECK(parse("frequency,amplitude\n55,0.5\n").findings ==
          std::vector<std::string>{
              "data:1:1: column \"frequency\" is not allowed (allowed: frequency_MHz, amplitude, "
              "sigma)"});
    CHECK(parse("frequency_MHz,amplitude,amplitude\n").findings.size() == 1);
    CHECK(parse("sigma,frequency_MHz\n").findings ==
          std::vector<std::string>{"data:1:1: column amplitude is missing"});
    // A second line of names is no number.
    CHECK(parse("frequency_MHz,amplitude\nfrequency_MHz,amplitude\n").findings.size() == 2);
}

TEST_CASE("Each bad line is told at its field and the good ones are kept", "[deck][spectrum]") {
    const Parsed parsed = parse("55,0.5,0.02\n56,x,0.02\n57,0.5\n58,,nan\n59,1e400,0.02\n60,0.5,0.02\n");
    CHECK(parsed.rows == Rows{{55.0, 0.5, 0.02}, {60.0, 0.5, 0.02}});
    REQUIRE(parsed.findings.size() == 5);
    CHECK(parsed.findings[0].starts_with("data:2:4: amplitude: \"x\" is not a number"));
    CHECK(parsed.findings[1] == "data:3:1: 2 values where 3 are needed, as in the lines before");
    CHECK(parsed.findings[2] == "data:4:4: amplitude: is empty (a number is needed)");
    CHECK(parsed.findings[3] == "data:4:5: sigma: \"nan\" is not a finite number");
    CHECK(parsed.findings[4] == "data:5:4: amplitude: \"1e400\" is too large or too small for a number");
}

TEST_CASE("Columns of messages count characters", "[deck][spectrum]") {
    CHECK(parse("55 0.5\n\u00e9\u00e9\u00e9 x\n").findings.at(1).starts_with("data:2:5: amplitude: \"x\""));
}

TEST_CASE("What only begins like a number is none", "[deck][spectrum]") {
    for (const char* text :
         {"0x10", "1e", "1.2.3", "--1", "+-1", "+", "-", ".", "1_000", "\"1\"", "1d3", "12MHz"}) {
        INFO(text);
        CHECK(parse("55 0.5\n56 " + std::string(text) + "\n").findings.size() == 1);
    }
}

TEST_CASE("Decimal commas and semicolons are refused, not misread", "[deck][spectrum]") {
    for (const char* text : {"55,5 0,5\n", "55,5\t0,5\n", "55,5;0,5\n", "55.5;0.5\n", "55,5, 0,5, 0,02\n"}) {
        INFO(text);
        const Parsed parsed = parse(text);
        CHECK(parsed.rows.empty());
        REQUIRE(parsed.findings.size() == 1);
        CHECK(parsed.findings[0].find("decimals have a point") != std::string::npos);
    }
}

TEST_CASE("Numbers do not depend on the locale", "[deck][spectrum]") {
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new European));
    const Rows rows = parse("1055.25 0.5\n").rows;
    const auto deck = deck_files::read_text("[gauge]\ncoupling = 1069.75\n");
    std::locale::global(before);
    CHECK(rows == Rows{{1055.25, 0.5}});
    CHECK(deck.deck.gauge_coupling_A_per_eV == 1069.75);
    CHECK(deck.resolved.find("coupling = 1069.75 ") != std::string::npos);
}

TEST_CASE("A line has at most 100,000 points", "[deck][spectrum]") {
    std::string text;
    for (int i = 1; i <= 100001; ++i)
        text += std::to_string(i) + " 1\n";
    const Parsed parsed = parse(text);
    CHECK(parsed.rows.size() == 100000);
    CHECK(parsed.findings ==
          std::vector<std::string>{"data:100001:1: too many points (allowed: 3 to 100000)"});
}

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using Catch::Matchers::Contains;
using deck_files::findings_in;
using deck_files::read_text;

namespace {

const std::filesystem::path decks = LPSGLASS_SOURCE_DIR "/tests/decks/valid";

Scan scan_of(const char* name) {
    return *read_deck((decks / name).string()).deck.scan;
}

/// A scan of one parameter by its lines.
std::vector<std::string> findings(const std::string& scan, const std::string& parameter) {
    return findings_in("[scan]\n" + scan + "[[scan.parameter]]\n" + parameter);
}

} // namespace

TEST_CASE("A grid keeps its parameters in the order of the deck", "[deck][read_scan]") {
    const Scan scan = scan_of("scan_grid.toml");
    CHECK(scan.design == Design::grid);
    CHECK(scan.samples == 0);
    REQUIRE(scan.parameters.size() == 6);
    ScanParameter coupling;
    coupling.name = "gauge.coupling";
    coupling.keys = {"gauge.coupling"};
    coupling.values = {50.0, 69.78, 90.0};
    CHECK(scan.parameters[0] == coupling);
    ScanParameter length;
    length.name = "length";
    length.keys = {"structure.bond_length[1]", "structure.bond_length[2]", "structure.bond_length[3]",
                   "structure.hybrid_offset[2]"};
    length.mode = DriveMode::shift;
    length.values = {-0.02, 0.02};
    CHECK(scan.parameters[1] == length);
    CHECK(scan.parameters[2].name == "amplitude.beta_1.prior");
    CHECK(scan.parameters[2].keys == std::vector<std::string>{"amplitude.beta_1.prior", "amplitude.beta_1"});
    CHECK(scan.parameters[3].texts == std::vector<std::string>{"well", "barrier"});
    CHECK(scan.parameters[3].values.empty());
    CHECK(scan.parameters[5].keys == std::vector<std::string>{"fit.also.\"nqr.packet_fwhm\".max"});
}

TEST_CASE("Columns of a data file follow the parameters of the deck", "[deck][read_scan]") {
    const Scan scan = scan_of("scan_list.toml");
    CHECK(scan.design == Design::list);
    REQUIRE(scan.parameters.size() == 6);
    CHECK(scan.parameters[0].name == "nqr.spectrum[2].file");
    CHECK(scan.parameters[1].name == "nqr.spectrum[1].file");
    CHECK(scan.parameters[1].texts == std::vector<std::string>{"line.csv", "line.csv", "line_moved.csv"});
    REQUIRE(scan.parameters[1].data.size() == 2);
    CHECK(scan.parameters[1].data[1] ==
          std::vector<LinePoint>{{55.5, 0.5, 0.02}, {59.0, 1.0, 0.02}, {62.5, 0.4, 0.02}});
    CHECK(scan.parameters[0].data[1] ==
          std::vector<LinePoint>{{55.5, 0.5, 0.0}, {59.0, 1.0, 0.0}, {62.5, 0.4, 0.0}}); // key sigma holds
    CHECK(scan.parameters[2].values == std::vector<double>{77.0, 78.0, 79.0});
    CHECK(scan.parameters[3].name == "structure.hybrid_offset");
    CHECK(scan.parameters[3].keys.size() == 3);
    CHECK(scan.parameters[4].values == std::vector<double>{4.0, 8.0, 8.0});
    CHECK(scan.parameters[5].texts == std::vector<std::string>{"listed", "by_probability", "listed"});
}

TEST_CASE("Sampled designs have laws", "[deck][read_scan]") {
    const Scan scan = scan_of("scan_saltelli.toml");
    CHECK(scan.design == Design::saltelli);
    CHECK(scan.samples == 64);
    CHECK(scan.seed == 7);
    CHECK(scan.second_order);
    CHECK_FALSE(scan.maximin);
    CHECK(scan.parameters[0].law == Law::uniform);
    CHECK(scan.parameters[0].min == 0.0);
    CHECK(scan.parameters[0].max == 5.0);
    CHECK(scan.parameters[1].law == Law::lognormal);
    CHECK(scan.parameters[1].sigma == 0.1);
    CHECK_FALSE(scan.parameters[1].min);
    CHECK(scan.parameters[1].max == 1.5);
    CHECK(scan.parameters[2].law == Law::normal);
    CHECK(scan_of("scan_morris.toml").levels == 8);
    CHECK(scan_of("scan_lhs.toml").maximin);
    CHECK(scan_of("scan_one_at_a_time.toml").design == Design::one_at_a_time);
}

TEST_CASE("A scan that is absent or switched off is none", "[deck][read_scan]") {
    CHECK_FALSE(read_text("").deck.scan);
    CHECK_FALSE(read_text("[scan]\nenabled = false\n").deck.scan);
    CHECK_FALSE(read_text("[scan]\nenabled = false\ndesign = \"grid\"\nsamples = 3\n[[scan.parameter]]\n"
                          "key = \"no.key\"\nvalues = [1]\nlaw = \"normal\"\n")
                    .deck.scan);
    CHECK(read_text("[scan]\nenabled = true\n[[scan.parameter]]\nkey = \"gauge.coupling\"\nvalues = [1]\n")
              .deck.scan);
}

TEST_CASE("Samples, levels and rows have their limits", "[deck][read_scan]") {
    const std::string uniform = "key = \"gauge.coupling\"\nmin = 1\nmax = 2\n";
    const auto samples = [&](const char* design, const char* number) {
        return findings("design = \"" + std::string(design) + "\"\nsamples = " + number + "\n", uniform)
            .size();
    };
    CHECK(samples("sobol", "10000000") == 0);
    CHECK(samples("sobol", "10000001") == 1);
    CHECK(samples("lhs", "1") == 0);
    CHECK(samples("lhs", "0") == 1);
    CHECK(samples("saltelli", "10000000") == 0); // 3e7 rows
    CHECK(samples("grid", "4") >= 1);
    for (const char* levels : {"2", "4", "1000"})
        CHECK(findings("design = \"morris\"\nsamples = 1\nlevels = " + std::string(levels) + "\n", uniform)
                  .empty());
    for (const char* levels : {"0", "1", "3", "1002", "4.0"})
        CHECK(findings("design = \"morris\"\nsamples = 1\nlevels = " + std::string(levels) + "\n", uniform)
                  .size() == 1);
    std::string hundred = "values = [0";
    for (int i = 1; i < 100; ++i)
        hundred += ", " + std::to_string(i);
    std::string grid;
    const char* keys[] = {"tight_binding.arsenic_s", "tight_binding.arsenic_p", "tight_binding.selenium_p",
                          "gauge.coupling"};
    for (const char* key : keys)
        grid += "[[scan.parameter]]\nkey = \"" + std::string(key) + "\"\n" + hundred + "]\n";
    CHECK(findings_in(grid).empty()); // 1e8 sets
    const auto lines = findings_in(grid + "[[scan.parameter]]\nkey = \"exponents.scale\"\nvalues = [1, 2]\n");
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines[0], Contains("gives 2e+08 parameter sets"));
}

TEST_CASE("Ends of a law that leave next to nothing of it are refused", "[deck][read_scan]") {
    const std::string sobol = "design = \"sobol\"\nsamples = 8\n";
    const auto normal = [&](const char* ends) {
        return findings(sobol, "key = \"gauge.coupling\"\nlaw = \"normal\"\nmean = 10\nsigma = 2\n" +
                                   std::string(ends))
            .size();
    };
    CHECK(normal("") == 0);
    CHECK(normal("min = 19\n") == 0); // 4.5 sigma: 3.4e-6
    CHECK(normal("min = 20\n") == 1); // 5 sigma: 2.9e-7
    CHECK(normal("max = 0\n") == 1);  // likewise on the other side
    CHECK(normal("max = 1\n") == 0);
    CHECK(normal("min = 9.99\nmax = 10.01\n") == 0);
    const auto lognormal = [&](const char* ends) {
        return findings(sobol, "key = \"gauge.coupling\"\nlaw = \"lognormal\"\nmean = 0\nsigma = 0.1\n" +
                                   std::string(ends))
            .size();
    };
    CHECK(lognormal("max = 1.5\n") == 0);
    CHECK(lognormal("min = 1.6\n") == 0); // ln 1.6 = 4.7 sigma: 1.3e-6
    CHECK(lognormal("min = 1.7\n") == 1); // 5.3 sigma: 5.6e-8
    CHECK(lognormal("min = -1\n") == 1);
    CHECK(findings(sobol, "key = \"gauge.coupling\"\nlaw = \"lognormal\"\nmean = 800\nsigma = 1\n").size() ==
          1);
}

TEST_CASE("A range is judged where one parameter alone drives the key", "[deck][read_scan]") {
    const std::string shift = "key = \"structure.hybrid_following\"\nmode = \"shift\"\nvalues = [0.6]\n";
    CHECK(findings("", shift).size() == 1);
    CHECK(findings("", shift + "[[scan.parameter]]\nkey = \"structure.hybrid_following\"\nname = \"b\"\n"
                               "values = [0.1, 0.2]\n")
              .empty());
}

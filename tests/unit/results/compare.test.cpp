#include "lpsglass/results/compare.hpp"

#include <bit>
#include <fstream>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using reader::Folder;
using results::same_results;

namespace {

/// Writes both runs and compares them; the difference in words, empty where there is none.
std::string compared(const campaign::RunRecord& a, const campaign::RunRecord& b,
                     const results::WriterOptions& options_b = {}) {
    const Folder folder;
    results::write_results(folder.file("a.h5"), a);
    results::write_results(folder.file("b.h5"), b, options_b);
    std::string difference = "not told";
    const bool same = same_results(folder.file("a.h5"), folder.file("b.h5"), difference);
    CHECK(same == difference.empty());
    return difference;
}

} // namespace

TEST_CASE("Two files of one run hold the same results", "[compare]") {
    Shape shape;
    shape.spectra_of_all_sets = true;
    auto run = made_up::run(shape);
    made_up::fail(run, 1, "no pyramid");
    CHECK(compared(run, run) == "");
}

TEST_CASE("What describes the run alone may differ", "[compare]") {
    auto a = made_up::run(), b = made_up::run();
    b.info = {"2025-01-01T00:00:00Z", "a.host.with.a.longer.name", "mpirun -n 3 lpsglass run", 3, 99.0};
    b.sets[1].seconds = 7.0;
    b.sets[1].rank = 2;
    CHECK(compared(a, b) == "");
}

TEST_CASE("A single bit of a value is a difference", "[compare]") {
    const auto a = made_up::run();
    auto b = a;
    double& value = b.sets[1].temperature[2].probability[3];
    value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) ^ 1U);
    // Set 1, temperature 2, fluctuation 3: element (1 * 3 + 2) * 6 + 3; value 1000 + 200 + 10 + 3.
    CHECK(compared(a, b) == "/thermal/probability: element 33: 1213 and 1213.0000000000002");
}

TEST_CASE("Every kind of difference is told with its place", "[compare]") {
    const auto a = made_up::run();
    auto b = a;
    SECTION("integer") {
        b.sets[0].spectrum[1].starts_agreeing = 8;
        CHECK(compared(a, b) == "/fit/starts_agreeing: element 1: 6 and 8");
    }
    SECTION("state") {
        b.sets[0].temperature[0].status[0] = model::ExponentStatus::no_extinction;
        CHECK(compared(a, b) == "/exponents/status: element 0: 0 and 1");
    }
    SECTION("text") {
        b.deck.resolved = "schema = 2\n";
        CHECK(compared(a, b) == "/deck/resolved: element 0: 'schema = 1\n' and 'schema = 2\n'");
    }
    SECTION("text of an array") {
        b.fit_parameters[1].name = "theta_23";
        CHECK(compared(a, b) == "/coordinates/fit_parameter: element 1: 'theta_12' and 'theta_23'");
    }
    SECTION("coordinate") {
        b.temperature[2] = 301.0;
        CHECK(compared(a, b) == "/coordinates/temperature: element 2: 300 and 301");
    }
    SECTION("lengths") {
        b.sets.pop_back();
        CHECK(compared(a, b) == "/coordinates/set: 2 and 1");
    }
    SECTION("a dataset that only one file holds") {
        made_up::fail(b, 1, "no pyramid");
        b.sets[1] = a.sets[1];
        b.sets[1].state = campaign::TaskState::fit_failed;
        CHECK(compared(a, b) == "/tasks: failed_set is only in the second file");
        CHECK(compared(b, a) == "/tasks: failed_set is only in the first file");
    }
    SECTION("attribute") {
        b.deck.sha256[5] = 'b';
        CHECK(compared(a, b) ==
              "/: attribute deck_sha256: element 0: '" + a.deck.sha256 + "' and '" + b.deck.sha256 + "'");
    }
    SECTION("attribute of a group") {
        b.spectra[0].origin = "another_reconstructed.csv";
        CHECK(compared(a, b) == "/spectrum/1: attribute origin: element 0: 'data/line_reconstructed.csv' and "
                                "'another_reconstructed.csv'");
    }
    SECTION("arithmetic, but not the instruction level") {
        results::WriterOptions options;
        options.machine = {"x86-64, libm 01234567", "x86-64-v3"};
        CHECK(compared(a, b, options) ==
              "/: attribute arithmetic: element 0: '' and 'x86-64, libm 01234567'");
    }
}

TEST_CASE("A bit changed in the file itself is found", "[compare]") {
    const Folder folder;
    const auto run = made_up::run();
    results::write_results(folder.file("a.h5"), run);
    results::write_results(folder.file("b.h5"), run);
    {
        const reader::File file(folder.file("b.h5"), H5F_ACC_RDWR);
        const hid_t dataset = H5Dopen2(file.id(), "/summary/beta_at_tg", H5P_DEFAULT);
        auto values = file.reals("/summary/beta_at_tg");
        values[0] = -values[0];
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(dataset);
    }
    std::string difference;
    CHECK_FALSE(same_results(folder.file("a.h5"), folder.file("b.h5"), difference));
    CHECK(difference == "/summary/beta_at_tg: element 0: 51 and -51");
}

TEST_CASE("A file that is none is named in the error", "[compare]") {
    const Folder folder;
    results::write_results(folder.file("a.h5"), made_up::run());
    std::ofstream(folder.file("b.h5")) << "no HDF5";
    std::string difference;
    using Catch::Matchers::Contains;
    CHECK_THROWS_WITH(same_results(folder.file("a.h5"), folder.file("b.h5"), difference),
                      Contains("b.h5") && Contains("file signature not found"));
    CHECK_THROWS_AS(same_results(folder.file("a.h5"), folder.file("b.h5"), difference), IoError);
    CHECK_THROWS_WITH(same_results(folder.file("missing.h5"), folder.file("a.h5"), difference),
                      Contains("missing.h5") && Contains("No such file or directory"));
}

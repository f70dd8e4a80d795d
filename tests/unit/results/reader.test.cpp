#include "lpsglass/results/reader.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "lpsglass/core/error.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using Catch::Matchers::Contains;
using made_up::code;
using made_up::Shape;
using made_up::written;
using reader::Folder;
using results::ResultsFile;
using Lengths = std::vector<std::size_t>;

namespace {

campaign::RunRecord small_run() {
    Shape shape;
    shape.sets = 5;
    shape.scan = true;
    auto run = made_up::run(shape);
    made_up::fail(run, 3, "m\xc3\xb6glich");
    return run;
}

/// A change to a results file by the C library.
template <class Change> void change(const std::string& path, const Change& act) {
    const reader::File file(path, H5F_ACC_RDWR);
    act(file.id());
}

std::string input_error_of_opening(const std::string& path) {
    try {
        const ResultsFile file(path);
    } catch (const InputError& error) {
        return error.what();
    }
    return "no InputError";
}

} // namespace

TEST_CASE("A results file is read as it was written", "[reader]") {
    const Folder folder;
    const ResultsFile file(written(folder.file("x.h5"), small_run()));
    CHECK(file.path() == folder.file("x.h5"));
    CHECK(file.set_count() == 5);
    CHECK(file.resolved_deck() == "schema = 1\n");
    CHECK(file.has("/exponents"));
    CHECK(file.has("/exponents/alpha"));
    CHECK_FALSE(file.has("/exponents/gamma"));
    CHECK_FALSE(file.has("/sensitivity/first_order"));
    CHECK_FALSE(file.has("exponents"));

    CHECK(file.lengths("/thermal/probability") == Lengths{5, 3, 6});
    CHECK(file.lengths("/deck/text").empty());
    const auto probability = file.numbers("/thermal/probability");
    REQUIRE(probability.size() == 90);
    CHECK(probability[(4 * 3 + 2) * 6 + 5] == code(4, 2, 1, 5));
    CHECK(std::isnan(probability[(3 * 3 + 2) * 6 + 5]));

    const auto rows = file.rows("/thermal/probability", 1, 2);
    CHECK(rows == std::vector<double>(probability.begin() + 18, probability.begin() + 54));
    CHECK(file.rows("/thermal/probability", 5, 0).empty());
    CHECK(file.rows("/summary/beta_at_tg", 4, 1) ==
          std::vector{code(4, 0, 5, campaign::summary::beta_at_tg)});
    // Integers, also those that are missing.
    CHECK(file.numbers("/summary/draws") == std::vector<double>{0, 0, 0, -1, 0});
    CHECK(file.rows("/tasks/status", 2, 2) == std::vector<double>{0, 1});

    CHECK(file.texts("/tasks/message") == std::vector<std::string>{"m\xc3\xb6glich"});
    CHECK(file.texts("/scan/scan_parameter") == std::vector<std::string>{"tilt", "weights"});
    CHECK(file.attribute_text("/thermal/entropy", "units") == "k_B");
    CHECK(file.attribute_text("/", "hostname") == "node7");
    CHECK(file.attribute_text("/", "elsewhere") == std::nullopt);
    CHECK(file.attribute_numbers("/", "schema_version") == std::vector<double>{1, 0});
    CHECK(file.attribute_numbers("/", "elapsed_s") == std::vector{12.5});
    CHECK(file.attribute_numbers("/scan", "seed") ==
          std::vector{18446744073709551615.0}); // 2^64 - 1, rounded
    CHECK(file.attribute_numbers("/scan", "levels") == std::nullopt);
}

TEST_CASE("All datasets are listed, group by group in the order of writing", "[reader]") {
    const Folder folder;
    const ResultsFile file(written(folder.file("x.h5"), small_run()));
    const auto all = file.datasets();
    CHECK(all.front() == "/coordinates/set");
    CHECK(std::ranges::count(all, "/exponents/temperature") == 1); // the linked coordinate
    const auto place = [&](const std::string& path) { return std::ranges::find(all, path); };
    CHECK(place("/deck/text") < place("/deck/resolved"));
    CHECK(place("/deck/resolved") < place("/fit/status"));
    CHECK(place("/spectrum/1/sigma") < place("/spectrum/2/frequency"));
    CHECK(place("/tasks/message") != all.end());
    for (const std::string& path : all) {
        INFO(path);
        CHECK(file.has(path));
        CHECK(file.hash(path) == file.attribute_text(path, "sha256"));
    }
}

TEST_CASE("A value changed in the file shows in its hash", "[reader]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), small_run());
    change(path, [](hid_t file) {
        const hid_t dataset = H5Dopen2(file, "/summary/beta_at_tg", H5P_DEFAULT);
        const std::vector<double> values(5, 1.0);
        H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
        H5Dclose(dataset);
    });
    const ResultsFile file(path);
    CHECK(file.hash("/summary/beta_at_tg") != file.attribute_text("/summary/beta_at_tg", "sha256"));
    CHECK(file.hash("/summary/alpha_at_tg") == file.attribute_text("/summary/alpha_at_tg", "sha256"));
}

TEST_CASE("What is asked for wrongly is told with the file and the path", "[reader]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), small_run());
    const ResultsFile file(path);
    CHECK_THROWS_AS(file.numbers("/nothing"), InputError);
    CHECK_THROWS_WITH(file.numbers("/nothing/of/this"), path + " has no /nothing/of/this");
    CHECK_THROWS_WITH(file.numbers("/fit"), path + ": /fit is no dataset");
    CHECK_THROWS_WITH(file.numbers("/deck/text"), path + ": /deck/text holds texts, no numbers");
    CHECK_THROWS_WITH(file.texts("/fit/chi2"), path + ": /fit/chi2 holds numbers, no texts");
    CHECK_THROWS_WITH(file.rows("/fit/chi2", 4, 2), path + ": /fit/chi2 has no rows 4 to 6");
    CHECK_THROWS_AS(file.rows("/fit/chi2", 6, 0), InputError);
    CHECK_THROWS_AS(file.attribute_text("/", "ranks"), InputError);
    CHECK_THROWS_AS(file.attribute_numbers("/", "hostname"), InputError);
    CHECK_THROWS_WITH(file.attribute_text("/nothing", "x"), path + " has no /nothing");
}

TEST_CASE("A file that cannot be read as results says why", "[reader]") {
    const Folder folder;
    CHECK(input_error_of_opening(folder.file("none.h5")) == folder.file("none.h5") + ": no such file");
    CHECK(input_error_of_opening(folder.file("")) == folder.file("") + ": a folder, no results file");
    std::ofstream(folder.file("text.h5")) << "schema = 1\n";
    CHECK(input_error_of_opening(folder.file("text.h5")) ==
          folder.file("text.h5") + ": no HDF5 file, so no results file");

    H5Fclose(H5Fcreate(folder.file("other.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
    CHECK(input_error_of_opening(folder.file("other.h5")) ==
          folder.file("other.h5") + ": an HDF5 file, but no results file of lpsglass");

    const std::string newer = written(folder.file("newer.h5"), small_run());
    change(newer, [](hid_t file) {
        const int version[] = {2, 3};
        const hid_t attribute = H5Aopen(file, "schema_version", H5P_DEFAULT);
        H5Awrite(attribute, H5T_NATIVE_INT, version);
        H5Aclose(attribute);
    });
    CHECK(input_error_of_opening(newer) ==
          newer + ": its layout has version 2.3, this program reads version 1.x");

    const std::string cut = written(folder.file("cut.h5"), small_run());
    std::filesystem::resize_file(cut, 5000);
    CHECK_THROWS_AS(ResultsFile(cut), IoError);
    CHECK_THROWS_WITH(ResultsFile(cut),
                      Contains("cannot read " + cut + ": the file is damaged") && Contains("truncated file"));
}

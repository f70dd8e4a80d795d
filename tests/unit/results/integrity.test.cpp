#include "lpsglass/results/integrity.hpp"

#include <algorithm>
#include <cstdint>

#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/add_datasets.hpp"
#include "lpsglass/results/compare.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using reader::Folder;
using results::Problems;
using results::ResultsFile;

namespace {

Problems hashes(const std::string& path) {
    return results::check_hashes(ResultsFile(path), [](const std::string&) {});
}

Shape everything() {
    Shape shape;
    shape.spectra_of_all_sets = true;
    shape.scan = true;
    shape.draws = 4;
    return shape;
}

/// Writes one number over one of the dataset.
template <class T> void overwrite(const std::string& path, const std::string& dataset, hid_t type, T value) {
    const reader::File file(path, H5F_ACC_RDWR);
    const hid_t id = H5Dopen2(file.id(), dataset.c_str(), H5P_DEFAULT), space = H5Dget_space(id);
    const hid_t memory = H5Screate(H5S_SCALAR);
    const std::vector<hsize_t> first(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)), 0);
    H5Sselect_elements(space, H5S_SELECT_SET, 1, first.data());
    REQUIRE(H5Dwrite(id, type, memory, space, H5P_DEFAULT, &value) >= 0);
    H5Sclose(memory), H5Sclose(space), H5Dclose(id);
}

void set_text(const std::string& path, const std::string& object, const char* name, const char* value) {
    const reader::File file(path, H5F_ACC_RDWR);
    const hid_t id = H5Oopen(file.id(), object.c_str(), H5P_DEFAULT);
    const hid_t attribute = H5Aopen(id, name, H5P_DEFAULT), type = H5Aget_type(attribute);
    REQUIRE(H5Awrite(attribute, type, &value) >= 0);
    H5Tclose(type), H5Aclose(attribute), H5Oclose(id);
}

} // namespace

TEST_CASE("A file as it was written is whole", "[integrity]") {
    const Folder folder;
    auto run = made_up::run(everything());
    made_up::fail(run, 1, "no pyramid");
    const std::string path = made_up::written(folder.file("a.h5"), run);
    CHECK(hashes(path) == Problems{});
    CHECK(results::check_layout(ResultsFile(path), run) == Problems{});
    results::NewDataset x;
    x.name = "x";
    x.values = {1.0};
    results::add_group(path, {"sensitivity", {x}, {{"seed", 1}}});
    CHECK(hashes(path) == Problems{});
    CHECK(results::check_layout(ResultsFile(path), run) == Problems{});
}

TEST_CASE("A changed value is told with its dataset alone", "[integrity]") {
    const Folder folder;
    const std::string path = made_up::written(folder.file("a.h5"), made_up::run(everything()));
    SECTION("number") {
        overwrite(path, "/fit/chi2", H5T_NATIVE_DOUBLE, 30.5);
        const Problems problems = hashes(path);
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].starts_with("/fit/chi2: its values have the SHA-256 "));
    }
    SECTION("state") {
        overwrite(path, "/exponents/status", H5T_NATIVE_INT32, std::int32_t{3});
        REQUIRE(hashes(path).size() == 1);
        CHECK(hashes(path)[0].starts_with("/exponents/status: "));
    }
}

TEST_CASE("A changed attribute is told", "[integrity]") {
    const Folder folder;
    const auto run = made_up::run(everything());
    const std::string path = made_up::written(folder.file("a.h5"), run);
    SECTION("of the root") {
        set_text(path, "/", "program_version", "9.9.9");
        REQUIRE(hashes(path).size() == 1);
        CHECK(hashes(path)[0].starts_with("attributes: "));
        CHECK(results::check_layout(ResultsFile(path), run).empty());
    }
    SECTION("units") {
        set_text(path, "/energy/force", "units", "eV");
        REQUIRE(hashes(path).size() == 1);
        CHECK(results::check_layout(ResultsFile(path), run) ==
              Problems{"/energy/force: attribute units is 'eV', in the layout 'eV/rad'"});
    }
    SECTION("the hash of a dataset") {
        set_text(path, "/fit/chi2", "sha256", "0000");
        const Problems problems = hashes(path);
        REQUIRE(problems.size() == 2); // it is an attribute too
        CHECK(problems[0].starts_with("/fit/chi2: "));
    }
}

TEST_CASE("Datasets that are missing, too many or of another shape are told", "[integrity]") {
    const Folder folder;
    const auto run = made_up::run();
    const std::string path = made_up::written(folder.file("a.h5"), run);
    SECTION("missing") {
        {
            const reader::File file(path, H5F_ACC_RDWR);
            REQUIRE(H5Ldelete(file.id(), "/energy/bath", H5P_DEFAULT) >= 0);
        }
        CHECK(results::check_layout(ResultsFile(path), run) == Problems{"/energy/bath: is missing"});
        CHECK(hashes(path).size() == 1);
    }
    SECTION("of other lengths") {
        auto shorter = run;
        shorter.temperature.pop_back();
        const Problems problems = results::check_layout(ResultsFile(path), shorter);
        CHECK(std::ranges::count(
                  problems, "/thermal/entropy: has the lengths [2, 3, 2], the deck asks for [2, 2, 2]") == 1);
    }
    SECTION("too many") {
        auto less = run;
        less.deck.deck.output.detail = deck::Detail::exponents;
        const Problems problems = results::check_layout(ResultsFile(path), less);
        CHECK(std::ranges::count(problems, "/thermal/entropy: is no dataset that this deck's run writes") ==
              1);
    }
}

TEST_CASE("The deck's identity and both its texts are held against each other", "[integrity]") {
    const Folder folder;
    auto run = made_up::run();
    run.deck = deck::read_deck_text("schema = 1\n[gauge]\ncoupling = 60.0\n", "x.toml");
    SECTION("right") {
        CHECK(results::check_deck(ResultsFile(made_up::written(folder.file("a.h5"), run))) == Problems{});
    }
    SECTION("a key was changed in the resolved deck") {
        auto& text = run.deck.resolved;
        text.replace(text.find("coupling = 60.0"), 15, "coupling = 60.5");
        const Problems problems =
            results::check_deck(ResultsFile(made_up::written(folder.file("a.h5"), run)));
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].starts_with("/deck/resolved: its identity is "));
        CHECK(problems[1].ends_with("(resolved -> text): gauge.coupling: 60.5 -> 60.0"));
    }
    SECTION("a comment was put in") {
        run.deck.resolved += "# harmless\n";
        const Problems problems =
            results::check_deck(ResultsFile(made_up::written(folder.file("a.h5"), run)));
        REQUIRE(problems.size() == 1);
        CHECK(problems[0].find("'# harmless' and ''") != std::string::npos);
    }
    SECTION("no deck") {
        run.deck.resolved = "nonsense";
        CHECK(results::check_deck(ResultsFile(made_up::written(folder.file("a.h5"), run))).size() == 1);
    }
}

TEST_CASE("Stored lengths are those of the texts", "[integrity]") {
    const Folder folder;
    Shape shape;
    shape.sets = 3;
    auto run = made_up::run(shape);
    made_up::fail(run, 0, "short");
    made_up::fail(run, 2, "a longer message");
    const ResultsFile file(made_up::written(folder.file("a.h5"), run));
    CHECK(file.stored_text_lengths("/tasks/message") == std::vector<std::size_t>{5, 16});
    CHECK(file.stored_text_lengths("/coordinates/pair") == std::vector<std::size_t>{2, 2, 2});
    CHECK(file.stored_text_lengths("/deck/resolved") == std::vector<std::size_t>{11});
}

#include "lpsglass/results/add_datasets.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/reader.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "small_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::Shape;
using made_up::written;
using reader::Folder;
using results::add_group;
using results::Kind;
using results::NewDataset;
using results::NewGroup;
using results::ResultsFile;
using Lengths = std::vector<std::size_t>;

namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

campaign::RunRecord scanned() {
    Shape shape;
    shape.scan = true;
    return made_up::run(shape);
}

/// Indices of two outputs (a dimension of the group's own) for the two scanned parameters, at three
/// temperatures.
NewGroup indices(double value) {
    NewDataset output{"output", Kind::text, {"output"}, {2}, {}, {"alpha", "beta"}, "text", "output", {}, {}};
    NewDataset first{"first_order",
                     Kind::real,
                     {"output", "scan_parameter", "temperature"},
                     {2, 2, 3},
                     std::vector<double>(12, value),
                     {},
                     "1",
                     "first-order index",
                     {},
                     {{"estimator", "Saltelli"}}};
    first.values[11] = std::copysign(made_up::kNan, -1.0);
    NewDataset rank{"rank", Kind::integer, {"scan_parameter"}, {2}, {1, -1}, {}, "1", "place", {}, {}};
    rank.flags = {{-1, "none"}, {1, "first"}};
    return {"sensitivity", {output, first, rank}, {{"method", "saltelli"}}};
}

} // namespace

TEST_CASE("A group is added to a results file, with units, hashes and coordinates", "[add]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), scanned());
    const auto before = ResultsFile(path).datasets();
    add_group(path, indices(0.25));
    CHECK(folder.files() == 1);

    const ResultsFile file(path);
    CHECK(file.lengths("/sensitivity/first_order") == Lengths{2, 2, 3});
    CHECK(file.numbers("/sensitivity/first_order")[10] == 0.25);
    CHECK(std::isnan(file.numbers("/sensitivity/first_order")[11]));
    CHECK(file.numbers("/sensitivity/rank") == std::vector<double>{1, -1});
    CHECK(file.texts("/sensitivity/output") == std::vector<std::string>{"alpha", "beta"});
    CHECK(file.texts("/sensitivity/scan_parameter") == file.texts("/coordinates/scan_parameter"));
    CHECK(file.numbers("/sensitivity/temperature") == file.numbers("/coordinates/temperature"));
    CHECK(file.attribute_text("/sensitivity", "method") == "saltelli");
    CHECK(file.attribute_text("/sensitivity/first_order", "estimator") == "Saltelli");
    CHECK(file.attribute_text("/sensitivity/first_order", "units") == "1");
    CHECK(file.attribute_text("/sensitivity/first_order", "long_name") == "first-order index");
    CHECK(file.attribute_text("/sensitivity/rank", "flag_meanings") == "none first");
    // All that was there still is, and every hash is right.
    for (const std::string& dataset : before)
        CHECK(file.has(dataset));
    for (const std::string& dataset : file.datasets()) {
        INFO(dataset);
        CHECK(file.hash(dataset) == file.attribute_text(dataset, "sha256"));
    }
}

TEST_CASE("A group of the same name is replaced", "[add]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), scanned());
    add_group(path, indices(0.25));
    NewGroup other = indices(0.5);
    other.datasets.pop_back();
    for (int i = 0; i < 3; ++i) // also more than once
        add_group(path, other);
    const ResultsFile file(path);
    CHECK(file.numbers("/sensitivity/first_order")[0] == 0.5);
    CHECK_FALSE(file.has("/sensitivity/rank"));

    // The coordinates list the datasets that they belong to: those of the old group are struck off.
    const reader::File raw(path);
    const hid_t scale = H5Dopen2(raw.id(), "/coordinates/scan_parameter", H5P_DEFAULT);
    const hid_t list = H5Aopen(scale, "REFERENCE_LIST", H5P_DEFAULT);
    const hid_t space = H5Aget_space(list);
    CHECK(H5Sget_simple_extent_npoints(space) == 6); // five of /scan, and first_order once
    H5Sclose(space);
    H5Aclose(list);
    H5Dclose(scale);
}

TEST_CASE("A group has groups of its own, and all go with it", "[add]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), scanned());
    NewGroup outer{"outer", {}, {{"count", 3}, {"share", 0.5}, {"seed", std::uint64_t{7}}}, {indices(0.25)}};
    for (int i = 0; i < 3; ++i)
        add_group(path, outer);
    {
        const ResultsFile file(path);
        CHECK(file.attribute_numbers("/outer", "count") == std::vector{3.0});
        CHECK(file.attribute_numbers("/outer", "share") == std::vector{0.5});
        CHECK(file.attribute_numbers("/outer", "seed") == std::vector{7.0});
        CHECK(file.attribute_text("/outer/sensitivity", "method") == "saltelli");
        CHECK(file.numbers("/outer/sensitivity/first_order")[0] == 0.25);
        CHECK(file.texts("/outer/sensitivity/scan_parameter") == file.texts("/coordinates/scan_parameter"));
    }
    outer.groups.clear();
    add_group(path, outer);
    CHECK(ResultsFile(path).has("/outer"));
    CHECK_FALSE(ResultsFile(path).has("/outer/sensitivity"));
}

TEST_CASE("A group that is not well formed is refused and the file stays", "[add]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), scanned());
    const std::string before = content_of(path);
    const auto refused = [&](const auto& spoil) {
        NewGroup group = indices(0.25);
        spoil(group.datasets[1]);
        CHECK_THROWS_AS(add_group(path, group), std::logic_error);
        CHECK((content_of(path) == before));
        CHECK(folder.files() == 1);
    };
    refused([](NewDataset& dataset) { dataset.values.pop_back(); });
    refused([](NewDataset& dataset) { dataset.dimensions[0] = "unheard_of"; });
    refused([](NewDataset& dataset) { dataset.dimensions.pop_back(); });
    refused([](NewDataset& dataset) { // longer than its coordinate
        dataset.lengths[2] = 4;
        dataset.values.resize(16);
    });
}

TEST_CASE("A group that does not fit on the disk leaves the file as it was", "[add][atomic]") {
    const Folder folder;
    const std::string path = written(folder.file("x.h5"), scanned());
    const std::string before = content_of(path);
    NewGroup group = indices(0.25);
    group.datasets.push_back({"draw", Kind::integer, {"draw"}, {300000}, {}, {}, "1", "draw", {}, {}});
    std::minstd_rand random; // which does not compress
    for (int i = 0; i < 300000; ++i)
        group.datasets.back().values.push_back(static_cast<double>(random()));
    for (const std::size_t room : {std::size_t{0}, std::size_t{3000}, std::size_t{300000}}) {
        INFO(room);
        std::string error = "no IoError";
        {
            const SmallFiles small(before.size() + room - (room == 0 ? 1000 : 0));
            try {
                add_group(path, group);
            } catch (const IoError& failure) {
                error = failure.what();
            }
        }
        CHECK(error == "cannot write " + path + ": write: File too large");
        CHECK((content_of(path) == before));
        CHECK(folder.files() == 1);
    }
    add_group(path, group);
    CHECK(ResultsFile(path).numbers("/sensitivity/draw") == group.datasets.back().values);
}

TEST_CASE("Nothing is added to what is no results file", "[add]") {
    const Folder folder;
    std::ofstream(folder.file("x.h5")) << "text";
    CHECK_THROWS_AS(add_group(folder.file("x.h5"), indices(0.25)), InputError);
    CHECK_THROWS_AS(add_group(folder.file("none.h5"), indices(0.25)), InputError);
    CHECK(content_of(folder.file("x.h5")) == "text");
    CHECK(folder.files() == 1);
}

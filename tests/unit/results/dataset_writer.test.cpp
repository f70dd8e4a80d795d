#include <bit>
#include <cmath>
#include <span>

#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/layout.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::code;
using made_up::Shape;
using made_up::written;
using reader::File;
using reader::Folder;
using Lengths = std::vector<hsize_t>;

namespace {

std::uint64_t bits_of(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

} // namespace

TEST_CASE("Every dataset of the layout is stored with its units and the hash of its bytes", "[results]") {
    const Folder folder;
    Shape shape;
    shape.spectra_of_all_sets = true;
    shape.scan = true;
    shape.draws = 5;
    auto run = made_up::run(shape);
    made_up::fail(run, 1, "m\xc3\xb6glich");
    const File file(written(folder.file("x.h5"), run));
    for (const results::DatasetInfo& dataset : results::layout()) {
        std::string path = dataset.path;
        if (path.find("<i>") != std::string::npos) path.replace(path.find("<i>"), 3, "1");
        INFO(path);
        REQUIRE(file.has(path));
        CHECK(file.shape(path).size() == dataset.dimensions.size());
        CHECK(file.text_attribute(path, "units") == dataset.units);
        CHECK(file.text_attribute(path, "long_name") == dataset.long_name);

        std::string hash;
        if (dataset.kind == results::Kind::real) {
            const auto values = file.reals(path);
            hash = sha256_hex(std::as_bytes(std::span(values)));
        } else if (dataset.kind == results::Kind::integer) {
            const auto values = file.integers(path);
            hash = sha256_hex(std::as_bytes(std::span(values)));
        } else {
            const auto texts = file.texts(path);
            std::string bytes = texts[0];
            for (std::size_t i = 1; i < texts.size(); ++i)
                bytes += std::string(1, '\0') + texts[i];
            hash = sha256_hex(bytes);
        }
        CHECK(file.text_attribute(path, "sha256") == hash);
    }
    // Independent of this test's own way to hash: sha256sum of the deck's text.
    CHECK(file.texts("/deck/text")[0] == "title = \"made up, \xc3\xa5ngstr\xc3\xb6m\"\n");
    CHECK(file.text_attribute("/deck/text", "sha256") ==
          "c7276c9b32636057d4fc2b136cf78251e956357521c022f599f01657157e0e5c");
}

TEST_CASE("Fitted parameters of one unit carry it; of several, it stands beside them", "[results]") {
    const Folder folder;
    Shape shape;
    auto run = made_up::run(shape);
    {
        const File file(written(folder.file("x.h5"), run));
        CHECK(file.text_attribute("/fit/parameter", "units") == "as parameter_unit");
        CHECK(file.texts("/fit/parameter_unit") == std::vector<std::string>{"degree", "degree", "MHz"});
        CHECK(file.texts("/fit/fit_parameter") ==
              std::vector<std::string>{"beta_1", "theta_12", "nqr.packet_fwhm"});
        CHECK(file.integers("/fit/parameter_has_prior") == std::vector<std::int32_t>{1, 1, 0});
    }
    run.fit_parameters[2].unit = "degree";
    const File file(written(folder.file("x.h5"), run));
    CHECK(file.text_attribute("/fit/parameter", "units") == "degree");
    CHECK(file.text_attribute("/fit/parameter_errors", "units") == "degree");
    CHECK(file.text_attribute("/fit/covariance", "units") == "degree^2");
}

TEST_CASE("Every NaN is stored as the same bits", "[results]") {
    const Folder folder;
    auto run = made_up::run();
    run.sets[0].spectrum[0].chi2 = std::copysign(made_up::kNan, -1.0);
    run.sets[0].spectrum[1].chi2 = std::nan("7");
    const auto chi2 = File(written(folder.file("x.h5"), run)).reals("/fit/chi2");
    CHECK(bits_of(chi2[0]) == 0x7ff8000000000000); // IEEE 754: quiet, no sign, no payload
    CHECK(bits_of(chi2[1]) == 0x7ff8000000000000);
}

TEST_CASE("Large datasets are stored in compressed chunks of whole sets", "[results]") {
    const Folder folder;
    Shape shape;
    shape.sets = 1000;
    const File file(written(folder.file("x.h5"), made_up::run(shape)));
    const hid_t dataset = H5Dopen2(file.id(), "/thermal/probability", H5P_DEFAULT);
    const hid_t properties = H5Dget_create_plist(dataset);
    CHECK(H5Pget_layout(properties) == H5D_CHUNKED);
    Lengths chunk(3);
    H5Pget_chunk(properties, 3, chunk.data());
    CHECK(chunk[0] > 1);
    CHECK(chunk[1] == 3);
    CHECK(chunk[2] == 6);
    CHECK(H5Pget_nfilters(properties) == 2);
    H5Pclose(properties);
    H5Dclose(dataset);
    CHECK(file.reals("/thermal/probability")[(999 * 3 + 2) * 6 + 5] == code(999, 2, 1, 5));
}

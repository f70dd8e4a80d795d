#include <cmath>

#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::code;
using made_up::Shape;
using reader::File;
using reader::Folder;

TEST_CASE("The scan stands in its own group", "[results]") {
    const Folder folder;
    Shape shape;
    shape.scan = true;
    shape.draws = 5;
    auto run = made_up::run(shape);
    {
        const File file(made_up::written(folder.file("x.h5"), run));
        CHECK(file.shape("/scan/parameters") == std::vector<hsize_t>{2, 2});
        CHECK(file.reals("/scan/parameters") == std::vector{0.0, 7.0, 0.5, 7.0});
        CHECK(file.text_attribute("/scan/parameters", "units") == "as unit");
        CHECK(file.texts("/scan/scan_parameter") == std::vector<std::string>{"tilt", "weights"});
        CHECK(file.texts("/scan/unit") == std::vector<std::string>{"degree", "text"});
        CHECK(file.texts("/scan/mode") == std::vector<std::string>{"shift", "set"});
        CHECK(file.texts("/scan/keys")[1] == "partition.weight_beta\npartition.weight_theta");
        CHECK(file.texts("/scan/texts") == std::vector<std::string>{"", "well\nbarrier"});
        CHECK(file.integers("/scan/base") == std::vector<std::int32_t>{0, 0});
        CHECK(file.integers("/scan/role") == std::vector<std::int32_t>{3, 4});
        CHECK(file.integers("/scan/parameter") == std::vector<std::int32_t>{-1, 1});
        CHECK(file.text_attribute("/scan", "design") == "saltelli");
        CHECK(file.int_attribute("/scan", "samples") == std::vector{64});

        CHECK(file.shape("/posterior/parameter") == std::vector<hsize_t>{5, 2, 3});
        CHECK(file.reals("/posterior/parameter")[(4 * 2 + 1) * 3 + 2] == code(4, 1, 18, 2));
        CHECK(file.integers("/posterior/draw") == std::vector<std::int32_t>{0, 1, 2, 3, 4});
    }
    shape.scan = false;
    shape.draws = 0;
    const File without(made_up::written(folder.file("x.h5"), made_up::run(shape)));
    CHECK_FALSE(without.has("/scan"));
    CHECK_FALSE(without.has("/posterior"));
    CHECK_FALSE(without.has("/coordinates/scan_parameter"));
}

TEST_CASE("Of a set that was not computed nothing is there, and no number is 0 for it", "[results]") {
    const Folder folder;
    Shape shape;
    shape.scan = true;
    auto run = made_up::run(shape);
    made_up::fail(run, 1, "beta_1 above its bound");
    run.sets[1].state = campaign::TaskState::values_not_allowed;
    run.sets[1].place = {{0.5, 1.0}, 0, 4, 1};
    const File file(made_up::written(folder.file("x.h5"), run));
    for (const char* path :
         {"/structure/frequency", "/structure/s_character", "/summary/alpha_at_tg", "/summary/crossing_count",
          "/summary/share_crossing", "/exponents/alpha_by_order"}) {
        INFO(path);
        const auto values = file.reals(path);
        for (std::size_t i = values.size() / 2; i < values.size(); ++i)
            CHECK(std::isnan(values[i]));
    }
    CHECK(file.integers("/summary/draws") == std::vector<std::int32_t>{0, -1});
    CHECK(file.integers("/tasks/status") == std::vector<std::int32_t>{0, 5});
    CHECK(file.texts("/tasks/message") == std::vector<std::string>{"beta_1 above its bound"});
    CHECK(file.reals("/scan/parameters")[3] == 1.0);
    CHECK(file.text_attribute("/tasks/status", "flag_meanings") ==
          "ok no_pyramid gauge_phase_undefined fit_failed numerical_error values_not_allowed not_computed");
}

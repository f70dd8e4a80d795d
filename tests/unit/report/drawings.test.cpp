#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lpsglass/report/figures.hpp"
#include "report/drawing_parts.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "unit/results/made_up_run.hpp"

#include "lpsglass/campaign/model_input.hpp"

using namespace lpsglass;
using namespace lpsglass::report;

namespace {

constexpr double rounding = 1e-9; // some tens of operations on numbers of order 1

const std::vector<double>& column(const Figure& figure, const std::string& table, std::size_t number) {
    const auto found = std::ranges::find(figure.tables, table, &Table::name);
    if (found == figure.tables.end()) throw std::runtime_error("no table " + table);
    return found->columns.at(number).values;
}

double distance(const Figure& figure, const std::string& from, const std::string& to) {
    return std::hypot(column(figure, to, 0)[0] - column(figure, from, 0)[0],
                      column(figure, to, 1)[0] - column(figure, from, 1)[0]);
}

void check_finite(const Figure& figure) {
    REQUIRE(!figure.tables.empty());
    for (const Table& table : figure.tables) {
        INFO(figure.name << " " << table.name);
        for (const Column& one : table.columns) {
            CHECK(!one.values.empty());
            CHECK(std::ranges::all_of(one.values, [](double x) { return std::isfinite(x); }));
        }
    }
}

} // namespace

TEST_CASE("The drawing of the LPS is to scale", "[drawing]") {
    const LpsGeometry lps = lps_geometry(campaign::model_parameters(deck::Deck{}));
    const Figure figure = lps_drawing(lps);
    check_finite(figure);
    const double sine = std::sin(lps.polar_angle);
    for (int i = 0; i < 3; ++i) {
        const std::string selenium = "axis_selenium_" + std::to_string(i + 1);
        CHECK(distance(figure, "axis_arsenic", selenium) ==
              Approx(lps.bond_length[i] * sine).epsilon(rounding));
        // From the side a bond is shortened by its depth, which no view can make negative.
        const double side = distance(figure, "side_arsenic", "side_selenium_" + std::to_string(i + 1));
        CHECK(side < lps.bond_length[i]);
        CHECK(side > 0.0);
    }
    // The lines of both views have one scale: 1 A is the bar.
    CHECK(column(figure, "axis_scale_bar", 0)[1] - column(figure, "axis_scale_bar", 0)[0] ==
          Approx(1.0).epsilon(rounding));
}

TEST_CASE("Arrows of forces are as long as the scale arrow says", "[drawing]") {
    const LpsGeometry lps = lps_geometry(campaign::model_parameters(deck::Deck{}));
    const Figure figure = lps_drawing(lps);
    // The default structure's largest force decides the scale arrow: 0.35 of it, rounded up to 1, 2 or 5.
    double largest = 0.0;
    for (const Vector& force : lps.force)
        largest = std::max(largest, length(force));
    CHECK((largest > 1.5 && largest < 2.8)); // so that the arrow stands for 1 eV/A
    const double per_force = column(figure, "axis_scale_force", 2)[0];
    for (int i = 0; i < 3; ++i) {
        const Vector across = lps.force[i] - model::dot(lps.force[i], lps.axis) * lps.axis;
        const std::string arrow = "axis_force_" + std::to_string(i + 1);
        CHECK(std::hypot(column(figure, arrow, 2)[0], column(figure, arrow, 3)[0]) ==
              Approx(per_force * length(across)).epsilon(rounding));
    }
}

TEST_CASE("A structure without forces is drawn without arrows", "[drawing]") {
    LpsGeometry lps = lps_geometry(campaign::model_parameters(deck::Deck{}));
    lps.force = {};
    const Figure figure = lps_drawing(lps);
    check_finite(figure);
    CHECK(std::ranges::none_of(
        figure.tables, [](const Table& table) { return table.name.find("force_1") != std::string::npos; }));
}

TEST_CASE("The network is a schematic and says so", "[drawing]") {
    const Figure figure = network_drawing();
    check_finite(figure);
    CHECK(figure.title.find("schematic") != std::string::npos);
    CHECK(figure.script.find("'schematic,'") != std::string::npos);
    // Each neighbour shares one Se with the centre: half-way between the two As.
    for (const std::string n : {"1", "2", "3"}) {
        const double half = distance(figure, "network_centre_arsenic", "network_shared_selenium_" + n);
        CHECK(distance(figure, "network_shared_selenium_" + n, "network_neighbour_" + n + "_arsenic") ==
              Approx(half).epsilon(rounding));
        CHECK(distance(figure, "network_centre_arsenic", "network_neighbour_" + n + "_arsenic") ==
              Approx(2.0 * half).epsilon(rounding));
    }
}

TEST_CASE("The drawing takes the structure of set 0", "[drawing]") {
    const support::Folder folder;
    made_up::Shape shape;
    shape.scan = true;
    shape.fit = false;
    campaign::RunRecord run = made_up::run(shape);
    const auto written = [&](double angle) {
        run.deck.resolved =
            "schema = 1\n[scan]\ndesign = \"list\"\n[[scan.parameter]]\nkey = \"structure.bond_angle[23]\"\n"
            "values = [99.0, 98.0]\n";
        run.scan_parameters.resize(1);
        for (campaign::SetResult& set : run.sets)
            set.place.values.resize(1);
        run.sets[0].place.values[0] = angle;
        return drawings(RunData(made_up::written(folder.file("x.h5"), run)));
    };
    const Contents found = written(99.0);
    REQUIRE(found.figures.size() == 2);
    CHECK(found.figures[0].caption.find("97.60, 99.00, 98.40 degrees") != std::string::npos);
    for (const Figure& figure : found.figures)
        check_finite(figure);

    // 97.6 + 98.4 degrees are less than 97: three bonds of these angles do not exist.
    const Contents none = written(170.0);
    REQUIRE(none.figures.size() == 1);
    CHECK(none.figures[0].name == "network");
    REQUIRE(none.remarks.size() == 1);
    CHECK(none.remarks[0].warning);
}

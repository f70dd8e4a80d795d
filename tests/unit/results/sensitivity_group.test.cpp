#include "lpsglass/results/sensitivity_group.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::kNan;
using made_up::written;
using reader::Folder;
using results::group_of_outputs;
using results::OutputGroup;
using results::ResultsFile;
using results::ScanRows;
using scan::Measure;
using scan::Per;
using scan::Sensitivity;
using scan::Unit;
using Lengths = std::vector<std::size_t>;

namespace {

std::string scanned(const std::string& path) {
    made_up::Shape shape;
    shape.scan = true;
    return written(path, made_up::run(shape));
}

ScanRows scan_rows() {
    ScanRows scan;
    scan.table.design = deck::Design::saltelli;
    scan.parameter = {"tilt", "weights"};
    scan.unit = {"degree", "degree"};
    scan.base_samples = 16;
    scan.planned = 32;
    return scan;
}

/// Measures of three outputs and two parameters with values that tell their place: 100 stage + 10 output +
/// parameter (of a pair 3 times the first and the second).
Sensitivity result() {
    Sensitivity out;
    out.design = deck::Design::saltelli;
    out.outputs = 3;
    out.parameters = 2;
    out.base_samples = 16;
    out.conservative = true;
    out.stages = {8, 16};
    out.checks = {{scan::OutputStatus::ok, 16, 0.0},
                  {scan::OutputStatus::withheld, 8, 0.5},
                  {scan::OutputStatus::constant, 16, 0.0}};
    Measure total{"total", "total index S_T", Per::parameter, Unit::one, {}, {}};
    Measure slope{"derivative", "slope", Per::parameter, Unit::output_per_parameter, {}, {}};
    Measure effect{"mu", "mean effect", Per::parameter, Unit::output, {}, {}};
    Measure pair{"second_order", "index S_ik", Per::pair, Unit::one, {}, {}};
    Measure whole{"r_squared", "R^2", Per::output, Unit::one, {}, {}};
    Measure dropped{"dropped_share", "of the parameter", Per::parameter, Unit::one, {}, {}};
    for (std::size_t q = 0; q < 3; ++q) {
        const double x = 10.0 * static_cast<double>(q);
        whole.all.value.push_back(x);
        for (std::size_t k = 0; k < 2; ++k) {
            const double y = x + static_cast<double>(k);
            for (Measure* measure : {&total, &slope, &effect, &dropped})
                measure->all.value.push_back(y);
            total.all.lower.push_back(y - 0.5);
            total.all.upper.push_back(q == 1 ? kNan : y + 0.5);
            for (std::size_t i = 0; i < 2; ++i)
                pair.all.value.push_back(i == k ? kNan
                                                : x + 3.0 * static_cast<double>(k) + static_cast<double>(i));
        }
    }
    for (std::size_t s = 0; s < 2; ++s)
        for (const double y : total.all.value)
            total.stages.value.push_back(100.0 * static_cast<double>(s) + y);
    out.measures = {total, slope, effect, pair, whole, dropped};
    return out;
}

OutputGroup curve() {
    return {"alpha", "exponent", {"temperature"}, {3}, {"a", "b", "c"}, {"1", "1", "1"}, {}, {}, {}};
}

} // namespace

TEST_CASE("Sensitivities of a curve are stored along temperature and parameter", "[sensitivity]") {
    const Folder folder;
    const std::string path = scanned(folder.file("x.h5"));
    Sensitivity noted = result();
    noted.notes = {"one", "two"};
    scan::SensitivityOptions options;
    options.seed = 0xffffffffffffffff;
    for (int i = 0; i < 3; ++i) // replaced by the like
        add_group(path, sensitivity_group(scan_rows(), noted, options,
                                          {group_of_outputs(curve(), noted, scan_rows())}));
    const ResultsFile file(path);
    CHECK(file.attribute_text("/sensitivity", "design") == "saltelli");
    CHECK(file.attribute_text("/sensitivity", "interval") == "bootstrap over base samples, conservative");
    CHECK(file.attribute_numbers("/sensitivity", "base_samples") == std::vector{16.0});
    CHECK(file.attribute_numbers("/sensitivity", "base_samples_planned") == std::vector{32.0});
    CHECK(file.attribute_numbers("/sensitivity", "confidence") == std::vector{0.95});
    CHECK(file.attribute_numbers("/sensitivity", "withheld_above") == std::vector{0.2});
    CHECK(file.attribute_text("/sensitivity/alpha", "notes") == "one; two");

    const std::string group = "/sensitivity/alpha/";
    CHECK(file.lengths(group + "total") == Lengths{3, 2});
    CHECK(file.numbers(group + "total") == std::vector<double>{0, 1, 10, 11, 20, 21});
    CHECK(file.numbers(group + "total_lower")[3] == 10.5);
    CHECK(std::isnan(file.numbers(group + "total_upper")[3]));
    CHECK(file.lengths(group + "total_convergence") == Lengths{2, 3, 2});
    CHECK(file.numbers(group + "total_convergence")[11] == 121.0);
    CHECK_FALSE(file.has(group + "total_convergence_lower")); // there are none
    CHECK_FALSE(file.has(group + "derivative_convergence"));
    CHECK(file.numbers(group + "base_samples") == std::vector<double>{8, 16});
    CHECK(file.lengths(group + "second_order") == Lengths{3, 2, 2});
    CHECK(file.numbers(group + "second_order")[9] == 21.0); // output 2, pair 0, 1
    CHECK(file.lengths(group + "r_squared") == Lengths{3});
    CHECK(file.lengths(group + "parameter_dropped_share") == Lengths{3, 2});
    CHECK(file.numbers(group + "dropped_share") == std::vector<double>{0.0, 0.5, 0.0});
    CHECK(file.numbers(group + "base_samples_used") == std::vector<double>{16, 8, 16});
    CHECK(file.numbers(group + "status") == std::vector<double>{0, 2, 1});
    CHECK(file.attribute_text(group + "status", "flag_meanings") ==
          "ok constant withheld too_few own_missing");
    CHECK(file.attribute_text(group + "derivative", "units") == "1/degree");
    CHECK(file.attribute_text(group + "mu", "units") == "1");
    CHECK(file.attribute_text(group + "total_lower", "long_name") == "lower end: total index S_T");
    CHECK(file.texts(group + "scan_parameter") == file.texts("/coordinates/scan_parameter"));
    CHECK(file.texts(group + "scan_parameter_2") == file.texts("/coordinates/scan_parameter"));
    CHECK(file.numbers(group + "temperature") == file.numbers("/coordinates/temperature"));
    CHECK(file.hash(group + "total") == file.attribute_text(group + "total", "sha256"));
}

TEST_CASE("Sensitivities of the summary are found by the output's name, with its unit", "[sensitivity]") {
    const Folder folder;
    const std::string path = scanned(folder.file("x.h5"));
    const OutputGroup outputs{
        "summary", "values", {"output"}, {3}, {"x", "y", "z"}, {"1", "K", "K"}, {"an x", "a y", "a z"},
        {},        {}};
    ScanRows scan = scan_rows();
    scan.unit[1] = "eV/A";
    Sensitivity one_stage = result();
    one_stage.stages = {16};
    add_group(path, sensitivity_group(scan, one_stage, {}, {group_of_outputs(outputs, one_stage, scan)}));
    const ResultsFile file(path);
    const std::string group = "/sensitivity/summary/";
    CHECK(file.texts(group + "output") == outputs.outputs);
    CHECK(file.texts(group + "unit") == outputs.units);
    CHECK(file.texts(group + "meaning") == outputs.meanings);
    CHECK(file.attribute_text(group + "mu", "units") == "as unit");
    CHECK(file.attribute_text(group + "derivative", "units") == "as unit/(as /scan/unit)");
    CHECK(file.attribute_text(group + "total", "units") == "1");
    CHECK_FALSE(file.has(group + "base_samples")); // one stage shows no convergence
    CHECK_FALSE(file.has(group + "total_convergence"));
}

TEST_CASE("Local derivatives have no intervals, and the file says so", "[sensitivity]") {
    ScanRows scan = scan_rows();
    scan.table.design = deck::Design::one_at_a_time;
    const results::NewGroup group = sensitivity_group(scan, result(), {}, {});
    const auto attribute = [&group](const std::string& name) {
        for (const auto& [key, value] : group.attributes)
            if (key == name) return true;
        return false;
    };
    CHECK(attribute("interval"));
    CHECK_FALSE(attribute("confidence"));
    CHECK_FALSE(attribute("replicates"));
}

TEST_CASE("docs/results.md tells every dataset of /sensitivity and every word of its status",
          "[sensitivity][docs]") {
    std::ifstream in(LPSGLASS_SOURCE_DIR "/docs/results.md");
    std::stringstream text;
    text << in.rdbuf();
    const std::string docs = text.str();
    const auto told = [&docs](const std::string& words) { return docs.find(words) != std::string::npos; };

    OutputGroup outputs = curve();
    outputs.name = "summary";
    outputs.dimensions = {"output"};
    outputs.meanings = outputs.outputs;
    for (const results::NewDataset& dataset : group_of_outputs(outputs, result(), scan_rows()).datasets) {
        std::string name = dataset.name;
        if (name.ends_with("_lower") || name.ends_with("_upper")) continue;
        if (name.ends_with("_convergence")) name = "NAME_convergence";
        INFO(name);
        CHECK((told("`/sensitivity/GROUP/" + name + "`") || told("`/sensitivity/summary/" + name + "`") ||
               told("`" + name + "`")));
        for (const results::Flag& flag : dataset.flags)
            CHECK(told("`" + flag.meaning + "`"));
    }
    // Every measure of every design by its name.
    scan::ScanTable table;
    table.parameters = 1;
    for (std::size_t i = 0; i < 12; ++i) {
        table.base.push_back(i / 2);
        table.role.push_back(i % 2 == 0 ? scan::Role::start : scan::Role::step);
        table.parameter.push_back(i % 2 == 0 ? -1 : 0);
        table.values.push_back(static_cast<double>(i * i % 7));
    }
    const std::vector<scan::OutputValues> values{table.values};
    for (const deck::Design design :
         {deck::Design::saltelli, deck::Design::morris, deck::Design::one_at_a_time, deck::Design::lhs}) {
        table.design = design;
        for (const Measure& measure : scan::sensitivity(table, values).measures) {
            std::string name = measure.name;
            if (const std::size_t end = name.find("_per_parameter"); end != std::string::npos)
                name.resize(end);
            INFO(name);
            CHECK(told("`" + (name == "dropped_share" ? "parameter_" + name : name) + "`"));
        }
    }
}

#include "lpsglass/results/writer.hpp"

#include <cmath>

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

TEST_CASE("Values stand at the place of their set, spectrum, temperature and index", "[results]") {
    const Folder folder;
    const File file(written(folder.file("x.h5"), made_up::run()));

    // Place in C order: the last index runs fastest.
    const auto amplitude = file.reals("/fit/amplitude");
    CHECK(file.shape("/fit/amplitude") == Lengths{2, 2, 6});
    CHECK(amplitude[(1 * 2 + 0) * 6 + 4] == code(1, 0, 1, 4));
    CHECK(amplitude[(0 * 2 + 1) * 6 + 5] == code(0, 1, 1, 5));

    CHECK(file.shape("/fit/parameter") == Lengths{2, 2, 3});
    CHECK(file.reals("/fit/parameter")[(1 * 2 + 1) * 3 + 2] == code(1, 1, 2, 2));
    CHECK(file.shape("/fit/covariance") == Lengths{2, 2, 3, 3});
    CHECK(file.reals("/fit/covariance")[(1 * 2 + 1) * 9 + 5] == 5.0);
    CHECK(file.integers("/fit/evaluations")[1 * 2 + 1] == 1101);

    CHECK(file.shape("/energy/frustration") == Lengths{2, 2, 3, 3});
    CHECK(file.reals("/energy/frustration")[((1 * 2 + 1) * 3 + 2) * 3 + 1] == code(1, 1, 15, 1));
    CHECK(file.shape("/thermal/log10_rate") == Lengths{2, 3, 6});
    CHECK(file.reals("/thermal/log10_rate")[(1 * 3 + 2) * 6 + 3] == code(1, 2, 2, 3));
    CHECK(file.shape("/thermal/entropy") == Lengths{2, 3, 2});
    CHECK(file.reals("/thermal/entropy")[(1 * 3 + 2) * 2 + 1] == code(1, 2, 5, 1));

    CHECK(file.shape("/exponents/alpha") == Lengths{2, 3});
    CHECK(file.reals("/exponents/alpha")[1 * 3 + 2] == code(1, 2, 7, 0));
    CHECK(file.reals("/exponents/beta")[1 * 3 + 2] == code(1, 2, 7, 1));
    CHECK(file.shape("/exponents/network_length") == Lengths{2, 3, 2});
    CHECK(file.reals("/exponents/network_length")[(0 * 3 + 1) * 2 + 1] == code(0, 1, 8, 1));
    CHECK(file.shape("/exponents/alpha_by_order") == Lengths{2, 6});
    CHECK(file.reals("/exponents/alpha_by_order")[1 * 6 + 5] == code(1, 0, 6, 5));
    CHECK(file.reals("/exponents/beta_by_order")[1 * 6 + 5] == code(1, 0, 7, 5));

    CHECK(file.shape("/structure/s_character") == Lengths{2, 3});
    CHECK(file.reals("/structure/hybrid_cosine")[1 * 3 + 2] == code(1, 0, 4, 2));
    CHECK(file.reals("/structure/valence_energy") == std::vector{code(0, 0, 1, 3), code(1, 0, 1, 3)});
    CHECK(file.shape("/summary/crossing_temperature") == Lengths{2});
    CHECK(file.reals("/summary/crossing_temperature")[1] ==
          code(1, 0, 5, campaign::summary::crossing_temperature));
}

TEST_CASE("Lines are those of set 0, each spectrum in its own group", "[results]") {
    const Folder folder;
    const File file(written(folder.file("x.h5"), made_up::run()));
    CHECK(file.reals("/spectrum/2/frequency") == std::vector{50.0, 51.0, 52.0, 53.0, 54.0});
    CHECK(file.reals("/spectrum/2/observed")[3] == code(0, 1, 0, 3));
    CHECK(file.reals("/spectrum/2/model")[3] == code(0, 1, 4, 0));
    CHECK(file.reals("/spectrum/2/residual")[3] == code(0, 1, 0, 3) - code(0, 1, 4, 0));
    CHECK(file.reals("/spectrum/2/observed_errors") == file.reals("/spectrum/2/sigma"));
    CHECK_FALSE(file.has("/spectrum/1/model_by_set"));

    CHECK(file.shape("/line/intensity") == Lengths{2, 5});
    CHECK(file.reals("/line/intensity")[1 * 5 + 4] == code(0, 1, 4, 1));
    CHECK(file.reals("/line/mean") == std::vector{code(0, 0, 4, 2), code(0, 1, 4, 2)});

    // The name of the file counts, not that of its folder.
    CHECK(file.int_attribute("/spectrum/1", "reconstructed") == std::vector{1});
    CHECK(file.int_attribute("/spectrum/2", "reconstructed") == std::vector{0});
    CHECK(file.text_attribute("/spectrum/1", "origin") == "data/line_reconstructed.csv");
}

TEST_CASE("output.spectra stores the lines of every set", "[results]") {
    const Folder folder;
    Shape shape;
    shape.spectra_of_all_sets = true;
    const File file(written(folder.file("x.h5"), made_up::run(shape)));
    CHECK(file.shape("/spectrum/1/model_by_set") == Lengths{2, 4});
    CHECK(file.reals("/spectrum/1/model_by_set")[1 * 4 + 3] == code(1, 0, 4, 0));

    shape.sets = 1;
    CHECK_FALSE(File(written(folder.file("one.h5"), made_up::run(shape))).has("/spectrum/1/model_by_set"));
}

TEST_CASE("An interval is value - error, value, value + error, and missing with the error", "[results]") {
    const Folder folder;
    const File file(written(folder.file("x.h5"), made_up::run()));
    const double alpha = code(1, 2, 7, 0);
    const std::size_t last = 1 * 3 + 2;
    CHECK(file.reals("/exponents/alpha_errors")[last] == 0.5);
    CHECK(file.reals("/exponents/alpha_lower")[last] == alpha - 0.5);
    CHECK(file.reals("/exponents/alpha_median")[last] == alpha);
    CHECK(file.reals("/exponents/alpha_upper")[last] == alpha + 0.5);
    CHECK(file.reals("/fit/amplitude_lower")[0] == code(0, 0, 1, 0) - 0.25);
    CHECK(file.reals("/summary/alpha_at_tg_upper")[1] == code(1, 0, 5, 0) + 2.0);

    // beta has a value, but no error.
    CHECK(file.reals("/exponents/beta")[last] == code(1, 2, 7, 1));
    for (const char* name : {"beta_errors", "beta_lower", "beta_median", "beta_upper"})
        CHECK(std::isnan(file.reals(std::string("/exponents/") + name)[last]));
    CHECK(file.text_attribute("/exponents", "interval") == "linear, 68 percent");
}

TEST_CASE("ln S is that of the spectrum nearest to the glass temperature", "[results]") {
    const Folder folder;
    auto run = made_up::run(); // spectra at 77 and 277 K
    const auto single_length = [&](double glass_temperature) {
        run.deck.deck.exponents.glass_temperature_kelvin = glass_temperature;
        return File(written(folder.file("x.h5"), run)).reals("/exponents/single_length");
    };
    CHECK(single_length(250.0)[1 * 2 + 1] == code(1, 1, 17, 1));
    CHECK(single_length(177.0)[1 * 2 + 1] == code(1, 0, 17, 1)); // a tie: the lower one
    CHECK(single_length(100.0)[1 * 2 + 0] == code(1, 0, 17, 0));
}

TEST_CASE("A set that failed is missing everywhere, with its status and message", "[results]") {
    const Folder folder;
    auto run = made_up::run();
    made_up::fail(run, 1, "the mean structure is no pyramid");
    const File file(written(folder.file("x.h5"), run));
    CHECK(file.integers("/tasks/status") == std::vector<std::int32_t>{0, 1});
    CHECK(file.integers("/tasks/failed_set") == std::vector<std::int32_t>{1});
    CHECK(file.texts("/tasks/message") == std::vector<std::string>{"the mean structure is no pyramid"});

    CHECK(file.reals("/fit/amplitude")[0] == code(0, 0, 1, 0));
    for (const char* path : {"/fit/amplitude", "/fit/parameter", "/fit/covariance", "/fit/chi2",
                             "/energy/bath", "/energy/frustration", "/thermal/entropy", "/exponents/alpha",
                             "/exponents/lambda_beta_upper", "/exponents/single_length"}) {
        INFO(path);
        const auto values = file.reals(path);
        for (std::size_t i = values.size() / 2; i < values.size(); ++i)
            CHECK(std::isnan(values[i]));
    }
    for (const char* path : {"/fit/status", "/fit/evaluations", "/energy/extinction_status",
                             "/exponents/status", "/exponents/lambda_physical"}) {
        INFO(path);
        const auto values = file.integers(path);
        CHECK(values.front() >= 0);
        for (std::size_t i = values.size() / 2; i < values.size(); ++i)
            CHECK(values[i] == -1);
    }
}

TEST_CASE("Without failures there is no message", "[results]") {
    const Folder folder;
    const File file(written(folder.file("x.h5"), made_up::run()));
    CHECK_FALSE(file.has("/tasks/failed_set"));
    CHECK_FALSE(file.has("/tasks/message"));
}

TEST_CASE("Missing values keep their status beside them", "[results]") {
    const Folder folder;
    const File file(written(folder.file("x.h5"), made_up::run()));
    CHECK(std::isnan(file.reals("/energy/log_eta")[4]));
    CHECK(file.integers("/energy/extinction_status")[4] == 1);
    CHECK(file.text_attribute("/energy/extinction_status", "flag_meanings") ==
          "not_computed ok no_extinction gauge_phase_undefined");
    CHECK(file.int_attribute("/energy/extinction_status", "flag_values") == std::vector{-1, 0, 1, 2});
    CHECK(file.integers("/exponents/status")[1] == 3);
    // lambda = 0.5 and -0.5.
    CHECK(file.integers("/exponents/lambda_physical")[0] == 1);
    CHECK(file.integers("/exponents/lambda_physical")[1] == 0);
}

TEST_CASE("Whether lambda has a meaning is told at the ends of its range", "[results]") {
    const Folder folder;
    Shape shape;
    shape.sets = 1;
    shape.temperatures = 4;
    auto run = made_up::run(shape);
    const double above_one = std::nextafter(1.0, 2.0);
    const std::vector<double> lambda{0.0, 1.0, above_one, made_up::kNan};
    for (std::size_t t = 0; t < 4; ++t)
        run.sets[0].temperature[t].lambda = {lambda[t], lambda[t]};
    const File file(written(folder.file("x.h5"), run));
    CHECK(file.integers("/exponents/lambda_physical") == std::vector<std::int32_t>{0, 0, 1, 1, 0, 0, 0, 0});
}

TEST_CASE("Without a fit nothing of fitted parameters is stored", "[results]") {
    const Folder folder;
    Shape shape;
    shape.fit = false;
    shape.spectra = 0;
    const File file(written(folder.file("x.h5"), made_up::run(shape)));
    for (const char* name : {"parameter", "parameter_errors", "covariance", "data_share", "singular_values",
                             "parameter_unit", "fit_parameter"})
        CHECK_FALSE(file.has(std::string("/fit/") + name));
    CHECK_FALSE(file.has("/spectrum"));
    CHECK(file.shape("/fit/amplitude") == Lengths{2, 1, 6});
    CHECK(std::isnan(file.reals("/fit/amplitude_errors")[0]));
    CHECK(std::isnan(file.reals("/fit/spectrum_temperature")[0]));
    CHECK(file.integers("/fit/status")[0] == 0);
    CHECK(file.text_attribute("/", "uncertainty") == "none");
    CHECK(file.text_attribute("/fit", "interval") == "none");
    CHECK(file.shape("/line/intensity") == Lengths{1, 5});
}

TEST_CASE("The detail decides what is stored", "[results]") {
    const Folder folder;
    const auto stored = [&](deck::Detail detail) {
        Shape shape;
        shape.detail = detail;
        const File file(written(folder.file("x.h5"), made_up::run(shape)));
        std::string groups;
        for (const char* path : {"/fit/amplitude", "/summary", "/spectrum/1/model", "/line/intensity",
                                 "/fit/covariance", "/energy", "/thermal", "/exponents"})
            if (file.has(path)) groups += std::string(path) + " ";
        return groups;
    };
    const std::string always = "/fit/amplitude /summary /spectrum/1/model /line/intensity ";
    CHECK(stored(deck::Detail::full) == always + "/fit/covariance /energy /thermal /exponents ");
    CHECK(stored(deck::Detail::exponents) == always + "/exponents ");
    CHECK(stored(deck::Detail::summary) == always);
}

TEST_CASE("The root tells what the file is and what made it", "[results]") {
    const Folder folder;
    results::WriterOptions options;
    options.library_versions = {{"NLopt", "2.7.1"}, {"HDF5", "1.10.8"}};
    options.machine = {"x86-64, libm 01234567", "x86-64-v3"};
    results::write_results(folder.file("x.h5"), made_up::run(), options);
    const File file(folder.file("x.h5"));
    CHECK(file.text_attribute("/", "file_type") == "lpsglass results");
    CHECK(file.int_attribute("/", "schema_version") == std::vector{1, 0});
    CHECK(file.text_attribute("/", "library_versions") == "HDF5 1.10.8, NLopt 2.7.1");
    CHECK(file.text_attribute("/", "arithmetic") == "x86-64, libm 01234567");
    CHECK(file.text_attribute("/", "instruction_level") == "x86-64-v3");
    CHECK(file.text_attribute("/", "created") == "2024-05-01T12:00:00Z");
    CHECK(file.text_attribute("/", "hostname") == "node7");
    CHECK(file.text_attribute("/", "command_line") == "lpsglass run made_up.toml");
    CHECK(file.int_attribute("/", "ranks") == std::vector{4});
    CHECK(file.text_attribute("/", "deck_sha256") == std::string(64, 'a'));
    CHECK(file.text_attribute("/", "uncertainty") == "linear");
    CHECK_FALSE(file.text_attribute("/", "program_version").empty());
    CHECK_FALSE(file.text_attribute("/", "git_revision").empty());
}

#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/compare.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "small_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::code;
using made_up::Shape;
using reader::File;
using reader::Folder;
using results::ResultsWriter;

namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The run without its sets but the first.
campaign::RunRecord frame_of(const campaign::RunRecord& run) {
    campaign::RunRecord frame = run;
    frame.sets.resize(1);
    return frame;
}

std::string written_in_blocks(const std::string& path, const campaign::RunRecord& run, std::size_t block) {
    ResultsWriter writer(path, frame_of(run));
    const std::span<const campaign::SetResult> sets(run.sets);
    for (std::size_t begin = 0; begin < sets.size(); begin += block)
        writer.append(sets.subspan(begin, std::min(block, sets.size() - begin)));
    writer.finish(run.info);
    return path;
}

/// Sets made up one after the other, so that there need not be memory for all.
class Sets {
  public:
    explicit Sets(const Shape& shape) : shape_(shape) {}
    campaign::SetResult operator()(std::size_t set) const { return made_up::set_result(set, shape_); }

  private:
    Shape shape_;
};

/// Appends sets until writing fails; what it said, and how many sets it took.
struct Failure {
    std::string error = "no IoError";
    std::size_t sets = 0;
};
Failure append_until_failure(ResultsWriter& writer, const Sets& sets, std::size_t count) {
    Failure failure;
    try {
        for (; failure.sets < count; ++failure.sets) {
            const campaign::SetResult set = sets(failure.sets);
            writer.append({&set, 1});
        }
    } catch (const IoError& error) {
        failure.error = error.what();
    }
    return failure;
}

std::size_t resident_pages() {
    std::size_t total = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return resident;
}

/// All that is written to the standard error while this lives.
class CaughtErrors {
  public:
    explicit CaughtErrors(const std::string& path) : path_(path), before_(dup(2)) {
        const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(file, 2);
        close(file);
    }
    ~CaughtErrors() {
        dup2(before_, 2);
        close(before_);
    }
    CaughtErrors(const CaughtErrors&) = delete;
    CaughtErrors& operator=(const CaughtErrors&) = delete;

    [[nodiscard]] std::string text() const { return content_of(path_); }

  private:
    std::string path_;
    int before_;
};

} // namespace

TEST_CASE("A file is the same to the last byte however its sets were cut into blocks", "[stream]") {
    // 700 sets: /thermal/probability, 144 bytes a set, and others are chunked; chunks end within blocks.
    const Folder folder;
    Shape shape;
    shape.sets = 700;
    shape.spectra_of_all_sets = true;
    shape.scan = true;
    shape.draws = 5;
    auto run = made_up::run(shape);
    made_up::fail(run, 3, "no pyramid");
    made_up::fail(run, 650, "");
    const std::string all = content_of(written_in_blocks(folder.file("all.h5"), run, 700));
    REQUIRE(all.size() > 100000);
    for (const std::size_t block : {1, 7, 699}) {
        INFO(block);
        CHECK((content_of(written_in_blocks(folder.file("b.h5"), run, block)) == all));
    }
    results::write_results(folder.file("c.h5"), run);
    CHECK((content_of(folder.file("c.h5")) == all));
    std::string difference;
    CHECK(results::same_results(folder.file("all.h5"), folder.file("b.h5"), difference));

    const File file(folder.file("b.h5"));
    CHECK(file.reals("/thermal/probability")[(699 * 3 + 2) * 6 + 5] == code(699, 2, 1, 5));
    CHECK(file.reals("/spectrum/2/model_by_set")[699 * 5 + 4] == code(699, 1, 4, 0));
    CHECK(file.reals("/spectrum/2/residual_by_set")[699 * 5 + 4] == code(0, 1, 0, 4) - code(699, 1, 4, 0));
    CHECK(file.integers("/coordinates/set")[699] == 699);
    CHECK(file.integers("/tasks/failed_set") == std::vector<std::int32_t>{3, 650});
    CHECK(file.texts("/tasks/message") == std::vector<std::string>{"no pyramid", ""});
}

TEST_CASE("More failures than are held at once are all told", "[stream]") {
    const Folder folder;
    Shape shape;
    shape.sets = 10000;
    shape.temperatures = 1;
    shape.detail = deck::Detail::summary;
    auto run = made_up::run(shape);
    for (std::size_t set = 1; set < shape.sets; ++set)
        made_up::fail(run, set, "why " + std::to_string(set));
    run.sets[5000].state = campaign::TaskState::not_computed; // no failure
    const File file(written_in_blocks(folder.file("x.h5"), run, 300));
    const auto failed = file.integers("/tasks/failed_set");
    const auto messages = file.texts("/tasks/message");
    REQUIRE(failed.size() == 9998);
    REQUIRE(messages.size() == 9998);
    CHECK(failed.front() == 1);
    CHECK(failed[4999] == 5001);
    CHECK(messages[4999] == "why 5001");
    CHECK(failed.back() == 9999);
    CHECK(messages.back() == "why 9999");
    CHECK(file.integers("/tasks/status")[5000] == 6);

    std::string bytes = messages[0];
    for (std::size_t i = 1; i < messages.size(); ++i)
        bytes += std::string(1, '\0') + messages[i];
    CHECK(file.text_attribute("/tasks/message", "sha256") == sha256_hex(bytes));
    CHECK(file.text_attribute("/tasks/failed_set", "sha256") == sha256_hex(std::as_bytes(std::span(failed))));
}

TEST_CASE("The number of sets must be the one announced", "[stream]") {
    const Folder folder;
    const auto run = made_up::run();
    {
        ResultsWriter writer(folder.file("x.h5"), frame_of(run));
        writer.append({&run.sets[0], 1});
        CHECK_THROWS_AS(writer.finish(run.info), std::logic_error);
    }
    {
        ResultsWriter writer(folder.file("x.h5"), frame_of(run));
        writer.append(run.sets);
        CHECK_THROWS_AS(writer.append({&run.sets[0], 1}), std::logic_error);
        CHECK_THROWS_AS(writer.finish(run.info), std::logic_error); // it is of no more use
    }
    CHECK(folder.files() == 0);
}

TEST_CASE("A writer that is given up leaves nothing", "[stream]") {
    const Folder folder;
    std::ofstream(folder.file("x.h5")) << "before";
    {
        Shape shape;
        shape.sets = 700;
        const auto run = made_up::run(shape);
        ResultsWriter writer(folder.file("x.h5"), frame_of(run));
        writer.append(std::span(run.sets).first(650));
        CHECK(folder.files() == 2);
    }
    CHECK(content_of(folder.file("x.h5")) == "before");
    CHECK(folder.files() == 1);
}

TEST_CASE("A disk that fills up in the middle of a large write is told at once and leaves nothing",
          "[stream][atomic]") {
    const Folder folder, errors;
    std::ofstream(folder.file("x.h5")) << "before";
    Shape shape;
    shape.sets = 200000;
    shape.temperatures = 40;
    auto run = made_up::run({.sets = 1, .temperatures = 40});
    run.set_count = shape.sets;

    // The limits lie in the middle of chunks, of metadata, and right after the start.
    for (const rlim_t limit : {rlim_t{100}, rlim_t{4096}, rlim_t{3000001}}) {
        INFO(limit);
        const CaughtErrors caught(errors.file("stderr"));
        {
            const SmallFiles small(limit);
            Failure failure;
            try {
                ResultsWriter writer(folder.file("x.h5"), run);
                failure = append_until_failure(writer, Sets(shape), shape.sets);
                CHECK(folder.files() == 1); // gone before the writer is
                CHECK_THROWS_AS(writer.finish(run.info), std::logic_error);
            } catch (const IoError& error) {
                failure.error = error.what();
            }
            CHECK(failure.error == "cannot write " + folder.file("x.h5") + ": write: File too large");
            CHECK(failure.sets < shape.sets / 2);
        }
        CHECK(caught.text().empty());
        CHECK(folder.files() == 1);
        CHECK(content_of(folder.file("x.h5")) == "before");
    }
    // Nothing of the failed files is left open in the library, which could try to write it again at the end.
    CHECK(H5Fget_obj_count(static_cast<hid_t>(H5F_OBJ_ALL), H5F_OBJ_ALL) == 0);

    // Nor is the library left in a state that spoils the next file.
    const auto small_run = made_up::run();
    results::write_results(folder.file("x.h5"), small_run);
    CHECK(File(folder.file("x.h5")).reals("/fit/amplitude")[0] == code(0, 0, 1, 0));
}

TEST_CASE("A disk that fills up when the file is finished leaves nothing", "[stream][atomic]") {
    const Folder folder;
    Shape shape;
    shape.sets = 5000;
    const auto run = made_up::run(shape);
    results::write_results(folder.file("whole.h5"), run);
    struct stat status {};
    REQUIRE(stat(folder.file("whole.h5").c_str(), &status) == 0);
    const auto length = static_cast<rlim_t>(status.st_size);
    // Just too small for what is written last: rows still held, attributes, the library's metadata.
    for (const rlim_t missing : {rlim_t{1}, rlim_t{5000}, rlim_t{200000}}) {
        INFO(missing);
        REQUIRE(missing < length);
        ResultsWriter writer(folder.file("x.h5"), frame_of(run));
        std::string error = "no IoError";
        {
            const SmallFiles small(length - missing);
            try {
                writer.append(run.sets);
                writer.finish(run.info);
            } catch (const IoError& failure) {
                error = failure.what();
            }
        }
        CHECK(error == "cannot write " + folder.file("x.h5") + ": write: File too large");
        CHECK(folder.files() == 1);
    }
}

#ifndef __SANITIZE_ADDRESS__ // it keeps what is freed
TEST_CASE("Memory does not grow with the number of sets", "[stream]") {
    const Folder folder;
    const auto grown = [&](std::size_t count) {
        Shape shape;
        shape.temperatures = 40;
        auto run = made_up::run({.sets = 1, .temperatures = 40});
        run.set_count = count;
        ResultsWriter writer(folder.file("x.h5"), run);
        // A block is made up once: what it holds does not matter here.
        const std::vector<campaign::SetResult> block(100, made_up::set_result(1, shape));
        const std::size_t before = resident_pages();
        for (std::size_t done = 0; done < count; done += block.size())
            writer.append(block);
        const std::size_t pages = resident_pages();
        writer.finish(run.info);
        return static_cast<double>(pages > before ? pages - before : 0) * static_cast<double>(getpagesize());
    };
    // 20000 sets of some 12 kB are 240 MB; the writer says that it holds 50 MB and the library 32 MB.
    const double bytes = grown(20000);
    CHECK(bytes < 90e6);
}
#endif

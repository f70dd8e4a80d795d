#include <fstream>
#include <iterator>
#include <sys/stat.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/compare.hpp"
#include "lpsglass/results/writer.hpp"
#include "made_up_run.hpp"
#include "results_reader.hpp"
#include "small_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using reader::Folder;
using results::write_results;

namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string error_of_writing(const std::string& path, const campaign::RunRecord& run) {
    try {
        write_results(path, run);
    } catch (const IoError& error) {
        return error.what();
    }
    return "no IoError";
}

} // namespace

TEST_CASE("Writing leaves the results file and nothing else", "[atomic]") {
    const Folder folder;
    write_results(folder.file("x.h5"), made_up::run());
    CHECK(folder.files() == 1);

    // It may be read by whom the umask allows, as any file that a program makes.
    const mode_t mask = umask(027);
    write_results(folder.file("y.h5"), made_up::run());
    umask(mask);
    struct stat status {};
    REQUIRE(stat(folder.file("y.h5").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("Writing replaces a file as a whole", "[atomic]") {
    const Folder folder;
    std::ofstream(folder.file("x.h5")) << std::string(1 << 20, 'x');
    std::ifstream reads_the_old_one(folder.file("x.h5"));
    write_results(folder.file("x.h5"), made_up::run());
    write_results(folder.file("y.h5"), made_up::run());
    CHECK(content_of(folder.file("x.h5")) == content_of(folder.file("y.h5")));
    CHECK(std::string(std::istreambuf_iterator<char>(reads_the_old_one), {}) == std::string(1 << 20, 'x'));
    CHECK(folder.files() == 2);
}

TEST_CASE("A write that fails half-way leaves nothing", "[atomic]") {
    const Folder folder;
    const auto run = made_up::run();
    std::string error;
    {
        const SmallFiles small(4096); // less than the file, more than its first bytes
        error = error_of_writing(folder.file("x.h5"), run);
    }
    CHECK(error == "cannot write " + folder.file("x.h5") + ": write: File too large");
    CHECK(folder.files() == 0);
}

TEST_CASE("A write that fails leaves the file that was there", "[atomic]") {
    const Folder folder;
    write_results(folder.file("x.h5"), made_up::run());
    const std::string before = content_of(folder.file("x.h5"));
    auto other = made_up::run();
    other.sets.pop_back();
    {
        const SmallFiles small(4096);
        CHECK(error_of_writing(folder.file("x.h5"), other) ==
              "cannot write " + folder.file("x.h5") + ": write: File too large");
    }
    CHECK(content_of(folder.file("x.h5")) == before);
    CHECK(folder.files() == 1);

    // Nor is the library left in a state that spoils the next file.
    write_results(folder.file("x.h5"), other);
    std::string difference;
    write_results(folder.file("y.h5"), other);
    CHECK(results::same_results(folder.file("x.h5"), folder.file("y.h5"), difference));
}

TEST_CASE("A folder that cannot be written is told with the system's reason", "[atomic]") {
    const Folder folder;
    std::ofstream(folder.file("plain")) << "a file, not a folder";
    CHECK(error_of_writing(folder.file("plain/x.h5"), made_up::run()) ==
          "cannot write " + folder.file("plain/x.h5") + ": temporary file: Not a directory");
    CHECK(error_of_writing(folder.file("missing/x.h5"), made_up::run()) ==
          "cannot write " + folder.file("missing/x.h5") + ": temporary file: No such file or directory");
    CHECK(folder.files() == 1);
}

TEST_CASE("A folder in the file's place is not replaced", "[atomic]") {
    const Folder folder;
    mkdir(folder.file("x.h5").c_str(), 0777);
    CHECK(error_of_writing(folder.file("x.h5"), made_up::run()) ==
          "cannot write " + folder.file("x.h5") + ": rename: Is a directory");
    CHECK(folder.files() == 1);
}

TEST_CASE("A temporary file that a killed run left is no hindrance, and is not touched", "[atomic]") {
    const Folder folder;
    const std::string left = folder.file("x.h5.tmp-" + std::to_string(getpid()) + "-0");
    std::ofstream(left) << "left";
    write_results(folder.file("x.h5"), made_up::run());
    CHECK(content_of(left) == "left");
    CHECK(folder.files() == 2);
}

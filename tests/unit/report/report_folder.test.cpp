#include "report/report_folder.hpp"

#include <filesystem>

#include "folder.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/report/figure.hpp"
#include "support/catch.hpp"

using namespace lpsglass::report;
using report_test::Folder;
using report_test::put;
using report_test::text_of;
namespace fs = std::filesystem;

namespace {

void make_report(const std::string& folder, const std::string& mark) {
    const ScratchFolder scratch(folder);
    make_folder(scratch.path() + "/figures");
    put(scratch.path() + "/figures/" + mark + ".svg", mark);
    put(scratch.path() + "/figures/" + mark + ".gp", "# " + mark + "\n" + script_mark(mark) + "\n");
    put(scratch.path() + "/index.html", "<meta name=\"generator\" content=\"lpsglass report\">" + mark);
    move_into_place(scratch.path(), folder);
}

} // namespace

TEST_CASE("A report goes into a new or empty folder, and replaces an earlier one", "[folder]") {
    const Folder folder;
    const std::string to = folder.file("a/report");
    check_folder(to, false);
    make_report(to, "one");
    CHECK(text_of(to + "/figures/one.svg") == "one");

    put(to + "/figures/mine.svg", "mine");
    put(to + "/figures/mine.gp", "plot x");
    put(to + "/notes.txt", "mine");
    check_folder(to, false);
    make_report(to, "two");
    CHECK_THAT(text_of(to + "/index.html"), Catch::Matchers::EndsWith("two"));
    CHECK(fs::exists(to + "/figures/two.svg"));
    CHECK_FALSE(fs::exists(to + "/figures/one.svg"));
    CHECK(text_of(to + "/figures/mine.svg") == "mine");
    CHECK(text_of(to + "/figures/mine.gp") == "plot x");
    CHECK(text_of(to + "/notes.txt") == "mine");
    CHECK(std::distance(fs::directory_iterator(folder.file("a")), {}) == 1); // nothing is left beside it
}

TEST_CASE("Folders with other things are left as they are", "[folder]") {
    const Folder folder;
    const std::string to = folder.file("mine");
    fs::create_directory(to);
    check_folder(to, false); // empty
    put(to + "/index.html", "<p>my own page</p>");
    CHECK_THROWS_AS(check_folder(to, false), lpsglass::InputError);
    CHECK_THROWS_WITH(check_folder(to, false),
                      Catch::Matchers::Contains(to) && Catch::Matchers::Contains("--force"));
    check_folder(to, true);
    put(folder.file("file"), "");
    CHECK_THROWS_AS(check_folder(folder.file("file"), true), lpsglass::InputError);
}

TEST_CASE("With force what is there stays beside the report", "[folder]") {
    const Folder folder;
    fs::create_directory(folder.file("figures"));
    put(folder.file("figures/mine.svg"), "mine");
    make_report(folder.path(), "one");
    CHECK(text_of(folder.file("figures/mine.svg")) == "mine");
    CHECK(fs::exists(folder.file("figures/one.svg")));
}

#include "lpsglass/deck/text_file.hpp"

#include <filesystem>

#include "deck_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass::deck;
using deck_files::Folder;

TEST_CASE("A text file is read whole, without a byte order mark", "[deck][text]") {
    const Folder folder;
    CHECK(read_text_file(folder.write("a", "one\r\ntwo")).text == "one\r\ntwo");
    CHECK(read_text_file(folder.write("b", "\xEF\xBB\xBFone\n")).text == "one\n");
    const std::string long_text(3000001, 'x'); // more than one block
    CHECK(read_text_file(folder.write("c", long_text)).text == long_text);
}

TEST_CASE("A file that is no text gives a problem", "[deck][text]") {
    const Folder folder;
    CHECK(read_text_file(folder.path() + "/absent").problem == "there is no such file");
    CHECK(read_text_file(folder.path()).problem == "it is a folder, not a file");
    CHECK(read_text_file("").problem == "the file name is empty");
    CHECK(read_text_file(folder.write("empty", "")).problem == "it is empty");
    CHECK(read_text_file(folder.write("latin", "a\nb\n\xE5ngstr\xF6m\n")).problem ==
          "it is not UTF-8 text (first seen in line 3)");
    const std::string huge = folder.write("huge", "x");
    std::filesystem::resize_file(huge, (std::size_t{64} << 20) + 1);
    CHECK(read_text_file(huge).problem == "it is too large (at most 64 MiB)");
}

TEST_CASE("UTF-8 is told from what only looks like it", "[deck][text]") {
    // RFC 3629, sections 3 and 4: the ends of each range of characters, and what lies just outside.
    for (const char* text : {"", "plain", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                             "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        CHECK_FALSE(first_line_not_utf8(text));
    for (const char* text :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2x", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE1\x80",
          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF\xFE"})
        CHECK(first_line_not_utf8(text) == 1);
    CHECK(first_line_not_utf8("a\nb\n\nc\xFF") == 4);
}

#include "lpsglass/deck/text_file.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace lpsglass::deck {

namespace {

constexpr std::size_t largest_file = std::size_t{64} << 20; // bytes

/// Length of the UTF-8 character at the beginning of the bytes, 0 if there is none.
std::size_t character_length(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || bytes.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    // Overlong forms, surrogates and values above U+10FFFF show in the second byte.
    if (first == 0xE0 && byte(1) < 0xA0) return 0;
    if (first == 0xED && byte(1) > 0x9F) return 0;
    if (first == 0xF0 && byte(1) < 0x90) return 0;
    if (first == 0xF4 && byte(1) > 0x8F) return 0;
    return length;
}

TextFile failed(std::string problem) {
    return {{}, std::move(problem)};
}

} // namespace

std::optional<int> first_line_not_utf8(std::string_view text) {
    int line = 1;
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return line;
        if (text.front() == '\n') ++line;
        text.remove_prefix(length);
    }
    return std::nullopt;
}

TextFile read_text_file(const std::string& path) {
    if (path.empty()) return failed("the file name is empty");
    std::error_code ignored;
    const std::filesystem::file_status status = std::filesystem::status(path, ignored);
    if (!std::filesystem::exists(status)) return failed("there is no such file");
    if (std::filesystem::is_directory(status)) return failed("it is a folder, not a file");

    std::ifstream stream(path, std::ios::binary);
    if (!stream) return failed("it cannot be read (are its permissions right?)");
    TextFile file;
    std::string block(std::size_t{1} << 20, '\0');
    while (file.text.size() <= largest_file) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        file.text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (!stream) break;
    }
    if (stream.bad()) return failed("reading it failed");
    if (file.text.size() > largest_file) return failed("it is too large (at most 64 MiB)");
    if (file.text.empty()) return failed("it is empty");

    if (const std::optional<int> line = first_line_not_utf8(file.text))
        return failed(fmt::format("it is not UTF-8 text (first seen in line {})", *line));
    if (file.text.starts_with("\xEF\xBB\xBF")) file.text.erase(0, 3);
    return file;
}

} // namespace lpsglass::deck

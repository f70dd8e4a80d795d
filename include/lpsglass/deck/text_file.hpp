#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lpsglass::deck {

/// Text of a file, or a plain word on why there is none.
struct TextFile {
    std::string text;    ///< UTF-8, without a byte order mark
    std::string problem; ///< empty: the file was read
};

/// Reads a whole text file. A file that is absent, a folder, unreadable, empty, larger than 64 MiB or no
/// UTF-8 gives a problem, not an exception.
TextFile read_text_file(const std::string& path);

/// Number of the first line that is not UTF-8 (RFC 3629), from 1; nothing if all is.
std::optional<int> first_line_not_utf8(std::string_view text);

} // namespace lpsglass::deck

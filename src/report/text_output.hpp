#pragma once

#include <string>

namespace lpsglass::report {

/// Writes a whole file. Throws IoError.
void write_text(const std::string& path, const std::string& text);

/// Reads a whole file. Throws IoError.
std::string read_text(const std::string& path);

} // namespace lpsglass::report

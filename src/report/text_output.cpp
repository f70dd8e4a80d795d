#include "text_output.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "lpsglass/core/error.hpp"

namespace lpsglass::report {

void write_text(const std::string& path, const std::string& text) {
    errno = 0;
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (!out) throw IoError("cannot write " + path + ": " + std::strerror(errno != 0 ? errno : EIO));
}

std::string read_text(const std::string& path) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in) throw IoError("cannot read " + path + ": " + std::strerror(errno != 0 ? errno : EIO));
    return text;
}

} // namespace lpsglass::report

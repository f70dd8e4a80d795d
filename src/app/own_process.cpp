#include "own_process.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <sys/wait.h>
#include <unistd.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::app {

namespace {

void write_all(int descriptor, const std::string& text) {
    for (std::size_t written = 0; written < text.size();) {
        const ssize_t count = ::write(descriptor, text.data() + written, text.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) ::_exit(1);
        written += static_cast<std::size_t>(count);
    }
}

std::string read_all(int descriptor) {
    std::string out;
    std::array<char, 4096> bytes{};
    for (;;) {
        const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return out;
        out.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

} // namespace

Told in_own_process(const std::function<void(const Tell&)>& act) {
    std::array<int, 2> pipe{};
    std::cout.flush();
    std::cerr.flush();
    if (::pipe(pipe.data()) != 0) throw IoError(std::string("no pipe: ") + std::strerror(errno));
    const pid_t child = ::fork();
    if (child < 0) throw IoError(std::string("no child process: ") + std::strerror(errno));
    if (child == 0) {
        ::close(pipe[0]);
        act([&](const std::string& line) { write_all(pipe[1], line + '\0'); });
        ::_exit(0);
    }
    ::close(pipe[1]);
    const std::string text = read_all(pipe[0]);
    ::close(pipe[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    Told told;
    for (std::size_t begin = 0, end = 0; (end = text.find('\0', begin)) != std::string::npos; begin = end + 1)
        told.lines.push_back(text.substr(begin, end - begin));
    if (WIFSIGNALED(status)) told.signal = WTERMSIG(status);
    return told;
}

} // namespace lpsglass::app

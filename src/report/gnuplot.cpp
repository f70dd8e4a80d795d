#include "gnuplot.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lpsglass/core/error.hpp"

namespace lpsglass::report {

namespace fs = std::filesystem;

namespace {

/// What the child does before it becomes gnuplot.
class Actions {
  public:
    Actions(const std::string& folder, const std::string& log) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                         0600);
        posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    }
    ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

/// Removed at the end of its life.
class ScratchFile {
  public:
    ScratchFile() : path_((fs::temp_directory_path() / "lpsglass-gnuplot-XXXXXX").string()) {
        const int descriptor = ::mkstemp(path_.data());
        if (descriptor < 0) throw IoError("cannot write " + path_ + ": " + std::strerror(errno));
        ::close(descriptor);
    }
    ~ScratchFile() { ::unlink(path_.c_str()); }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string text() const {
        std::ostringstream out;
        out << std::ifstream(path_).rdbuf();
        return out.str();
    }

  private:
    std::string path_;
};

} // namespace

std::string run_gnuplot(const std::vector<std::string>& scripts, const std::string& folder) {
    const ScratchFile log;
    const Actions actions(folder, log.path());

    std::vector<std::string> words{"gnuplot", "-d"};
    words.insert(words.end(), scripts.begin(), scripts.end());
    std::vector<char*> argv;
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);

    pid_t child = 0;
    const int error = ::posix_spawnp(&child, "gnuplot", actions.get(), nullptr, argv.data(), environ);
    if (error == ENOENT)
        throw IoError("the figures of the report are drawn by gnuplot, which is not installed or not on the "
                      "PATH (Debian: apt install gnuplot-nox)");
    if (error != 0) throw IoError(std::string("gnuplot cannot be started: ") + std::strerror(error));

    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) throw IoError(std::string("gnuplot is lost: ") + std::strerror(errno));
    }
    std::string said = log.text();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return said;
    const std::string how = WIFSIGNALED(status)
                                ? "was ended by signal " + std::to_string(WTERMSIG(status))
                                : "failed with exit status " + std::to_string(WEXITSTATUS(status));
    throw IoError("gnuplot " + how + " in " + folder + (said.empty() ? "" : ":\n" + said));
}

} // namespace lpsglass::report

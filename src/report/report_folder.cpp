#include "report_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

#include "lpsglass/core/error.hpp"
#include "lpsglass/report/figure.hpp"
#include "text_output.hpp"

namespace lpsglass::report {

namespace fs = std::filesystem;

namespace {

const char* const kOwn = "<meta name=\"generator\" content=\"lpsglass report\">";

bool is_report(const fs::path& folder) {
    const fs::path page = folder / "index.html";
    return fs::is_regular_file(page) && read_text(page.string()).find(kOwn) != std::string::npos;
}

/// Runs `act`; a failure of the file system becomes an IoError.
template <class Act> auto on_disk(const Act& act) {
    try {
        return act();
    } catch (const fs::filesystem_error& error) {
        throw IoError(error.path1().string() + ": " + error.code().message());
    }
}

/// The files of the figures that an earlier report left in a folder: those of its scripts.
std::vector<fs::path> figure_files(const fs::path& folder) {
    std::vector<fs::path> out;
    if (!fs::is_directory(folder)) return out;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const fs::path& script = entry.path();
        if (script.extension() != ".gp" || !entry.is_regular_file()) continue;
        if (read_text(script.string()).find(script_mark(script.stem().string())) == std::string::npos)
            continue;
        for (const char* kind : {".gp", ".dat", ".svg", ".png"})
            out.push_back(folder / script.stem().concat(kind));
    }
    return out;
}

} // namespace

void check_folder(const std::string& folder, bool force) {
    on_disk([&] {
        if (!fs::exists(folder)) return;
        if (!fs::is_directory(folder)) throw InputError(folder + ": is no folder (name another one with -o)");
        if (fs::is_empty(folder) || force || is_report(folder)) return;
        throw InputError(folder +
                         ": has other files than a report and is left as it is (-o names another folder, "
                         "--force puts the report beside them)");
    });
}

void make_folder(const std::string& folder) {
    on_disk([&] { fs::create_directories(folder); });
}

ScratchFolder::ScratchFolder(const std::string& beside) {
    fs::path to = fs::absolute(beside).lexically_normal();
    if (!to.has_filename()) to = to.parent_path(); // `report/`
    make_folder(to.parent_path().string());
    path_ = to.string() + ".tmp-XXXXXX";
    if (::mkdtemp(path_.data()) == nullptr)
        throw IoError("cannot write beside " + to.string() + ": " + std::strerror(errno));
}

ScratchFolder::~ScratchFolder() {
    std::error_code none;
    fs::remove_all(path_, none);
}

void move_into_place(const std::string& scratch, const std::string& folder) {
    const fs::path from(scratch), to(folder);
    make_folder((to / "figures").string());
    on_disk([&] {
        if (is_report(to)) {
            for (const fs::path& file : figure_files(to / "figures"))
                fs::remove(file);
        }
        for (const fs::directory_entry& entry : fs::directory_iterator(from / "figures"))
            fs::rename(entry.path(), to / "figures" / entry.path().filename());
        fs::rename(from / "index.html", to / "index.html");
    });
}

} // namespace lpsglass::report

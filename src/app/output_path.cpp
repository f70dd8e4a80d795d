#include "output_path.hpp"

#include <filesystem>
#include <memory>
#include <unistd.h>

#include <fmt/format.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

/// Whether an existing file may be taken for a deck, which --force replaces.
bool is_deck(const std::string& path) {
    const deck::TextFile file = deck::read_text_file(path);
    if (!file.problem.empty()) return false;
    try {
        const deck::Node root = deck::parse_toml(file.text, std::make_shared<const std::string>(path));
        return deck::find_node(root, "schema") != nullptr;
    } catch (const InputError&) {
        return false;
    }
}

} // namespace

std::string behind_link(const std::string& path) {
    std::error_code none;
    return fs::is_symlink(path, none) && fs::exists(path, none) ? fs::canonical(path, none).string() : path;
}

void check_output(const std::string& path, bool force) {
    if (fs::is_directory(path)) throw InputError(path + ": is a directory (give a file name with -o)");
    if (fs::exists(path) && !fs::is_regular_file(path))
        throw InputError(path + ": is no regular file (give a file name with -o)");
    if (fs::exists(path) && !force) {
        throw InputError(path +
                         ": exists already and is not overwritten (--force overwrites it, -o names another)");
    }
    if (fs::exists(path) && !results::is_hdf5(path)) {
        throw InputError(path +
                         ": is no results file and is not overwritten, --force or not (-o names another)");
    }
    const fs::path folder = fs::absolute(path).parent_path();
    if (!fs::is_directory(folder) || ::access(folder.c_str(), W_OK) != 0) {
        throw IoError(path + ": cannot be written: " + folder.string() + " is no writable directory");
    }
}

void check_deck_output(const std::string& output, bool force) {
    if (fs::is_directory(output)) throw InputError(output + ": is a directory (give a file name with -o)");
    if (fs::exists(output) && !fs::is_regular_file(output))
        throw InputError(output + ": is no regular file (give a file name with -o)");
    if (fs::exists(output) && !force)
        throw InputError(output + ": exists already and is not overwritten (--force overwrites it)");
    if (fs::exists(output) && !is_deck(output))
        throw InputError(output + ": is no deck and is not overwritten, --force or not");
    const fs::path folder = fs::absolute(output).parent_path();
    if (!fs::is_directory(folder) || ::access(folder.c_str(), W_OK) != 0)
        throw IoError(output + ": cannot be written: " + folder.string() + " is no writable directory");
}

std::string part_path(const std::string& file, int part, int parts) {
    return fmt::format("{}.part-{}-of-{}", file, part, parts);
}

} // namespace lpsglass::app

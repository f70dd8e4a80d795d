#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/reader.hpp"
#include "lpsglass/deck/toml_file.hpp"

/// Decks for the tests: in a folder of their own that goes with the object.
namespace deck_files {

class Folder {
  public:
    Folder() {
        static std::atomic<int> count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("lpsglass_deck_" + std::to_string(getpid()) + "_" + std::to_string(count++));
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    /// Writes a file, with the folders it lies in, and gives its path.
    std::string write(const std::string& name, std::string_view text) const {
        const std::filesystem::path file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
        return file.string();
    }

    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

/// What is found wrong with a deck, one line each, files seen from the deck's folder; empty if nothing is.
inline std::vector<std::string> findings_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string() + "/";
    std::vector<std::string> lines;
    try {
        lpsglass::deck::read_deck(path);
    } catch (const lpsglass::InputError& error) {
        for (lpsglass::Diagnostic diagnostic : error.diagnostics()) {
            if (diagnostic.file.starts_with(folder)) diagnostic.file.erase(0, folder.size());
            lines.push_back(diagnostic.text());
        }
    }
    return lines;
}

/// The same of a deck given as text; `schema = 1` becomes its first line.
inline std::vector<std::string> findings_in(std::string_view text) {
    const Folder folder;
    return findings_of(folder.write("deck.toml", "schema = 1\n" + std::string(text)));
}

/// A deck given as text; `schema = 1` becomes its first line.
inline lpsglass::deck::LoadedDeck read_text(std::string_view text) {
    const Folder folder;
    return lpsglass::deck::read_deck(folder.write("deck.toml", "schema = 1\n" + std::string(text)));
}

inline lpsglass::deck::Node parse(std::string_view text) {
    return lpsglass::deck::parse_toml(text, std::make_shared<const std::string>("test.toml"));
}

} // namespace deck_files

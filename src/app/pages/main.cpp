// Writes the man page and the completions into a folder. Part of the build, not installed.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/command_line.hpp"
#include "app/pages/pages.hpp"
#include "lpsglass/core/version.hpp"

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: lpsglass_pages FOLDER\n";
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    const auto write = [&](const char* name, const std::string& text) {
        std::ofstream stream(folder / name, std::ios::binary);
        stream << text;
        stream.close();
        if (stream) return true;
        std::cerr << (folder / name).string() << " could not be written\n";
        return false;
    };

    using namespace lpsglass::app;
    const auto line = make_command_line("");
    const pages::ProgramWords words = pages::words_of(line->program);
    const bool all = write("lpsglass.1", pages::man_page(words, std::string(lpsglass::program_version()))) &&
                     write("lpsglass.bash", pages::bash_completion(words)) &&
                     write("_lpsglass", pages::zsh_completion(words)) &&
                     write("lpsglass.fish", pages::fish_completion(words));
    return all ? 0 : 3;
}

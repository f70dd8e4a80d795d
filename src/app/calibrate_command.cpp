#include <algorithm>
#include <filesystem>
#include <iostream>
#include <span>

#include <unistd.h>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/campaign/calibration.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/text_file.hpp"
#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/results/atomic_file.hpp"

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

/// Everything that can be known to be wrong with the output before any work.
void check_output(const std::string& output, bool force) {
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

/// Whether the deck names files by a path that holds from its own folder only.
bool names_files(const deck::LoadedDeck& loaded) {
    const deck::Node root = deck::parse_toml(loaded.text, std::make_shared<const std::string>(loaded.file));
    const auto names_one = [](const deck::Spectrum& spectrum) { return !spectrum.file.empty(); };
    return deck::find_node(root, "include") ||
           std::any_of(loaded.deck.nqr.spectra.begin(), loaded.deck.nqr.spectra.end(), names_one);
}

fs::path folder_of(const std::string& file) {
    return fs::weakly_canonical(fs::absolute(file)).parent_path();
}

} // namespace

int calibrate_command(const CalibrateArguments& arguments) {
    const deck::LoadedDeck loaded = deck::read_deck(arguments.deck);
    std::string output = arguments.output;
    if (!output.empty()) {
        if (fs::is_symlink(output) && fs::exists(output)) output = fs::canonical(output).string();
        check_output(output, arguments.force);
    }
    const campaign::Calibration calibration = campaign::calibrate(loaded);
    for (const std::string& warning : loaded.warnings)
        std::cerr << "warning: " << warning << '\n';
    if (loaded.deck.fit)
        std::cerr
            << "note: the deck's fit is not run; the targets are met at the amplitudes as they are given\n";
    std::cerr << campaign::describe(calibration);

    const std::string text = campaign::calibrated_text(loaded, calibration);
    if (output.empty()) {
        std::cout << text;
    } else {
        results::write_file_atomically(output, std::as_bytes(std::span(text)));
        if (folder_of(output) != folder_of(arguments.deck) && names_files(loaded))
            std::cerr << "warning: " << output
                      << ": the deck names files relative to its own folder, which is another one now\n";
        std::cerr << "written: " << output << '\n';
    }
    return calibration.met() ? done : targets_not_met;
}

} // namespace lpsglass::app

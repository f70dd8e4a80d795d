#include <algorithm>
#include <filesystem>
#include <iostream>
#include <span>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/campaign/calibration.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/deck/toml_file.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "output_path.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

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
        check_deck_output(output, arguments.force);
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

#include <iostream>
#include <span>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "lpsglass/results/reader.hpp"
#include "output_path.hpp"

namespace lpsglass::app {

int deck_command(const DeckArguments& arguments) {
    const results::ResultsFile file(arguments.results);
    const std::string text = file.texts(arguments.original ? "/deck/text" : "/deck/resolved").front();
    if (arguments.output.empty()) {
        std::cout << text;
        return done;
    }
    const std::string output = behind_link(arguments.output);
    check_deck_output(output, arguments.force);
    results::write_file_atomically(output, std::as_bytes(std::span(text)));
    std::cerr << "written: " << output << '\n';
    return done;
}

} // namespace lpsglass::app

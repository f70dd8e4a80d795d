#include <filesystem>

#include "gnuplot.hpp"
#include "lpsglass/report/figure.hpp"
#include "text_output.hpp"

namespace lpsglass::report {

std::string draw(const std::vector<Figure>& figures, const std::string& folder) {
    if (figures.empty()) return "";
    const std::filesystem::path to(folder);
    std::vector<std::string> scripts;
    for (const Figure& figure : figures) {
        write_text(to / (figure.name + ".dat"), data_file(figure));
        write_text(to / (figure.name + ".gp"), script_file(figure));
        scripts.push_back(figure.name + ".gp");
    }
    return run_gnuplot(scripts, folder);
}

} // namespace lpsglass::report

#include <filesystem>
#include <iostream>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/report/report.hpp"

namespace lpsglass::app {

int report_command(const ReportArguments& arguments) {
    const std::string folder = arguments.output.empty()
                                   ? std::filesystem::path(arguments.results).stem().string() + "_report"
                                   : arguments.output;
    const report::WrittenReport written = report::write_report(arguments.results, folder, arguments.force);
    if (!written.warnings.empty()) std::cerr << "gnuplot: " << written.warnings;
    std::cout << "written: " << written.page << ", " << written.figures << " figures in "
              << (std::filesystem::path(folder) / "figures").string() << '\n';
    return done;
}

} // namespace lpsglass::app

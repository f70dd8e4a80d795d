#include <iostream>

#include <fmt/format.h>

#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/sensitivity_group.hpp"
#include "output_path.hpp"
#include "sensitivity_report.hpp"

namespace lpsglass::app {

namespace {

/// Of a snapshot: how much of the scan the tables speak of.
std::string of_unfinished(const results::ScanRows& scan) {
    if (scan.base_samples == scan.planned) return "";
    return fmt::format(
        "The file is a snapshot: {} of {} base samples are computed so far, and the others are "
        "left out.\n",
        scan.base_samples, scan.planned);
}

void check_outputs(const ShownOutputs& shown, const results::ResultsFile& file,
                   const std::vector<std::string>& names) {
    std::vector<results::OutputGroup> groups;
    for (const std::string& name : names)
        groups.push_back(results::read_outputs(file, {}, name));
    check_names(shown, groups);
}

} // namespace

int sensitivity_command(const SensitivityArguments& arguments) {
    const std::string path = behind_link(arguments.results);
    const ShownOutputs shown{arguments.all, arguments.outputs};
    scan::SensitivityOptions options;
    options.seed = arguments.seed;
    options.replicates = arguments.replicates;

    std::vector<results::NewGroup> groups;
    std::string tables, missing, shares;
    scan::Sensitivity result;
    results::ScanRows scan;
    { // the file is closed before it is changed
        const results::ResultsFile file(path);
        scan =
            results::read_scan(file, arguments.second_order ? results::Pairs::with : results::Pairs::without);
        const std::vector<std::string> names = results::output_groups(file);
        check_outputs(shown, file, names);
        for (const std::string& name : names) {
            const results::OutputGroup outputs = results::read_outputs(file, scan, name);
            result = scan::sensitivity(scan.table, outputs.values, options);
            tables += tables_of(shown, outputs, result, scan, tables.empty());
            shares += shares_of_indicators(outputs);
            missing += lines_of_missing(outputs, result);
            groups.push_back(results::group_of_outputs(outputs, result, scan));
        }
    }
    results::add_group(path, results::sensitivity_group(scan, result, options, std::move(groups)));

    std::cout << of_unfinished(scan) << tables;
    if (!shares.empty()) std::cout << "\nIndicators hold\n" << shares;
    if (!missing.empty()) std::cout << "\nWithout measures are\n" << missing;
    std::cout << '\n' << how_to_read(scan.table.design) << "written: /sensitivity in " << path << '\n';
    return done;
}

} // namespace lpsglass::app

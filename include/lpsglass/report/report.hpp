#pragma once

#include <string>

namespace lpsglass::report {

struct WrittenReport {
    std::string page;     ///< path of index.html
    std::size_t figures;  ///< number of them
    std::string warnings; ///< of gnuplot; empty if there are none
};

/// The report of a results file in a folder: index.html and figures/. A folder with an earlier report is
/// replaced: its page, and the files of its figures. Throws InputError if the results
/// cannot be used, or if the folder has other files and `force` is not given (with it they stay beside the
/// report); IoError if something cannot be written or drawn.
WrittenReport write_report(const std::string& results, const std::string& folder, bool force);

} // namespace lpsglass::report

#pragma once

#include <map>
#include <string>

#include "lpsglass/campaign/run_record.hpp"

namespace lpsglass::results {

/// What the results file tells of the program, beyond its version and revision.
struct WriterOptions {
    std::map<std::string, std::string> library_versions; ///< name -> version, e.g. NLopt -> 2.7.1
    std::string instruction_level = "x86-64";
};

/// Writes the results file (docs/results.md) in place of any file of that name: it is complete in a temporary
/// file beside `path` and on the disk before it takes the name, so that readers see all of it or nothing.
/// Throws IoError with the path and what failed, e.g. `No space left on device`; the temporary file is then
/// gone and a file that had the name before is as it was.
void write_results(const std::string& path, const campaign::RunRecord& run,
                   const WriterOptions& options = {});

/// Whether the file exists and begins as HDF5 files do.
bool is_hdf5(const std::string& path);

/// Version of the HDF5 library in use, e.g. 1.10.8.
std::string hdf5_version();

} // namespace lpsglass::results

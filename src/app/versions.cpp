#include "lpsglass/app/versions.hpp"

#include <boost/version.hpp>
#include <CLI/Version.hpp>
#include <Eigen/Core>
#include <fmt/format.h>

#include "lpsglass/core/arithmetic.hpp"
#include "lpsglass/core/instruction_level.hpp"
#include "lpsglass/core/version.hpp"
#include "lpsglass/fit/minimizer.hpp"
#include "lpsglass/parallel/communicator.hpp"
#include "lpsglass/results/writer.hpp"

namespace lpsglass::app {

std::map<std::string, std::string> library_versions() {
    return {
        {"Boost",
         fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"CLI11", CLI11_VERSION},
        {"Eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"HDF5", results::hdf5_version()},
        {"MPI", parallel::mpi_version()},
        {"NLopt", fit::nlopt_version()},
    };
}

std::string library_versions_text() {
    std::string out;
    for (const auto& [name, version] : library_versions())
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name, version);
    return out;
}

std::string version_text() {
    std::string out =
        fmt::format("lpsglass {} ({})\n{}\n", program_version(), git_revision(), build_description());
    for (const auto& [name, version] : library_versions())
        out += fmt::format("{} {}\n", name, version);
    out += fmt::format("arithmetic {}, instruction level {}", arithmetic(), name_of(instruction_level()));
    return out;
}

} // namespace lpsglass::app

#include "lpsglass/results/writer.hpp"

#include <fstream>
#include <set>
#include <span>
#include <string_view>
#include <vector>

#include "dataset_writer.hpp"
#include "groups.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "memory_file.hpp"

namespace lpsglass::results {

namespace {

/// Creates the groups above a path, in the order of the table.
class GroupMaker {
  public:
    explicit GroupMaker(hid_t file) : file_(file), properties_(group_properties(H5P_GROUP_CREATE)) {}

    void make_groups_of(const std::string& path) {
        for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
            const std::string group = path.substr(0, end);
            if (!made_.insert(group).second) continue;
            const Handle created(H5Gcreate2(file_, group.c_str(), H5P_DEFAULT, properties_, H5P_DEFAULT),
                                 H5Gclose, group);
        }
    }

  private:
    hid_t file_;
    Handle properties_;
    std::set<std::string> made_;
};

/// Calls `act` for every dataset that this run stores, once per spectrum where the path holds `<i>`.
template <class Act> void for_each_stored(const RunRecord& run, const Act& act) {
    for (const Dataset& dataset : dataset_table()) {
        const bool per_spectrum = dataset.path.find("<i>") != std::string::npos;
        const std::size_t spectra = per_spectrum ? run.spectra.size() : 1;
        for (std::size_t spectrum = 0; spectrum < spectra; ++spectrum)
            if (is_stored(dataset, run, spectrum)) act(dataset, spectrum);
    }
}

std::vector<std::byte> build(const RunRecord& run, const WriterOptions& options) {
    const Handle file = create_in_memory();
    GroupMaker groups(file);
    for_each_stored(run, [&](const Dataset& dataset, std::size_t spectrum) {
        groups.make_groups_of(path_of(dataset, spectrum));
        write_dataset(file, dataset, run, spectrum);
    });
    for_each_stored(run, [&](const Dataset& dataset, std::size_t spectrum) {
        attach_coordinates(file, dataset, spectrum);
    });
    describe_root(file, run, options);
    describe_groups(file, run);
    return image_of(file);
}

} // namespace

void write_results(const std::string& path, const RunRecord& run, const WriterOptions& options) {
    const QuietHdf5 quiet;
    std::vector<std::byte> image;
    try {
        image = build(run, options);
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot write " + path + ": " + failure.what());
    }
    write_file_atomically(path, image);
}

bool is_hdf5(const std::string& path) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    std::string begin(signature.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == signature;
}

std::string hdf5_version() {
    unsigned major = 0, minor = 0, release = 0;
    H5get_libversion(&major, &minor, &release);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

} // namespace lpsglass::results

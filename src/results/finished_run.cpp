#include "finished_run.hpp"

#include <cstdint>
#include <cstring>

#include "hdf5_handle.hpp"
#include "lpsglass/core/error.hpp"
#include "stored_values.hpp"
#include "utc_time.hpp"

namespace lpsglass::results {

namespace {

StoredValues root_attribute(hid_t file, const std::string& name) {
    return read_attribute(Handle(H5Aopen(file, name.c_str(), H5P_DEFAULT), H5Aclose, "attribute " + name),
                          name);
}

/// A single number; its stored type must be T.
template <class T> T number(const StoredValues& values) {
    if (values.bytes.size() != sizeof(T)) throw Hdf5Failure("not a single number");
    T value;
    std::memcpy(&value, values.bytes.data(), sizeof value);
    return value;
}

void count_failures(hid_t file, RunStatus& status) {
    if (check(H5Lexists(file, "/tasks/message", H5P_DEFAULT), "/tasks") == 0) return;
    for (const std::string& message :
         read_dataset(open_dataset(file, "/tasks/message"), "/tasks/message").texts)
        ++status.failed[message];
}

RunStatus read(hid_t file) {
    const StoredValues sets = read_dataset(open_dataset(file, "/tasks/status"), "/tasks/status");
    if (sets.lengths.size() != 1) throw Hdf5Failure("/tasks/status");
    RunStatus status;
    status.total = status.done = status.saved = sets.lengths[0];
    count_failures(file, status);
    const std::vector<std::string> created = root_attribute(file, "created").texts;
    const std::vector<std::string> host = root_attribute(file, "hostname").texts;
    if (created.size() != 1 || host.size() != 1) throw Hdf5Failure("attributes of the run");
    const double elapsed_s = number<double>(root_attribute(file, "elapsed_s"));
    status.updated = time_of_utc(created[0]);
    status.started = status.updated - static_cast<std::time_t>(elapsed_s);
    if (elapsed_s > 0.0) status.sets_per_second = static_cast<double>(status.total) / elapsed_s;
    status.host = host[0];
    status.ranks = number<std::int32_t>(root_attribute(file, "ranks"));
    status.finished = true;
    return status;
}

} // namespace

RunStatus status_of_results(const std::string& path) {
    const QuietHdf5 quiet;
    try {
        return read(Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                           "not an HDF5 file that can be read"));
    } catch (const Hdf5Failure& failure) {
        throw IoError("cannot read " + path + " as a results file: " + failure.what());
    }
}

} // namespace lpsglass::results

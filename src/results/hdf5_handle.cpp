#include "hdf5_handle.hpp"

namespace lpsglass::results {

namespace {

/// Takes the first entry of the error stack and ends the walk.
herr_t take_message(unsigned, const H5E_error2_t* error, void* message) {
    *static_cast<std::string*>(message) =
        std::string(error->func_name) + ": " + (error->desc != nullptr ? error->desc : "");
    return 1;
}

std::string innermost_message() {
    std::string message;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_message, &message);
    return message;
}

std::string with_cause(const std::string& what) {
    const std::string cause = innermost_message();
    return cause.empty() ? what : what + " (HDF5, " + cause + ")";
}

} // namespace

Hdf5Failure::Hdf5Failure(const std::string& what) : std::runtime_error(with_cause(what)) {}

QuietHdf5::QuietHdf5() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

QuietHdf5::~QuietHdf5() {
    H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

Handle text_type() {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "text type");
    check(H5Tset_size(type, H5T_VARIABLE), "text type");
    check(H5Tset_cset(type, H5T_CSET_UTF8), "text type");
    return type;
}

Handle simple_space(const std::vector<hsize_t>& lengths) {
    const hid_t id = lengths.empty()
                         ? H5Screate(H5S_SCALAR)
                         : H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr);
    return {id, H5Sclose, "dataspace"};
}

Handle open_group(hid_t file, const std::string& path) {
    return {H5Gopen2(file, path.c_str(), H5P_DEFAULT), H5Gclose, path};
}

Handle open_dataset(hid_t file, const std::string& path) {
    return {H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose, path};
}

} // namespace lpsglass::results

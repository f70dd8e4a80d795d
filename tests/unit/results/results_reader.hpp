#pragma once

#include <cstddef>
#include <cstdint>
#include <hdf5.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/folder.hpp"

/// Reads results files by the C library alone, sharing no code with the writer.
namespace reader {

using support::Folder;

class File {
  public:
    explicit File(const std::string& path, unsigned mode = H5F_ACC_RDONLY)
        : id_(need(H5Fopen(path.c_str(), mode, H5P_DEFAULT))) {}
    ~File() { H5Fclose(id_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    [[nodiscard]] hid_t id() const { return id_; }

    /// Also false where a group above the path is missing.
    [[nodiscard]] bool has(const std::string& path) const {
        for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
            if (need(H5Lexists(id_, path.substr(0, end).c_str(), H5P_DEFAULT)) == 0) return false;
            if (end == std::string::npos) return true;
        }
    }

    [[nodiscard]] std::vector<hsize_t> shape(const std::string& path) const {
        const hid_t dataset = need(H5Dopen2(id_, path.c_str(), H5P_DEFAULT));
        const hid_t space = H5Dget_space(dataset);
        std::vector<hsize_t> lengths(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
        H5Sget_simple_extent_dims(space, lengths.data(), nullptr);
        H5Sclose(space);
        H5Dclose(dataset);
        return lengths;
    }

    [[nodiscard]] std::vector<double> reals(const std::string& path) const {
        return numbers<double>(path, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE);
    }
    [[nodiscard]] std::vector<std::int32_t> integers(const std::string& path) const {
        return numbers<std::int32_t>(path, H5T_STD_I32LE, H5T_NATIVE_INT32);
    }
    [[nodiscard]] std::vector<std::string> texts(const std::string& path) const {
        const hid_t dataset = need(H5Dopen2(id_, path.c_str(), H5P_DEFAULT));
        const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
        if (H5Tget_cset(type) != H5T_CSET_UTF8) throw std::runtime_error(path + " is no UTF-8");
        std::vector<char*> pointers(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
        need(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()));
        std::vector<std::string> result(pointers.begin(), pointers.end());
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, pointers.data());
        H5Sclose(space);
        H5Tclose(type);
        H5Dclose(dataset);
        return result;
    }

    /// A single text attribute of a group or dataset.
    [[nodiscard]] std::string text_attribute(const std::string& path, const std::string& name) const {
        const hid_t attribute = open_attribute(path, name);
        const hid_t type = H5Aget_type(attribute);
        char* text = nullptr;
        need(H5Aread(attribute, type, &text));
        const std::string result = text;
        H5free_memory(text);
        H5Tclose(type);
        H5Aclose(attribute);
        return result;
    }
    [[nodiscard]] std::vector<int> int_attribute(const std::string& path, const std::string& name) const {
        const hid_t attribute = open_attribute(path, name);
        const hid_t space = H5Aget_space(attribute);
        std::vector<int> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
        need(H5Aread(attribute, H5T_NATIVE_INT, values.data()));
        H5Sclose(space);
        H5Aclose(attribute);
        return values;
    }

  private:
    template <class Status> static Status need(Status status) {
        if (status < 0) throw std::runtime_error("HDF5 call failed");
        return status;
    }

    [[nodiscard]] hid_t open_attribute(const std::string& path, const std::string& name) const {
        return need(H5Aopen_by_name(id_, path.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT));
    }

    template <class T> std::vector<T> numbers(const std::string& path, hid_t stored, hid_t memory) const {
        const hid_t dataset = need(H5Dopen2(id_, path.c_str(), H5P_DEFAULT));
        const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
        if (H5Tequal(type, stored) <= 0) throw std::runtime_error(path + " is stored in another type");
        std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
        need(H5Dread(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
        H5Sclose(space);
        H5Tclose(type);
        H5Dclose(dataset);
        return values;
    }

    hid_t id_;
};

} // namespace reader

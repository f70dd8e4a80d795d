#pragma once

#include <hdf5.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// The HDF5 C library with owned identifiers and exceptions.
namespace lpsglass::results {

/// A call of the HDF5 library failed. The public functions turn it into an IoError with the file.
class Hdf5Failure : public std::runtime_error {
  public:
    /// `what` was being done; the library's innermost message is added.
    explicit Hdf5Failure(const std::string& what);
};

/// Keeps the library from printing its error stack while it lives.
class QuietHdf5 {
  public:
    QuietHdf5();
    ~QuietHdf5();
    QuietHdf5(const QuietHdf5&) = delete;
    QuietHdf5& operator=(const QuietHdf5&) = delete;

  private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

/// Throws Hdf5Failure where a call reports failure by a negative number; gives the number back otherwise.
template <class Status> Status check(Status status, const std::string& what) {
    if (status < 0) throw Hdf5Failure(what);
    return status;
}

/// An owned HDF5 identifier.
class Handle {
  public:
    using Close = herr_t (*)(hid_t);

    Handle() = default;
    /// Throws Hdf5Failure if the identifier is invalid: `what` was to be opened or created.
    Handle(hid_t id, Close closing, const std::string& what) : id_(check(id, what)), close_(closing) {}
    ~Handle() {
        if (id_ >= 0) close_(id_);
    }
    Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Handle& operator=(Handle&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(close_, other.close_);
        return *this;
    }

    operator hid_t() const { return id_; }
    [[nodiscard]] bool is_open() const { return id_ >= 0; }

    /// Closes now; throws Hdf5Failure where that fails.
    void close(const std::string& what) {
        if (is_open()) check(close_(std::exchange(id_, -1)), what);
    }

  private:
    hid_t id_ = -1;
    Close close_ = nullptr;
};

/// UTF-8 text of any length.
Handle text_type();

/// A dataspace of these lengths; of a single value without any.
Handle simple_space(const std::vector<hsize_t>& lengths);

Handle open_group(hid_t file, const std::string& path);
Handle open_dataset(hid_t file, const std::string& path);

} // namespace lpsglass::results

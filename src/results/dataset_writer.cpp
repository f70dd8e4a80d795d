#include "dataset_writer.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <functional>
#include <hdf5_hl.h>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>

#include "attributes.hpp"
#include "storage.hpp"

namespace lpsglass::results {

namespace {

static_assert(std::endian::native == std::endian::little, "files and hashes hold little-endian bytes");

constexpr std::size_t kFailuresHeld = 4096; ///< rows of /tasks/failed_set and message

std::size_t product(std::span<const std::size_t> lengths) {
    return std::accumulate(lengths.begin(), lengths.end(), std::size_t{1}, std::multiplies<>());
}

template <class T> void append_bytes(T value, std::vector<std::byte>& out) {
    const auto bytes = std::as_bytes(std::span(&value, 1));
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace

DatasetWriter::DatasetWriter(hid_t file, const Dataset& dataset, const RunRecord& frame, std::size_t spectrum,
                             const ResultsFile* earlier)
    : file_(file), dataset_(dataset), frame_(frame), spectrum_(spectrum), path_(path_of(dataset, spectrum)),
      lengths_(lengths_of(dataset, frame, spectrum)), earlier_(earlier) {
    if (dataset_.kind == Kind::text) type_ = text_type();
    if (!lengths_.empty()) row_values_ = product(std::span(lengths_).subspan(1));
    if (dataset_.of_failures) {
        most_rows_ = kFailuresHeld;
        return; // created when it is known that there are any
    }
    create(lengths_, false);
    if (is_by_set(dataset_)) {
        most_rows_ = rows_of_chunk(lengths_, H5Tget_size(file_type()));
    } else {
        most_rows_ = lengths_.empty() ? 1 : lengths_[0];
        take({frame_.sets.front(), 0, spectrum_});
        flush();
    }
}

void DatasetWriter::append(const campaign::SetResult& set, std::size_t number) {
    if (!is_by_set(dataset_) || (dataset_.of_failures && !is_failed(set))) return;
    take({set, number, spectrum_});
    if (held_rows() < most_rows_) return;
    if (!out_.is_open()) create(lengths_, true);
    flush();
}

void DatasetWriter::finish() {
    if (!out_.is_open() && held_rows() > 0) create({held_rows()}, false);
    if (!out_.is_open()) return;
    flush();
    if (!dataset_.of_failures && written_ != (lengths_.empty() ? 1 : lengths_[0]))
        throw std::logic_error(path_ + ": " + std::to_string(written_) + " rows");
    describe();
}

/// Holds what is fetched; every NaN is the same NaN, whatever operation made it.
void DatasetWriter::take(const Place& at) {
    const std::size_t wanted = row_values_ * (is_by_set(dataset_) || lengths_.empty() ? 1 : lengths_[0]);
    const auto need = [&](std::size_t found) {
        if (found != wanted)
            throw std::logic_error(path_ + ": " + std::to_string(found) + " values for " +
                                   std::to_string(wanted) + " places");
    };
    if (dataset_.kind == Kind::text) {
        const std::vector<std::string> texts = dataset_.fetch_text(frame_, at);
        need(texts.size());
        held_texts_.insert(held_texts_.end(), texts.begin(), texts.end());
        return;
    }
    values_.clear();
    if (at.set.taken_from >= 0 && is_taken_over(dataset_))
        take_earlier(static_cast<std::size_t>(at.set.taken_from));
    else
        dataset_.fetch(frame_, at, values_);
    need(values_.size());
    for (const double value : values_) {
        if (dataset_.kind == Kind::integer)
            append_bytes(static_cast<std::int32_t>(value), held_);
        else
            append_bytes(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value, held_);
    }
}

/// A row of the earlier file; those that follow are read with it, since they mostly come next.
void DatasetWriter::take_earlier(std::size_t row) {
    if (row < earlier_first_ || (row - earlier_first_ + 1) * row_values_ > earlier_values_.size()) {
        const std::size_t count = std::min(most_rows_, earlier_->set_count() - row);
        earlier_values_ = earlier_->rows(path_, row, count);
        earlier_first_ = row;
    }
    const auto begin =
        earlier_values_.begin() + static_cast<std::ptrdiff_t>((row - earlier_first_) * row_values_);
    values_.assign(begin, begin + static_cast<std::ptrdiff_t>(row_values_));
}

hid_t DatasetWriter::file_type() const {
    if (dataset_.kind == Kind::text) return type_;
    return dataset_.kind == Kind::real ? H5T_IEEE_F64LE : H5T_STD_I32LE;
}

std::size_t DatasetWriter::held_rows() const {
    if (dataset_.kind == Kind::text) return held_texts_.size() / row_values_;
    return held_.size() / H5Tget_size(file_type()) / row_values_;
}

void DatasetWriter::create(const std::vector<std::size_t>& lengths, bool growing) {
    const Handle space = growing ? growing_space() : simple_space({lengths.begin(), lengths.end()});
    const Handle properties =
        growing ? growing_storage(kFailuresHeld) : storage(lengths, file_type(), dataset_.kind == Kind::text);
    const Handle access = uncached();
    out_ = {H5Dcreate2(file_, path_.c_str(), file_type(), space, H5P_DEFAULT, properties, access), H5Dclose,
            path_};
}

/// Writes what is held.
void DatasetWriter::flush() {
    const std::size_t rows = held_rows();
    if (rows == 0) return;
    if (dataset_.kind == Kind::text) {
        std::vector<const char*> pointers;
        for (const std::string& text : held_texts_) {
            if (written_ > 0 || !pointers.empty()) hash_.add(std::string_view("\0", 1));
            hash_.add(text);
            pointers.push_back(text.c_str());
        }
        write_rows(type_, pointers.data(), rows);
    } else {
        hash_.add(held_);
        write_rows(dataset_.kind == Kind::real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT32, held_.data(), rows);
    }
    held_.clear();
    held_texts_.clear();
    written_ += rows;
}

void DatasetWriter::write_rows(hid_t type, const void* values, std::size_t rows) {
    if (lengths_.empty()) {
        check(H5Dwrite(out_, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), path_);
        return;
    }
    if (dataset_.of_failures) {
        lengths_[0] += rows;
        const hsize_t length = lengths_[0];
        const Handle space(H5Dget_space(out_), H5Sclose, path_);
        if (check(H5Sget_simple_extent_npoints(space), path_) < static_cast<hssize_t>(length))
            check(H5Dset_extent(out_, &length), path_);
    }
    const Handle space(H5Dget_space(out_), H5Sclose, path_);
    std::vector<hsize_t> start(lengths_.size(), 0), count(lengths_.begin(), lengths_.end());
    start[0] = written_;
    count[0] = rows;
    check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr), path_);
    check(H5Dwrite(out_, type, simple_space(count), space, H5P_DEFAULT, values), path_);
}

void DatasetWriter::describe() {
    set_attribute(out_, "units", dataset_.units_of ? dataset_.units_of(frame_) : dataset_.units);
    set_attribute(out_, "long_name", dataset_.long_name);
    set_attribute(out_, "sha256", hash_.hex());
    for (const auto& [name, value] : dataset_.attributes)
        set_attribute(out_, name, value);
    if (!dataset_.flags.empty()) set_flags(out_, dataset_.flags);
    if (is_coordinate(dataset_)) check(H5DSset_scale(out_, dataset_.dimensions[0].c_str()), path_);
}

void DatasetWriter::attach_coordinates() const {
    if (!out_.is_open() || is_coordinate(dataset_)) return;
    results::attach_coordinates(file_, out_, path_, dataset_.dimensions);
}

} // namespace lpsglass::results

#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dataset_table.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/sha256.hpp"
#include "lpsglass/results/reader.hpp"

namespace lpsglass::results {

/// Writes one dataset, set by set where it has one row a set.
///
/// Rows are held until they fill a chunk (256 kB, or a single row that is larger), which then goes to the
/// file as a whole and past the library's own cache: what is in memory does not grow with the number of sets,
/// and where the chunks lie in the file depends on the sets alone. Throws Hdf5Failure, and std::logic_error
/// if the run's arrays have not the lengths of the layout.
class DatasetWriter {
  public:
    /// Creates the dataset; its groups exist. `dataset` and `frame` must outlive this. The values of one
    /// that has no sets are taken from the frame and its first set.
    /// Rows of sets with `taken_from` come from the file `earlier`.
    DatasetWriter(hid_t file, const Dataset& dataset, const RunRecord& frame, std::size_t spectrum,
                  const ResultsFile* earlier = nullptr);

    /// The row of one set, in the order of sets; nothing where the dataset has none of this set.
    void append(const campaign::SetResult& set, std::size_t number);

    /// The rows still held, and the attributes. Nothing is appended after it.
    void finish();

    /// Makes the coordinates of the dataset's dimensions its dimension scales; those of kCoordinates are
    /// linked into its group. All datasets must be finished.
    void attach_coordinates() const;

  private:
    void take(const Place& at);
    void take_earlier(std::size_t row);
    void flush();
    void create(const std::vector<std::size_t>& lengths, bool growing);
    void write_rows(hid_t type, const void* values, std::size_t rows);
    void describe();
    [[nodiscard]] hid_t file_type() const;
    [[nodiscard]] std::size_t held_rows() const;

    hid_t file_;
    const Dataset& dataset_;
    const RunRecord& frame_;
    std::size_t spectrum_;
    std::string path_;
    std::vector<std::size_t> lengths_; ///< of a growing dataset so far
    std::size_t row_values_ = 1;       ///< values of a row
    std::size_t most_rows_ = 1;        ///< rows held at most
    std::size_t written_ = 0;          ///< rows in the file

    const ResultsFile* earlier_;
    std::vector<double> earlier_values_; ///< rows of the earlier file, read ahead
    std::size_t earlier_first_ = 0;      ///< the first of them

    std::vector<double> values_;          ///< of the row being taken
    std::vector<std::byte> held_;         ///< numbers as stored
    std::vector<std::string> held_texts_; ///< texts
    Handle type_, out_;
    Sha256 hash_;
};

} // namespace lpsglass::results

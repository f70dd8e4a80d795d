#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lpsglass::results {

/// A results file (docs/results.md), open for reading.
///
/// Every function throws IoError with the file's path if it cannot be read, and InputError, also with what is
/// wrong, if the file has no such dataset or attribute or it is of another kind.
class ResultsFile {
  public:
    /// Throws InputError if the file does not exist, is no HDF5 file, no results file of lpsglass, or one
    /// with a layout (first number of schema_version) that this program does not know.
    explicit ResultsFile(const std::string& path);
    ~ResultsFile();
    ResultsFile(ResultsFile&&) noexcept;
    ResultsFile& operator=(ResultsFile&&) noexcept;

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Whether there is a group or dataset of this path, e.g. `/exponents` or `/exponents/alpha`.
    [[nodiscard]] bool has(const std::string& object) const;

    /// Paths of all datasets, group by group in the order of writing. A coordinate that several groups share
    /// comes once for each.
    [[nodiscard]] std::vector<std::string> datasets() const;

    /// Lengths of the dimensions; none of a single value.
    [[nodiscard]] std::vector<std::size_t> lengths(const std::string& dataset) const;

    /// All values in C order. Integers and flags come as doubles, which hold them exactly; -1 stays -1.
    [[nodiscard]] std::vector<double> numbers(const std::string& dataset) const;

    /// The same of `count` rows (of the first dimension, `set` in most) from `first` on.
    [[nodiscard]] std::vector<double> rows(const std::string& dataset, std::size_t first,
                                           std::size_t count) const;

    [[nodiscard]] std::vector<std::string> texts(const std::string& dataset) const;

    /// Of a group or dataset, `/` is the root; nothing where it has no such attribute.
    [[nodiscard]] std::optional<std::string> attribute_text(const std::string& object,
                                                            const std::string& name) const;
    /// The same of a number or several, e.g. schema_version.
    [[nodiscard]] std::optional<std::vector<double>> attribute_numbers(const std::string& object,
                                                                       const std::string& name) const;

    /// SHA-256 of the dataset's bytes as they stand in the file now; of an undamaged one it is the attribute
    /// `sha256`. Reads row by row.
    [[nodiscard]] std::string hash(const std::string& dataset) const;

    /// Lengths of a text dataset's texts as they are stored beside their places; of an undamaged one they are
    /// those of texts().
    [[nodiscard]] std::vector<std::size_t> stored_text_lengths(const std::string& dataset) const;

    /// SHA-256 of all attributes as they stand in the file now; of an undamaged one it is the root attribute
    /// `attributes_sha256`.
    [[nodiscard]] std::string attribute_hash() const;

    /// Whether the dataset holds texts, not numbers.
    [[nodiscard]] bool holds_texts(const std::string& dataset) const;

    /// The resolved deck, as TOML.
    [[nodiscard]] std::string resolved_deck() const;

    /// n_S
    [[nodiscard]] std::size_t set_count() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
    std::string path_;
};

} // namespace lpsglass::results

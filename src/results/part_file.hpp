#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lpsglass/core/work.hpp"
#include "lpsglass/results/run_identity.hpp"

/// A part file: finished items of a run in HDF5. Datasets `item` (rising), `offset` (of each item's bytes in
/// the payload, and the payload's length) and `payload`, each with the attribute `sha256`; the root has the
/// identity of the run. The name holds the begin of the whole file's SHA-256.
namespace lpsglass::results {

/// The file is no part, was changed, or is of another run.
class BadPart : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

using PartEntry = std::pair<Item, std::shared_ptr<const Bytes>>;

/// A part about to be written.
struct PartImage {
    std::string name; ///< e.g. part-000012-0123456789abcdef.h5
    std::vector<std::byte> bytes;
    std::uint64_t payload_at = 0; ///< place of the payload in the file
};

/// What a part holds, without the payload itself.
struct PartContent {
    std::vector<Item> items;            ///< rising
    std::vector<std::uint64_t> offsets; ///< one more than items, from the begin of the file
    std::string build;                  ///< build_of() of the program that wrote it
};

/// Entries are sorted by item. Throws IoError.
PartImage make_part(const RunIdentity& identity, std::uint64_t number, const std::vector<PartEntry>& entries);

/// Whether a file's name is that of a part, and its number.
bool is_part_name(const std::string& name, std::uint64_t& number);

/// Reads and checks all of a part. Throws BadPart with the reason; IoError where the machine failed, and the
/// part may be good.
PartContent read_part(const std::string& path, const RunIdentity& identity);

} // namespace lpsglass::results

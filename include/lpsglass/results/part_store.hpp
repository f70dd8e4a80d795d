#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "lpsglass/core/work.hpp"
#include "lpsglass/results/owner_lock.hpp"
#include "lpsglass/results/run_identity.hpp"

/// Finished work items of a run on the disk while the run is on: immutable part files in `FILE.parts/`
/// (docs/results.md). A part has been synced before it gets its name, so whatever part exists is whole.
namespace lpsglass::results {

class PartReader;

/// Where the parts of a results file lie.
std::string parts_directory(const std::string& results_path);

/// Whether the directory holds the work of a run, be it at work or interrupted.
bool holds_parts(const std::string& directory);

/// Removes what a crash left of a directory whose run is complete, if it did; not one that holds a run or has
/// an owner.
void remove_litter(const std::string& directory) noexcept;

/// How the parts of an earlier run are met.
enum class PartStart {
    fresh,     ///< refused
    overwrite, ///< removed
    resume     ///< gone on with; refused where there are none
};

struct PartStoreOptions {
    bool accept_other_build = false; ///< of the program or its arithmetic
    std::chrono::milliseconds wait_for_owner = std::chrono::seconds(5);
};

/// The items of one run, on the disk or in memory until the next flush. All functions may be called from
/// several threads. Flushing and opening use the HDF5 library, the others do not.
/// Memory: 16 bytes for each item of the run, some 60 for each part of one (kInnerItem), and what was added
/// since the last flush with some 150 bytes more for each item; while that is flushed, and while a part of
/// its size is checked at the start, three times as much.
class PartStore {
  public:
    /// Opens the directory as its only writer. A part that is damaged is set aside (`.bad`), so that its
    /// items count as not done; left-over temporary files go. Throws InputError where another process owns
    /// the directory, where there is (fresh) or is not (resume) an earlier run in it, or where that is of
    /// another deck or build; IoError.
    PartStore(const std::string& directory, RunIdentity identity, PartStart start,
              const PartStoreOptions& options = {});

    /// Opens the directory to read what is in it now, at work or interrupted; changes nothing, and add() and
    /// flush() may not be called. Damaged parts are passed over. Throws InputError where it holds no run;
    /// IoError.
    explicit PartStore(const std::string& directory);

    ~PartStore();
    PartStore(const PartStore&) = delete;
    PartStore& operator=(const PartStore&) = delete;

    /// Takes the result of an item; one that is there already is not replaced.
    void add(Item item, Bytes bytes);

    [[nodiscard]] bool contains(Item item) const;

    /// The result of an item. Throws std::out_of_range where there is none; IoError.
    [[nodiscard]] Bytes read(Item item) const;

    /// Puts everything in memory onto the disk as one new part; gives the number of items. Throws IoError
    /// with path and reason, e.g. `No space left on device`: then all is in memory as before, and may be
    /// flushed later.
    std::size_t flush();

    [[nodiscard]] std::size_t buffered_bytes() const;
    [[nodiscard]] Item items_done() const;  ///< in memory and on the disk
    [[nodiscard]] Item items_saved() const; ///< on the disk
    [[nodiscard]] std::size_t parts() const;

    /// The run's identity; with a resumed run that of its first start.
    [[nodiscard]] const RunIdentity& identity() const { return identity_; }

    /// Every build (build_of) that wrote parts found at the start.
    [[nodiscard]] const std::set<std::string>& builds() const { return builds_; }

    /// What was wrong with the parts found, one sentence each.
    [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

    [[nodiscard]] const std::string& directory() const { return directory_; }

    /// Gives the directory free under another name, which nothing may have; the store is closed then. Throws
    /// IoError.
    void close_as(const std::string& directory);

    /// Removes all parts and the directory: for when the results file stands. The store is empty then, and no
    /// more to be used. What cannot be removed stays.
    void remove_all() noexcept;

  private:
    /// Where the bytes of an item are.
    struct Place {
        std::uint32_t part = 0; ///< from 1; 0: not on the disk
        std::uint32_t length = 0;
        std::uint64_t offset = 0; ///< from the begin of the file
    };

    void load_parts(bool read_only);
    Place& place_of(Item item);
    [[nodiscard]] Place found(Item item) const;
    void take_part(std::uint32_t part, const std::vector<Item>& items,
                   const std::vector<std::uint64_t>& offsets);

    std::string directory_;
    RunIdentity identity_;
    RunIdentity writer_; ///< identity in new parts: the run's, with the build at work
    std::optional<OwnerLock> lock_;
    std::unique_ptr<PartReader> reader_;
    std::set<std::string> builds_;
    std::vector<std::string> remarks_;

    mutable std::mutex state_;               ///< of what follows
    std::vector<Place> places_;              ///< of the run's items
    std::unordered_map<Item, Place> others_; ///< of parts of items
    std::map<Item, std::shared_ptr<const Bytes>> buffer_;
    std::size_t buffered_bytes_ = 0;
    Item saved_ = 0;

    std::mutex flush_; ///< one flush at a time
    std::uint64_t next_number_ = 1;
};

} // namespace lpsglass::results

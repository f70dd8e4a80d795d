#include "lpsglass/results/part_store.hpp"

#include <cstdio>
#include <filesystem>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "part_directory.hpp"
#include "part_file.hpp"
#include "part_reader.hpp"
#include "write_step.hpp"

namespace lpsglass::results {

namespace {

std::string identity_path(const std::string& directory) {
    return directory + "/" + kIdentityName;
}

RunIdentity read_identity(const std::string& directory) {
    const std::string path = identity_path(directory);
    return parse_identity_file(text_of_file(path), path);
}

/// The run of the directory: that of an earlier start, or now this one. Its owner calls it.
RunIdentity begin_or_resume(const std::string& directory, const RunIdentity& identity, PartStart start,
                            bool accept_other_build) {
    remove_temporaries(directory);
    const bool there = holds_parts(directory);
    if (start == PartStart::resume) {
        if (!there) throw InputError(directory + " holds no interrupted run to resume");
        RunIdentity stored = read_identity(directory);
        check_same_run(stored, identity, accept_other_build, directory);
        return stored;
    }
    if (there && start == PartStart::fresh)
        throw InputError(directory +
                         " holds an interrupted run (--resume goes on with it, --force begins anew)");
    remove_run(directory);
    const std::string text = identity_file(identity);
    write_file_atomically(identity_path(directory), std::as_bytes(std::span(text)));
    return identity;
}

} // namespace

std::string parts_directory(const std::string& results_path) {
    return results_path + ".parts";
}

bool holds_parts(const std::string& directory) {
    std::error_code none;
    return std::filesystem::exists(identity_path(directory), none);
}

void remove_litter(const std::string& directory) noexcept {
    std::error_code none;
    if (!std::filesystem::is_directory(directory, none)) return;
    try {
        OwnerLock lock(directory, std::chrono::milliseconds(0));
        if (!holds_parts(directory)) remove_run(directory);
        lock.release(); // and with it the directory, if it is empty
    } catch (const std::exception&) {
        // Litter may lie; a run that has just begun there may not be disturbed.
    }
}

PartStore::PartStore(const std::string& directory, RunIdentity identity, PartStart start,
                     const PartStoreOptions& options)
    : directory_(directory), writer_(std::move(identity)), reader_(std::make_unique<PartReader>()) {
    if (start == PartStart::resume && !holds_parts(directory))
        throw InputError(directory + " holds no interrupted run to resume");
    lock_.emplace(directory, options.wait_for_owner);
    identity_ = begin_or_resume(directory, writer_, start, options.accept_other_build);
    load_parts(false);
    for (const std::string& build : builds_) {
        if (build != build_of(writer_) && !options.accept_other_build)
            throw InputError(
                directory + " holds work of " + build + "; this is " + build_of(writer_) +
                ": their results may differ in the last bits (--accept-other-build goes on all the "
                "same)");
    }
}

PartStore::PartStore(const std::string& directory)
    : directory_(directory), reader_(std::make_unique<PartReader>()) {
    if (!holds_parts(directory)) throw InputError(directory + " holds no run");
    identity_ = read_identity(directory);
    load_parts(true);
}

PartStore::~PartStore() = default;

void PartStore::load_parts(bool read_only) {
    places_.resize(identity_.total_items);
    for (const auto& [name, number] : part_names(directory_)) {
        const std::string path = directory_ + "/" + name;
        next_number_ = number + 1;
        try {
            const PartContent content = read_part(path, identity_);
            take_part(reader_->add(path), content.items, content.offsets);
            builds_.insert(content.build);
        } catch (const BadPart& bad) {
            if (!read_only) set_aside(directory_, name);
            remarks_.push_back(path + " is damaged and " +
                               (read_only ? "passed over" : "set aside as " + name + ".bad") + ": " +
                               bad.what());
        }
    }
}

PartStore::Place& PartStore::place_of(Item item) {
    return item < places_.size() ? places_[item] : others_[item];
}

PartStore::Place PartStore::found(Item item) const {
    if (item < places_.size()) return places_[item];
    const auto other = others_.find(item);
    return other == others_.end() ? Place{} : other->second;
}

void PartStore::take_part(std::uint32_t part, const std::vector<Item>& items,
                          const std::vector<std::uint64_t>& offsets) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        Place& place = place_of(items[i]);
        if (place.part != 0) continue;
        place = {part, static_cast<std::uint32_t>(offsets[i + 1] - offsets[i]), offsets[i]};
        ++saved_;
    }
}

void PartStore::add(Item item, Bytes bytes) {
    if (!lock_) throw std::logic_error("a part store that was opened to read takes no items");
    if (item >= identity_.total_items && item < kInnerItem)
        throw std::out_of_range("an item beyond the last of the run");
    if (bytes.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error("the result of an item has more than 4 GiB");
    const std::size_t size = bytes.size();
    auto shared = std::make_shared<const Bytes>(std::move(bytes));
    const std::scoped_lock lock(state_);
    if (found(item).part != 0 || !buffer_.try_emplace(item, std::move(shared)).second) return;
    buffered_bytes_ += size;
}

bool PartStore::contains(Item item) const {
    const std::scoped_lock lock(state_);
    return found(item).part != 0 || buffer_.contains(item);
}

Bytes PartStore::read(Item item) const {
    Place place;
    {
        const std::scoped_lock lock(state_);
        if (const auto buffered = buffer_.find(item); buffered != buffer_.end()) return *buffered->second;
        place = found(item);
    }
    if (place.part == 0) throw std::out_of_range("an item that is not done was to be read");
    return reader_->read(place.part, place.offset, place.length);
}

std::size_t PartStore::flush() {
    if (!lock_) throw std::logic_error("a part store that was opened to read is not flushed");
    const std::scoped_lock one_at_a_time(flush_);
    std::vector<PartEntry> entries;
    {
        const std::scoped_lock lock(state_);
        entries.assign(buffer_.begin(), buffer_.end());
    }
    if (entries.empty()) return 0;
    const PartImage image = make_part(writer_, next_number_, entries);
    const std::string path = directory_ + "/" + image.name;
    write_file_atomically(path, image.bytes);

    std::vector<Item> items;
    std::vector<std::uint64_t> offsets{image.payload_at};
    for (const auto& [item, bytes] : entries) {
        items.push_back(item);
        offsets.push_back(offsets.back() + bytes->size());
    }
    const std::uint32_t part = reader_->add(path);
    const std::scoped_lock lock(state_);
    take_part(part, items, offsets);
    for (const auto& [item, bytes] : entries) {
        buffer_.erase(item);
        buffered_bytes_ -= bytes->size();
    }
    ++next_number_;
    return items.size();
}

std::size_t PartStore::buffered_bytes() const {
    const std::scoped_lock lock(state_);
    return buffered_bytes_;
}

Item PartStore::items_done() const {
    const std::scoped_lock lock(state_);
    return saved_ + buffer_.size();
}

Item PartStore::items_saved() const {
    const std::scoped_lock lock(state_);
    return saved_;
}

std::size_t PartStore::parts() const {
    return reader_->files();
}

void PartStore::close_as(const std::string& directory) {
    lock_.reset(); // the owner's file must not go along
    before("rename");
    if (rename(directory_.c_str(), directory.c_str()) != 0) throw write_failure(directory, "rename");
    sync_directory_of(directory);
}

void PartStore::remove_all() noexcept {
    try {
        remove_run(directory_);
    } catch (const IoError&) {
        // The results file stands: what is left here is but litter.
    }
    if (lock_) lock_->release();
}

} // namespace lpsglass::results

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/fault_injection.hpp"
#include "lpsglass/results/part_store.hpp"
#include "made_up_items.hpp"
#include "processes.hpp"
#include "results_reader.hpp"
#include "small_files.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::identity;
using reader::Folder;
using results::PartStart;
using results::PartStore;

namespace {

constexpr Item kItems = 40;

/// The longest items of the second part make it longer than two pieces of writing: a kill tears it.
Bytes result_of(Item item) {
    return made_up::result_of(item, item / 10 == 1 ? 600'000 : 100);
}

std::atomic<long> steps_left{0};

void kill_when_none_is_left(std::string_view) {
    if (steps_left-- == 0) raise(SIGKILL);
}

void fail_when_none_is_left(std::string_view step) {
    if (steps_left-- == 0) throw IoError("no " + std::string(step));
}

/// While it lives, the hook acts before step `step`, counted from 0.
class Fault {
  public:
    Fault(results::WriteStepHook hook, long step) {
        steps_left = step;
        results::set_write_step_hook(hook);
    }
    ~Fault() { results::set_write_step_hook(nullptr); }
    Fault(const Fault&) = delete;
    Fault& operator=(const Fault&) = delete;
};

std::string io_error(const std::function<void()>& work) {
    try {
        work();
    } catch (const IoError& error) {
        return error.what();
    }
    return "no IoError";
}

void add_ten(PartStore& store, Item from) {
    for (Item item = from; item < from + 10; ++item)
        store.add(item, result_of(item));
}

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> names;
    if (std::filesystem::exists(directory))
        for (const auto& entry : std::filesystem::directory_iterator(directory))
            names.push_back(entry.path().filename().string());
    return names;
}

bool has_temporary(const std::string& directory) {
    for (const std::string& name : names_in(directory))
        if (name.find(".tmp-") != std::string::npos) return true;
    return false;
}

/// Whether the first `items` are all there and everything that is there is as it was.
bool holds_first(const PartStore& store, Item items) {
    for (Item item = 0; item < kItems; ++item) {
        if (item < items && !store.contains(item)) return false;
        if (store.contains(item) && store.read(item) != result_of(item)) return false;
    }
    return true;
}

/// Tries a work that begins in a new directory with a kill at every one of its steps, until it gets through.
/// `after(directory, acknowledged)` looks at what is left; gives the number of kills.
template <class Prepare, class Work, class After>
int with_kills(const Prepare& prepare, const Work& work, const After& after) {
    for (int step = 0;; ++step) {
        const Folder folder;
        const std::string directory = folder.file("x.h5.parts");
        prepare(directory);
        processes::Child child([&](const auto& acknowledge) {
            const Fault fault(kill_when_none_is_left, step);
            work(directory, acknowledge);
        });
        Item acknowledged = 0;
        while (child.acknowledged())
            ++acknowledged;
        const bool killed = child.wait();
        INFO("killed before step " << step);
        if (!killed) REQUIRE(child.exit_status() == 0);
        after(directory, acknowledged);
        if (!killed) return step;
    }
}

void three_flushes(const std::string& directory) {
    PartStore store(directory, identity(kItems), PartStart::fresh);
    for (const Item from : {0, 10, 20}) {
        add_ten(store, from);
        store.flush();
    }
}

const auto no_preparation = [](const std::string&) {};

} // namespace

TEST_CASE("A run that is killed before any step loses nothing that was flushed", "[parts][kill]") {
    const int kills = with_kills(
        no_preparation,
        [](const std::string& directory, const auto& acknowledge) {
            PartStore store(directory, identity(kItems), PartStart::fresh);
            for (const Item from : {0, 10, 20}) {
                add_ten(store, from);
                store.flush();
                acknowledge();
            }
        },
        [](const std::string& directory, Item acknowledged) {
            const bool begun = results::holds_parts(directory);
            CHECK((begun || acknowledged == 0));
            if (begun) { // a reader sees no more and no less than the run that resumes
                const PartStore reader(directory);
                CHECK(reader.remarks().empty());
                CHECK(holds_first(reader, 10 * acknowledged));
            }
            PartStore store(directory, identity(kItems), begun ? PartStart::resume : PartStart::fresh);
            CHECK(store.remarks().empty());
            CHECK(store.items_done() >= 10 * acknowledged);
            CHECK(store.items_done() <= 10 * (acknowledged + 1));
            CHECK(store.items_done() % 10 == 0); // a part is there as a whole or not at all
            CHECK(holds_first(store, 10 * acknowledged));
            CHECK_FALSE(has_temporary(directory));
            for (Item from = 0; from < kItems; from += 10)
                add_ten(store, from);
            store.flush();
            CHECK(holds_first(store, kItems));
        });
    // For each of three parts: create, write (thrice for the second), fsync, close, rename, directory,
    // written; before them the directory, its owner and the identity.
    CHECK(kills >= 3 * 7 + 2);
}

TEST_CASE("A resume that is killed before any step can be resumed", "[parts][kill]") {
    const int kills = with_kills(
        [](const std::string& directory) {
            three_flushes(directory);
            for (const std::string& name : names_in(directory))
                if (name.starts_with("part-000002"))
                    std::filesystem::resize_file(directory + "/" + name, 3000);
            for (const char* name : {"/identity.tmp-1-0", "/part-000004-0123456789abcdef.h5.tmp-1-0"})
                std::filesystem::copy_file(directory + "/identity", directory + name);
        },
        [](const std::string& directory, const auto& acknowledge) {
            PartStore store(directory, identity(kItems), PartStart::resume);
            add_ten(store, 10);
            store.flush();
            acknowledge();
        },
        [](const std::string& directory, Item acknowledged) {
            const PartStore store(directory, identity(kItems), PartStart::resume);
            CHECK_FALSE(has_temporary(directory));
            CHECK(store.items_done() >= (acknowledged > 0 ? 30 : 20));
            CHECK(holds_first(store, 10));
            for (Item item = 20; item < 30; ++item)
                CHECK(store.contains(item));
        });
    CHECK(kills >= 2 + 1 + 7); // two temporary files, the damaged part, the new one
}

TEST_CASE("A clean-up that is killed before any step leaves a run or none", "[parts][kill]") {
    with_kills(
        three_flushes,
        [](const std::string& directory, const auto&) {
            PartStore store(directory, identity(kItems), PartStart::resume);
            store.remove_all();
        },
        [](const std::string& directory, Item) {
            if (results::holds_parts(directory)) {
                const PartStore store(directory, identity(kItems), PartStart::resume);
                CHECK(holds_first(store, 30));
            } else {
                PartStore store(directory, identity(kItems), PartStart::fresh);
                CHECK(store.items_done() == 0);
                store.remove_all();
                CHECK_FALSE(std::filesystem::exists(directory));
            }
        });
}

TEST_CASE("A start over an older run that is killed leaves the older run or none of it", "[parts][kill]") {
    auto other = identity(kItems);
    other.deck_sha256 = std::string(64, 'd');
    with_kills(
        three_flushes,
        [&](const std::string& directory, const auto&) { PartStore(directory, other, PartStart::overwrite); },
        [&](const std::string& directory, Item) {
            const bool old = results::holds_parts(directory) &&
                             PartStore(directory).identity().deck_sha256 == identity().deck_sha256;
            if (old) {
                const PartStore store(directory, identity(kItems), PartStart::resume);
                CHECK(holds_first(store, 30));
            } else {
                const bool begun = results::holds_parts(directory);
                const PartStore store(directory, other, begun ? PartStart::resume : PartStart::fresh);
                CHECK(store.items_done() == 0);
                CHECK(store.remarks().empty());
            }
        });
}

TEST_CASE("A flush that fails at any step keeps all in memory, and can be tried again", "[parts][full]") {
    bool failed = true;
    for (int step = 0; failed; ++step) {
        INFO("step " << step);
        const Folder folder;
        const std::string directory = folder.file("p");
        {
            PartStore store(directory, identity(kItems), PartStart::fresh);
            add_ten(store, 10);
            const std::size_t bytes = store.buffered_bytes();
            try {
                const Fault fault(fail_when_none_is_left, step);
                store.flush();
                failed = false;
            } catch (const IoError&) {
                CHECK(store.buffered_bytes() == bytes);
                CHECK(store.items_saved() == 0);
                CHECK(store.items_done() == 10);
            }
            CHECK_FALSE(has_temporary(directory));
            add_ten(store, 0);
            CHECK(store.flush() == (failed ? 20 : 10));
            CHECK(holds_first(store, 20));
        }
        const PartStore store(directory, identity(kItems), PartStart::resume);
        CHECK(store.items_done() == 20);
        CHECK(holds_first(store, 20));
    }
}

TEST_CASE("A full disk is told, loses nothing, and is overcome", "[parts][full]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    {
        PartStore store(directory, identity(kItems), PartStart::fresh);
        add_ten(store, 0);
        store.flush();
        add_ten(store, 10);
        std::string error;
        {
            const SmallFiles small(20'000);
            for (int again = 0; again < 3; ++again)
                error = io_error([&] { store.flush(); });
        }
        CHECK(error.starts_with("cannot write " + directory + "/part-000002-"));
        CHECK(error.ends_with(": write: File too large"));
        CHECK_FALSE(has_temporary(directory));
        CHECK(holds_first(store, 20));
        CHECK(store.items_saved() == 10);
        add_ten(store, 20);
        CHECK(store.flush() == 20);
        CHECK(store.parts() == 2);
    }
    const PartStore store(directory, identity(kItems), PartStart::resume);
    CHECK(store.remarks().empty());
    CHECK(holds_first(store, 30));
}

TEST_CASE("A directory that cannot be written is told, and its run can go on later", "[parts][full]") {
    if (geteuid() == 0) {
        WARN("not checked: root may write into any directory");
        return;
    }
    const Folder folder;
    const std::string directory = folder.file("p");
    PartStore store(directory, identity(kItems), PartStart::fresh);
    add_ten(store, 0);
    REQUIRE(chmod(directory.c_str(), 0555) == 0);
    CHECK(io_error([&] { store.flush(); }).ends_with(": temporary file: Permission denied"));
    CHECK(io_error([&] {
              PartStore(directory + "/below", identity(kItems), PartStart::fresh);
          }).ends_with(": Permission denied"));
    REQUIRE(chmod(directory.c_str(), 0755) == 0);
    CHECK(store.flush() == 10);
}

TEST_CASE("A directory that went away is told", "[parts][full]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    PartStore store(directory, identity(kItems), PartStart::fresh);
    add_ten(store, 0);
    std::filesystem::remove_all(directory);
    CHECK(io_error([&] { store.flush(); }).ends_with(": temporary file: No such file or directory"));
    CHECK(holds_first(store, 10));
}

TEST_CASE("Items may be added and read while others are flushed", "[parts][threads]") {
    constexpr Item kMany = 4000;
    const auto small_result = [](Item item) { return made_up::result_of(item); };
    const Folder folder;
    std::atomic<bool> all_added{false}, same{true};
    {
        PartStore store(folder.file("p"), identity(kMany), PartStart::fresh);
        std::vector<std::thread> threads;
        for (Item first : {0, 1}) // both add every third item: it is taken once
            threads.emplace_back([&, first] {
                for (Item item = 0; item < kMany; ++item)
                    if (item % 3 == 0 || item % 2 == first) store.add(item, small_result(item));
            });
        threads.emplace_back([&] {
            while (!all_added)
                store.flush();
        });
        threads.emplace_back([&] {
            while (!all_added)
                for (Item item = 0; item < kMany; item += 7)
                    if (store.contains(item) && store.read(item) != small_result(item)) same = false;
        });
        threads[0].join();
        threads[1].join();
        all_added = true;
        threads[2].join();
        threads[3].join();
        CHECK(same);
        CHECK(store.items_done() == kMany);
        store.flush();
        CHECK(store.buffered_bytes() == 0);
    }
    const PartStore store(folder.file("p"), identity(kMany), PartStart::resume);
    CHECK(store.items_done() == kMany);
    for (Item item = 0; item < kMany; ++item)
        same = same && store.read(item) == small_result(item);
    CHECK(same);
}

#include "lpsglass/results/part_store.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "lpsglass/core/error.hpp"
#include "lpsglass/core/sha256.hpp"
#include "made_up_items.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using made_up::identity;
using made_up::result_of;
using reader::Folder;
using results::PartStart;
using results::PartStore;

namespace {

/// What opening throws as InputError.
template <class Open> std::string refusal(const Open& open) {
    try {
        open();
    } catch (const InputError& error) {
        return error.what();
    }
    return "no InputError";
}

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> part_paths(const std::string& directory) {
    std::vector<std::string> paths;
    for (const std::string& name : names_in(directory))
        if (name.starts_with("part-")) paths.push_back(directory + "/" + name);
    return paths;
}

void add_items(PartStore& store, Item from, Item to) {
    for (Item item = from; item < to; ++item)
        store.add(item, result_of(item));
}

} // namespace

TEST_CASE("Items are read back from memory, from parts, and by the next run", "[parts]") {
    const Folder folder;
    const std::string directory = results::parts_directory(folder.file("x.h5"));
    CHECK(directory == folder.file("x.h5.parts"));
    CHECK_FALSE(results::holds_parts(directory));
    {
        PartStore store(directory, identity(), PartStart::fresh);
        CHECK(results::holds_parts(directory));
        // Out of order: what is asked for is found by its number.
        for (const Item item : {7, 3, 99, 0})
            store.add(item, result_of(item));
        CHECK(store.items_done() == 4);
        CHECK(store.items_saved() == 0);
        CHECK(store.buffered_bytes() ==
              result_of(7).size() + result_of(3).size() + result_of(99).size() + result_of(0).size());
        CHECK(store.flush() == 4);
        CHECK(store.buffered_bytes() == 0);
        CHECK(store.items_saved() == 4);
        store.add(50, result_of(50));
        CHECK(store.flush() == 1);
        store.add(51, result_of(51)); // lost: the run ends without a flush
        for (const Item item : {51, 50, 0, 99, 3, 7})
            CHECK(store.read(item) == result_of(item));
        CHECK(store.parts() == 2);
    }
    PartStore store(directory, identity(), PartStart::resume);
    CHECK(store.items_done() == 5);
    for (const Item item : {50, 7, 0, 3, 99})
        CHECK(store.read(item) == result_of(item));
    CHECK_FALSE(store.contains(51));
    CHECK_FALSE(store.contains(1000));
    CHECK_THROWS_AS(store.read(51), std::out_of_range);
    CHECK_THROWS_AS(store.read(100), std::out_of_range);
    CHECK_THROWS_AS(store.add(100, {}), std::out_of_range);
    CHECK(store.remarks().empty());

    // What is written next takes the next number.
    store.add(51, result_of(51));
    CHECK(store.flush() == 1);
    CHECK(names_in(directory).size() == 5); // identity, owner, three parts
    CHECK(part_paths(directory).back().find("/part-000003-") != std::string::npos);
}

TEST_CASE("An item that is there is not replaced", "[parts]") {
    const Folder folder;
    PartStore store(folder.file("p"), identity(), PartStart::fresh);
    store.add(1, result_of(1));
    store.add(1, result_of(2));
    CHECK(store.buffered_bytes() == result_of(1).size());
    store.flush();
    store.add(1, result_of(2));
    CHECK(store.buffered_bytes() == 0);
    CHECK(store.flush() == 0);
    CHECK(store.items_done() == 1);
    CHECK(store.read(1) == result_of(1));
    CHECK(store.parts() == 1); // nothing to write, no part
}

TEST_CASE("Items without bytes are items", "[parts]") {
    const Folder folder;
    {
        PartStore store(folder.file("p"), identity(), PartStart::fresh);
        store.add(4, {});
        store.flush();
        CHECK(store.read(4).empty());
    }
    const PartStore store(folder.file("p"), identity(), PartStart::resume);
    CHECK(store.contains(4));
    CHECK(store.read(4).empty());
    CHECK(store.remarks().empty());
}

TEST_CASE("A part opens in any HDF5 reader", "[parts]") {
    const Folder folder;
    PartStore store(folder.file("p"), identity(), PartStart::fresh);
    store.add(9, {std::byte{1}, std::byte{2}});
    store.add(4, {std::byte{3}});
    store.flush();
    const reader::File part(part_paths(folder.file("p")).at(0));
    CHECK(part.text_attribute("/", "file_type") == "lpsglass part");
    CHECK(part.text_attribute("/", "deck_sha256") == std::string(64, 'a'));
    CHECK(part.text_attribute("/", "program_version") == "1.2.3");
    CHECK(part.text_attribute("/", "git_revision") == "abc1234");
    CHECK(part.text_attribute("/", "arithmetic") == "x86-64, libm 01234567");
    CHECK(part.text_attribute("/", "instruction_level") == "x86-64-v3");
    CHECK(part.text_attribute("/", "items") == "2");
    CHECK(part.text_attribute("/", "part") == "1");
    CHECK(part.shape("/item") == std::vector<hsize_t>{2});
    CHECK(part.shape("/offset") == std::vector<hsize_t>{3});
    CHECK(part.shape("/payload") == std::vector<hsize_t>{3});
    // sha256sum of the bytes 3 1 2, by coreutils.
    CHECK(part.text_attribute("/payload", "sha256") ==
          "303b5b4489ae81c98f0acfa33ecbdfde3b4918715b1ae08b49e9381cdb66a4a0");
}

TEST_CASE("How a run starts is checked against what is there", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    CHECK(refusal([&] { PartStore(directory, identity(), PartStart::resume); }) ==
          directory + " holds no interrupted run to resume");
    CHECK(refusal([&] { PartStore store(directory); }) == directory + " holds no run");
    CHECK(folder.files() == 0); // a refusal leaves nothing
    {
        PartStore store(directory, identity(), PartStart::fresh);
        add_items(store, 0, 10);
        store.flush();
    }
    CHECK(refusal([&] { PartStore(directory, identity(), PartStart::fresh); }) ==
          directory + " holds an interrupted run (--resume goes on with it, --force begins anew)");
    {
        const PartStore store(directory, identity(20), PartStart::overwrite);
        CHECK(store.items_done() == 0);
        CHECK(names_in(directory) == std::vector<std::string>{"identity", "owner"});
    }
    CHECK(refusal([&] {
              PartStore(directory, identity(), PartStart::resume);
          }).find("of a run of 20 items, this one has 100") != std::string::npos);
    CHECK(names_in(directory) == std::vector<std::string>{"identity"}); // the owner is gone
}

TEST_CASE("Another deck or build is refused, and told apart", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    {
        PartStore store(directory, identity(), PartStart::fresh);
        add_items(store, 0, 10);
        store.flush();
    }
    auto other_deck = identity();
    other_deck.deck_sha256 = std::string(64, 'b');
    other_deck.resolved_deck = "schema = 1\n\n[structure]\nselenium_tilt = 3.0\n";
    CHECK(refusal([&] {
              PartStore(directory, other_deck, PartStart::resume);
          }).find("\n  structure.selenium_tilt: 2.5 -> 3.0\n") != std::string::npos);

    auto other_build = identity();
    other_build.machine.arithmetic = "x86-64, libm 89abcdef";
    const std::string message = refusal([&] { PartStore(directory, other_build, PartStart::resume); });
    CHECK(message.find("lpsglass 1.2.3 (abc1234), x86-64, libm 01234567; this is lpsglass 1.2.3 (abc1234), "
                       "x86-64, libm 89abcdef") != std::string::npos);
    {
        results::PartStoreOptions options;
        options.accept_other_build = true;
        PartStore store(directory, other_build, PartStart::resume, options);
        CHECK(store.items_done() == 10);
        CHECK(store.identity().machine.arithmetic == "x86-64, libm 01234567");
        add_items(store, 10, 20);
        store.flush();
    }
    // The first build is refused the parts of the second in its turn.
    CHECK(refusal([&] { PartStore(directory, identity(), PartStart::resume); }).find("89abcdef") !=
          std::string::npos);
    const PartStore store(directory);
    CHECK(store.items_done() == 20);
    CHECK(store.builds() == std::set<std::string>{"lpsglass 1.2.3 (abc1234), x86-64, libm 01234567",
                                                  "lpsglass 1.2.3 (abc1234), x86-64, libm 89abcdef"});
}

TEST_CASE("A run at work can be read, and is not changed by it", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    PartStore writer(directory, identity(), PartStart::fresh);
    add_items(writer, 0, 10);
    writer.flush();
    add_items(writer, 10, 20);
    std::ofstream(directory + "/part-000002-0000000000000000.h5.tmp-1-0") << "at work";
    const auto before = names_in(directory);
    PartStore snapshot(directory);
    CHECK(snapshot.items_done() == 10);
    CHECK(snapshot.read(9) == result_of(9));
    CHECK(snapshot.identity().notes == identity().notes);
    CHECK(snapshot.identity().resolved_deck == identity().resolved_deck);
    CHECK_THROWS_AS(snapshot.add(50, {}), std::logic_error);
    CHECK_THROWS_AS(snapshot.flush(), std::logic_error);
    CHECK(names_in(directory) == before);
}

TEST_CASE("A damaged part is set aside, and its items count as not done", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    {
        PartStore store(directory, identity(), PartStart::fresh);
        for (Item item = 0; item < 30; item += 10) {
            add_items(store, item, item + 10);
            store.flush();
        }
    }
    const auto parts = part_paths(directory);
    REQUIRE(parts.size() == 3);
    SECTION("cut off") {
        std::filesystem::resize_file(parts[1], std::filesystem::file_size(parts[1]) - 1);
    }
    SECTION("empty") {
        std::filesystem::resize_file(parts[1], 0);
    }
    SECTION("one byte changed") {
        std::fstream file(parts[1], std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(1000);
        const int byte = file.get();
        file.seekp(1000);
        file.put(static_cast<char>(byte ^ 1));
    }
    {
        const PartStore store(directory);
        CHECK(store.items_done() == 20);
        CHECK(store.remarks().size() == 1);
        CHECK(part_paths(directory) == parts);
    }
    PartStore store(directory, identity(), PartStart::resume);
    CHECK(store.items_done() == 20);
    REQUIRE(store.remarks().size() == 1);
    CHECK(store.remarks()[0] == parts[1] + " is damaged and set aside as " +
                                    std::filesystem::path(parts[1]).filename().string() +
                                    ".bad: it was changed or cut off (its SHA-256 is another)");
    CHECK(std::filesystem::exists(parts[1] + ".bad"));
    for (Item item = 10; item < 20; ++item)
        CHECK_FALSE(store.contains(item));
    add_items(store, 10, 20);
    CHECK(store.flush() == 10);
    for (Item item = 0; item < 30; ++item)
        CHECK(store.read(item) == result_of(item));
}

TEST_CASE("Parts of items have numbers of their own, far apart", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    const Item there = kInnerItem | Item{7} << 32U;
    {
        PartStore store(directory, identity(), PartStart::fresh);
        store.add(there, Bytes{std::byte{7}});
        store.add(3, result_of(3));
        store.flush();
    }
    PartStore store(directory, identity(), PartStart::resume);
    CHECK(store.read(there) == Bytes{std::byte{7}});
    CHECK(store.read(3) == result_of(3));
    CHECK_FALSE(store.contains(there + 1));
    CHECK(store.remarks().empty());
}

TEST_CASE("A part of another run is set aside", "[parts]") {
    const Folder folder;
    auto other = identity();
    other.deck_sha256 = std::string(64, 'c');
    auto longer = identity(1000);
    const auto write = [&](const std::string& name, const results::RunIdentity& of, Item item) {
        PartStore store(folder.file(name), of, PartStart::fresh);
        store.add(item, result_of(item));
        store.flush();
    };
    write("p", identity(), 1);
    write("other", other, 2);
    write("longer", longer, 200);
    for (const char* name : {"other", "longer"})
        std::filesystem::copy(part_paths(folder.file(name)).at(0), folder.file("p"));
    std::ofstream(folder.file("p") + "/part-7.h5") << "none of ours";
    const PartStore store(folder.file("p"), identity(), PartStart::resume);
    CHECK(store.items_done() == 1);
    REQUIRE(store.remarks().size() == 2);
    const std::string remarks = store.remarks()[0] + store.remarks()[1];
    CHECK(remarks.find("it is of another deck") != std::string::npos);
    CHECK(remarks.find("contradict") != std::string::npos);
}

TEST_CASE("A file that only has the name of a part is set aside", "[parts]") {
    const Folder folder;
    { const PartStore store(folder.file("p"), identity(), PartStart::fresh); }
    const auto put = [&](const std::string& content) {
        const std::string name = "/part-000001-" + sha256_hex(content).substr(0, 16) + ".h5";
        std::ofstream(folder.file("p") + name, std::ios::binary) << content;
    };
    put("no HDF5");
    const hid_t empty = H5Fcreate(folder.file("empty").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(empty);
    std::ifstream in(folder.file("empty"), std::ios::binary);
    put({std::istreambuf_iterator<char>(in), {}});
    const PartStore store(folder.file("p"), identity(), PartStart::resume);
    CHECK(store.items_done() == 0);
    CHECK(store.remarks().size() == 2);
    CHECK(part_paths(folder.file("p")).at(0).ends_with(".bad"));
}

TEST_CASE("A changed identity is not believed", "[parts]") {
    const Folder folder;
    { const PartStore store(folder.file("p"), identity(), PartStart::fresh); }
    std::ofstream(folder.file("p") + "/identity", std::ios::app) << " ";
    CHECK_THROWS_AS(PartStore(folder.file("p"), identity(), PartStart::resume), IoError);
    // It can still be overwritten.
    const PartStore store(folder.file("p"), identity(), PartStart::overwrite);
    CHECK(store.items_done() == 0);
}

TEST_CASE("When the results stand, all goes but what is not ours", "[parts]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    for (const bool with_a_foreign_file : {false, true}) {
        PartStore store(directory, identity(), PartStart::fresh);
        add_items(store, 0, 10);
        store.flush();
        std::ofstream(directory + "/part-000009-0123456789abcdef.h5.bad") << "set aside";
        std::ofstream(directory + "/status") << "done = 10\n";
        if (with_a_foreign_file) std::ofstream(directory + "/notes.txt") << "the user's";
        store.remove_all();
        CHECK_FALSE(results::holds_parts(directory));
        CHECK(std::filesystem::exists(directory) == with_a_foreign_file);
    }
    CHECK(names_in(directory) == std::vector<std::string>{"notes.txt"});
}

TEST_CASE("More parts than may be open at a time are read in any order", "[parts]") {
    const Folder folder;
    constexpr Item kItems = 400; // 200 parts
    {
        PartStore store(folder.file("p"), identity(kItems), PartStart::fresh);
        for (Item item = 0; item < kItems; ++item) {
            store.add(item, result_of(item));
            if (item % 2 == 1) store.flush();
        }
    }
    const PartStore store(folder.file("p"), identity(kItems), PartStart::resume);
    CHECK(store.parts() == kItems / 2);
    bool same = true;
    for (Item i = 0; i < kItems; ++i) {
        const Item item = i * 1009 % kItems; // each once: 1009 is prime
        same = same && store.read(item) == result_of(item);
    }
    CHECK(same);
}

TEST_CASE("A store that is closed under another name takes its work along", "[parts]") {
    const Folder folder;
    const std::string directory = results::parts_directory(folder.file("x.h5"));
    const std::string closed = folder.file("x.h5.part-1-of-2");
    {
        PartStore store(directory, identity(10), PartStart::fresh);
        add_items(store, 0, 10);
        store.flush();
        store.close_as(closed);
    }
    CHECK_FALSE(std::filesystem::exists(directory));
    CHECK(results::holds_parts(closed));
    CHECK_FALSE(std::filesystem::exists(closed + "/owner")); // nobody's
    CHECK(PartStore(closed).items_saved() == 10);
}

TEST_CASE("What a crash leaves of a complete run is removed, and nothing else", "[parts]") {
    const Folder folder;
    const std::string directory = results::parts_directory(folder.file("x.h5"));
    results::remove_litter(directory); // there is none
    {
        PartStore store(directory, identity(10), PartStart::fresh);
        add_items(store, 0, 10);
        store.flush();
        results::remove_litter(directory); // has an owner
    }
    results::remove_litter(directory); // holds a run
    CHECK(PartStore(directory).items_saved() == 10);
    std::filesystem::remove(directory + "/identity");
    results::remove_litter(directory);
    CHECK_FALSE(std::filesystem::exists(directory));
}

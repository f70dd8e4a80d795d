#include "lpsglass/results/owner_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

#include "lpsglass/core/error.hpp"
#include "processes.hpp"
#include "results/lock_call.hpp"
#include "results_reader.hpp"
#include "support/catch.hpp"

using namespace lpsglass;
using namespace std::chrono_literals;
using processes::Child;
using reader::Folder;
using results::owner_of;
using results::OwnerLock;

namespace {

int no_locks(int, int, struct flock*) {
    errno = ENOLCK;
    return -1;
}

/// The file system has no locks while it lives.
class WithoutLocks {
  public:
    WithoutLocks() { results::set_lock_call(no_locks); }
    ~WithoutLocks() { results::set_lock_call(nullptr); }
    WithoutLocks(const WithoutLocks&) = delete;
    WithoutLocks& operator=(const WithoutLocks&) = delete;
};

/// Owns the directory until it is killed.
auto owner_for_ever(const std::string& directory) {
    return [directory](const auto& acknowledge) {
        const OwnerLock lock(directory, 0ms);
        acknowledge();
        pause();
    };
}

std::string refusal(const std::string& directory) {
    try {
        const OwnerLock lock(directory, 0ms);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::string this_host() {
    char name[256] = {};
    gethostname(name, sizeof name - 1);
    return name;
}

void refused_until_the_owner_is_killed() {
    const Folder folder;
    const std::string directory = folder.file("p");
    Child owner(owner_for_ever(directory));
    REQUIRE(owner.acknowledged());
    const std::string message = refusal(directory);
    CHECK(message.starts_with(directory + " is in use by process " + std::to_string(owner.pid()) + " on " +
                              this_host() + " since 2"));
    const auto seen = owner_of(directory);
    REQUIRE(seen);
    CHECK(seen->pid == owner.pid());
    CHECK(seen->host == this_host());
    owner.kill_it();
    owner.wait();
    CHECK(std::filesystem::exists(directory + "/owner")); // left behind, and of no meaning
    CHECK_FALSE(owner_of(directory));
    CHECK(refusal(directory).empty());
}

} // namespace

TEST_CASE("A directory has one owner, and none when that is killed", "[owner]") {
    refused_until_the_owner_is_killed();
}

TEST_CASE("The same without locks of the file system", "[owner]") {
    const WithoutLocks without;
    refused_until_the_owner_is_killed();
}

TEST_CASE("A directory has one owner within a process, too", "[owner]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    CHECK_FALSE(owner_of(directory));
    {
        const OwnerLock lock(directory, 0ms);
        CHECK_FALSE(refusal(directory).empty());
        // Somebody reading the owner's file does not end the lock.
        std::string line;
        std::getline(std::ifstream(directory + "/owner"), line);
        CHECK(line == "host = " + this_host());
        CHECK_FALSE(refusal(directory).empty());
        CHECK(owner_of(directory));
    }
    CHECK_FALSE(std::filesystem::exists(directory)); // nothing else was in it
    CHECK(refusal(directory).empty());
}

TEST_CASE("A starting run waits for one that is about to end", "[owner]") {
    const Folder folder;
    const std::string directory = folder.file("p");
    Child owner(owner_for_ever(directory));
    REQUIRE(owner.acknowledged());
    std::thread ends_it([&] {
        std::this_thread::sleep_for(50ms);
        owner.kill_it();
    });
    CHECK_NOTHROW(OwnerLock(directory, 60s)); // far longer than it can take
    ends_it.join();
}

TEST_CASE("Many that come and go own the directory one at a time", "[owner]") {
    const Folder folder;
    const std::string directory = folder.file("p"), busy = folder.file("busy");
    const auto comes_and_goes = [&](const auto&) {
        for (int i = 0; i < 5; ++i) {
            OwnerLock lock(directory, 60s);
            const int descriptor = open(busy.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
            if (descriptor < 0) throw std::runtime_error("two owners");
            close(descriptor);
            unlink(busy.c_str());
        }
    };
    std::vector<std::unique_ptr<Child>> children;
    for (int i = 0; i < 4; ++i)
        children.push_back(std::make_unique<Child>(comes_and_goes));
    for (const auto& child : children) {
        CHECK_FALSE(child->wait());
        CHECK(child->exit_status() == 0);
    }
    CHECK_FALSE(std::filesystem::exists(directory));
}

TEST_CASE("Programs that the owner starts do not inherit the lock", "[owner]") {
    const Folder folder;
    const OwnerLock lock(folder.file("p"), 0ms);
    bool found = false;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry.path(), gone) != folder.file("p") + "/owner") continue;
        found = true;
        CHECK((fcntl(std::stoi(entry.path().filename()), F_GETFD) & FD_CLOEXEC) != 0);
    }
    CHECK(found);
}

TEST_CASE("Without locks, the text of the owner decides", "[owner]") {
    const WithoutLocks without;
    const Folder folder;
    const std::string directory = folder.file("p");
    std::filesystem::create_directory(directory);
    const auto left_behind = [&](const std::string& text) { std::ofstream(directory + "/owner") << text; };
    const std::string our_pid = "pid = " + std::to_string(getpid()) + "\n";

    left_behind(""); // killed before it had written
    CHECK_FALSE(owner_of(directory));
    CHECK(refusal(directory).empty());

    // Its number was given to another process since: this one, which started at another time.
    std::filesystem::create_directory(directory);
    left_behind("host = " + this_host() + "\n" + our_pid + "since = 2024-05-01T12:00:00Z\nstart = boot:1\n");
    CHECK_FALSE(owner_of(directory));
    CHECK(refusal(directory).empty());

    std::filesystem::create_directory(directory);
    left_behind("host = another.host\n" + our_pid + "since = 2024-05-01T12:00:00Z\nstart = boot:1\n");
    CHECK(owner_of(directory));
    CHECK(refusal(directory).find("on another.host since 2024-05-01T12:00:00Z") != std::string::npos);
    CHECK(refusal(directory).find("if it is no more, remove " + directory + "/owner") != std::string::npos);
}

TEST_CASE("A directory that cannot be made is told", "[owner]") {
    const Folder folder;
    std::ofstream(folder.file("file")) << "no directory";
    CHECK_THROWS_AS(OwnerLock(folder.file("file"), 0ms), IoError);
    CHECK_THROWS_AS(OwnerLock(folder.file("missing") + "/p", 0ms), IoError);
    CHECK_FALSE(owner_of(folder.file("file")));
}

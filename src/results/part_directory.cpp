#include "part_directory.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>
#include <unistd.h>

#include "lpsglass/core/error.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "part_file.hpp"
#include "write_step.hpp"

namespace lpsglass::results {

namespace {

constexpr const char* kBadEnd = ".bad";

std::vector<std::string> names_in(const std::string& directory) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator i(directory, error), end; !error && i != end; i.increment(error))
        names.push_back(i->path().filename().string());
    if (error) throw IoError("cannot read " + directory + ": " + error.message());
    return names;
}

bool is_part(const std::string& name) {
    std::uint64_t number = 0;
    return is_part_name(name, number);
}

bool is_set_aside(const std::string& name) {
    return name.ends_with(kBadEnd) && is_part(name.substr(0, name.size() - std::strlen(kBadEnd)));
}

void remove_file(const std::string& path) {
    before("remove");
    if (unlink(path.c_str()) != 0 && errno != ENOENT)
        throw IoError("cannot remove " + path + ": " + std::strerror(errno));
}

} // namespace

std::vector<PartName> part_names(const std::string& directory) {
    std::vector<PartName> parts;
    for (const std::string& name : names_in(directory)) {
        std::uint64_t number = 0;
        if (is_part_name(name, number)) parts.push_back({name, number});
    }
    std::ranges::sort(parts, {}, [](const PartName& part) { return std::tie(part.number, part.name); });
    return parts;
}

void set_aside(const std::string& directory, const std::string& name) {
    const std::string path = directory + "/" + name;
    before("rename");
    if (rename(path.c_str(), (path + kBadEnd).c_str()) != 0) throw write_failure(path + kBadEnd, "rename");
}

void remove_temporaries(const std::string& directory) {
    for (const std::string& name : names_in(directory))
        if (is_temporary_name(name)) remove_file(directory + "/" + name);
}

void remove_run(const std::string& directory) {
    remove_file(directory + "/" + kIdentityName);
    sync_directory_of(directory + "/" + kIdentityName);
    remove_file(directory + "/" + kStatusName);
    for (const std::string& name : names_in(directory))
        if (is_part(name) || is_set_aside(name) || is_temporary_name(name))
            remove_file(directory + "/" + name);
}

std::string text_of_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || in.bad()) throw IoError("cannot read " + path + ": " + std::strerror(errno));
    return text;
}

} // namespace lpsglass::results

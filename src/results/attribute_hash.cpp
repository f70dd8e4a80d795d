#include "attribute_hash.hpp"

#include <algorithm>
#include <vector>

#include "attributes.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/sha256.hpp"
#include "stored_values.hpp"

namespace lpsglass::results {

namespace {

/// A text with its length before it, so that texts cannot run into each other.
void add(Sha256& hash, const std::string& text) {
    hash.add(std::to_string(text.size()) + ":" + text);
}

void add(Sha256& hash, const std::vector<std::size_t>& lengths) {
    for (const std::size_t length : lengths)
        add(hash, std::to_string(length));
}

void add_attributes(Sha256& hash, hid_t object, const std::string& path) {
    for (const std::string& name : attributes_of(object, path)) {
        if (path == "/" && name == kAttributeHash) continue;
        const std::string what = path + ": attribute " + name;
        const Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, what);
        add(hash, name);
        if (holds_references(attribute)) continue; // places in the file
        const StoredValues values = read_attribute(attribute, what);
        add(hash, values.lengths);
        add(hash, std::to_string(H5Tget_size(values.type)) + (values.texts.empty() ? "" : " text"));
        hash.add(values.bytes);
        for (const std::string& text : values.texts)
            add(hash, text);
    }
}

void add_object(Sha256& hash, hid_t file, const std::string& path) {
    const Handle object(H5Oopen(file, path.c_str(), H5P_DEFAULT), H5Oclose, path);
    add(hash, path);
    add_attributes(hash, object, path);
    if (H5Iget_type(object) == H5I_DATASET) {
        add(hash, lengths_of(object, path));
        for (const std::string& coordinate : coordinates_of(object, path))
            add(hash, coordinate);
        return;
    }
    for (const std::string& name : members_of(object, path))
        add_object(hash, file, (path == "/" ? "/" : path + "/") + name);
}

} // namespace

std::string attribute_hash(hid_t file) {
    Sha256 hash;
    add_object(hash, file, "/");
    return hash.hex();
}

void write_attribute_hash(hid_t file) {
    const std::string hash = attribute_hash(file);
    const Handle root = open_group(file, "/");
    if (check(H5Aexists(root, kAttributeHash), kAttributeHash) > 0)
        check(H5Adelete(root, kAttributeHash), kAttributeHash);
    set_attribute(root, kAttributeHash, hash);
}

} // namespace lpsglass::results

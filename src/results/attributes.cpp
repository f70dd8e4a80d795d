#include "attributes.hpp"

#include "hdf5_handle.hpp"

namespace lpsglass::results {

namespace {

void write(hid_t object, const std::string& name, hid_t file_type, hid_t memory_type,
           const std::vector<hsize_t>& lengths, const void* values) {
    const Handle space = simple_space(lengths);
    const std::string what = "attribute " + name;
    const Handle attribute(H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT),
                           H5Aclose, what);
    check(H5Awrite(attribute, memory_type, values), what);
}

} // namespace

void set_attribute(hid_t object, const std::string& name, const std::string& value) {
    const Handle type = text_type();
    const char* const text = value.c_str();
    write(object, name, type, type, {}, &text);
}

void set_attribute(hid_t object, const std::string& name, const char* value) {
    set_attribute(object, name, std::string(value));
}

void set_attribute(hid_t object, const std::string& name, const std::vector<std::string>& values) {
    const Handle type = text_type();
    std::vector<const char*> texts;
    for (const std::string& value : values)
        texts.push_back(value.c_str());
    write(object, name, type, type, {values.size()}, texts.data());
}

void set_attribute(hid_t object, const std::string& name, double value) {
    write(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, {}, &value);
}

void set_attribute(hid_t object, const std::string& name, int value) {
    write(object, name, H5T_STD_I32LE, H5T_NATIVE_INT, {}, &value);
}

void set_attribute(hid_t object, const std::string& name, std::uint64_t value) {
    write(object, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, {}, &value);
}

void set_attribute(hid_t object, const std::string& name, const std::vector<int>& values) {
    write(object, name, H5T_STD_I32LE, H5T_NATIVE_INT, {values.size()}, values.data());
}

void set_flags(hid_t dataset, const std::vector<Flag>& flags) {
    std::vector<int> values;
    std::string meanings;
    for (const Flag& flag : flags) {
        values.push_back(flag.value);
        meanings += (meanings.empty() ? "" : " ") + flag.meaning;
    }
    set_attribute(dataset, "flag_values", values);
    set_attribute(dataset, "flag_meanings", meanings);
}

} // namespace lpsglass::results

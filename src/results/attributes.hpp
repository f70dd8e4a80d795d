#pragma once

#include <cstdint>
#include <hdf5.h>
#include <string>
#include <vector>

#include "lpsglass/results/layout.hpp"

/// Attributes of groups and datasets. All throw Hdf5Failure.
namespace lpsglass::results {

void set_attribute(hid_t object, const std::string& name, const std::string& value);
void set_attribute(hid_t object, const std::string& name, const char* value);
void set_attribute(hid_t object, const std::string& name, const std::vector<std::string>& values);
void set_attribute(hid_t object, const std::string& name, double value);
void set_attribute(hid_t object, const std::string& name, int value);
void set_attribute(hid_t object, const std::string& name, std::uint64_t value);
void set_attribute(hid_t object, const std::string& name, const std::vector<int>& values);

/// `flag_values` and `flag_meanings`, as the CF conventions have them.
void set_flags(hid_t dataset, const std::vector<Flag>& flags);

} // namespace lpsglass::results

#pragma once

#include <map>
#include <string>

namespace lpsglass::app {

/// Versions of the libraries in use, by name.
std::map<std::string, std::string> library_versions();

/// The same in one line, as results files have it: `NLopt 2.7.1, ...`.
std::string library_versions_text();

/// Program, git revision, compiler, libraries and arithmetic, several lines (`lpsglass --version`).
std::string version_text();

} // namespace lpsglass::app

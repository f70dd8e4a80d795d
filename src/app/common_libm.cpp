#include "common_libm.hpp"

#include <algorithm>
#include <cstdlib>

#include <unistd.h>

namespace lpsglass::app {

namespace {

constexpr const char* kVariable = "GLIBC_TUNABLES";
const std::string kHwcaps = "glibc.cpu.hwcaps=";
const std::string kWithoutFma = "-FMA,-FMA4";

} // namespace

std::string without_fma(const std::string& tunables) {
    const std::size_t at = tunables.find(kHwcaps);
    if (at == std::string::npos) return (tunables.empty() ? "" : tunables + ":") + kHwcaps + kWithoutFma;
    const std::size_t begin = at + kHwcaps.size();
    const std::size_t end = std::min(tunables.find(':', begin), tunables.size());
    const std::string entries = tunables.substr(begin, end - begin);
    if (entries.find(kWithoutFma) != std::string::npos) return tunables;
    return tunables.substr(0, begin) + entries + (entries.empty() ? "" : ",") + kWithoutFma +
           tunables.substr(end);
}

void use_common_libm([[maybe_unused]] char** argv) {
#if defined(__x86_64__) && defined(__GLIBC__)
    if (!__builtin_cpu_supports("fma") && !__builtin_cpu_supports("fma4")) return;
    const char* const given = std::getenv(kVariable);
    const std::string before = given ? given : "";
    const std::string wanted = without_fma(before);
    if (wanted == before || ::setenv(kVariable, wanted.c_str(), 1) != 0) return;
    ::execv("/proc/self/exe", argv); // comes back only where it fails
#endif
}

} // namespace lpsglass::app

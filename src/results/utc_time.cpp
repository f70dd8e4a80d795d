#include "utc_time.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace lpsglass::results {

std::string utc_text(std::time_t time) {
    return time == 0 ? "" : fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time));
}

std::time_t time_of_utc(const std::string& text) {
    std::tm parts{};
    const char* const end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return end != nullptr && *end == '\0' ? timegm(&parts) : 0;
}

} // namespace lpsglass::results

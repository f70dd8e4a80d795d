#pragma once

#include <ctime>
#include <string>

namespace lpsglass::results {

/// UTC as ISO 8601, e.g. 2024-05-01T12:00:00Z; empty for 0.
std::string utc_text(std::time_t time);

/// The reverse; 0 where the text is no such time.
std::time_t time_of_utc(const std::string& text);

} // namespace lpsglass::results

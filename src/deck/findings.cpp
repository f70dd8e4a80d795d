#include "lpsglass/deck/findings.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace lpsglass::deck {

void Findings::add(const Place& place, std::string key, std::string message) {
    diagnostics_.push_back({place.file ? *place.file : std::string{}, place.line, place.column,
                            std::move(key), std::move(message)});
}

void Findings::add_first(const Findings& other, std::size_t most, const Place& place,
                         const std::string& key) {
    const std::size_t taken = std::min(most, other.count());
    const auto first = other.diagnostics_.begin();
    diagnostics_.insert(diagnostics_.end(), first, first + static_cast<std::ptrdiff_t>(taken));
    if (taken < other.count())
        add(place, key, fmt::format("{} more findings like these", other.count() - taken));
}

bool Findings::mentions(std::string_view key) const {
    return std::ranges::any_of(diagnostics_, [&](const Diagnostic& diagnostic) {
        const std::string& noted = diagnostic.key;
        return noted.starts_with(key) &&
               (noted.size() == key.size() || noted[key.size()] == '.' || noted[key.size()] == '[');
    });
}

bool Findings::mentions_itself(std::string_view key) const {
    return std::ranges::find(diagnostics_, key, &Diagnostic::key) != diagnostics_.end();
}

void Findings::throw_if_any() const {
    if (diagnostics_.empty()) return;
    std::vector<std::string> files{first_file_};
    for (const Diagnostic& diagnostic : diagnostics_)
        if (std::ranges::find(files, diagnostic.file) == files.end()) files.push_back(diagnostic.file);
    std::vector<Diagnostic> sorted = diagnostics_;
    std::ranges::stable_sort(sorted, {}, [&](const Diagnostic& diagnostic) {
        return std::tuple{std::ranges::find(files, diagnostic.file) - files.begin(), diagnostic.line,
                          diagnostic.column};
    });
    throw InputError(std::move(sorted));
}

} // namespace lpsglass::deck

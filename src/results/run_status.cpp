#include "lpsglass/results/run_status.hpp"

#include <charconv>
#include <filesystem>
#include <span>

#include <fmt/format.h>

#include "finished_run.hpp"
#include "key_values.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/atomic_file.hpp"
#include "lpsglass/results/part_store.hpp"
#include "part_directory.hpp"
#include "utc_time.hpp"

namespace lpsglass::results {

namespace {

std::string status_path(const std::string& directory) {
    return directory + "/" + kStatusName;
}

template <class Number> Number whole_number(const KeyValues& values, std::string_view key) {
    const std::string text = value_of(values, key);
    Number number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// `12 the cause`
void take_failures(RunStatus& status, const std::string& value) {
    std::size_t count = 0;
    const auto [after, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error == std::errc() && after != value.data() + value.size())
        status.failed[value.substr(static_cast<std::size_t>(after - value.data()) + 1)] += count;
}

/// A run that has written no status yet.
RunStatus status_of_beginning(const std::string& directory) {
    const std::string path = directory + "/" + kIdentityName;
    RunStatus status;
    status.total = parse_identity_file(text_of_file(path), path).total_items;
    return status;
}

} // namespace

void write_status(const std::string& parts_directory, const RunStatus& status) {
    KeyValues values{{"total", fmt::format("{}", status.total)},
                     {"done", fmt::format("{}", status.done)},
                     {"saved", fmt::format("{}", status.saved)},
                     {"sets_per_second", fmt::format("{}", status.sets_per_second)},
                     {"checkpoint_interval_s", fmt::format("{}", status.checkpoint_interval_s)},
                     {"started", utc_text(status.started)},
                     {"updated", utc_text(status.updated)},
                     {"host", status.host},
                     {"pid", fmt::format("{}", status.pid)},
                     {"ranks", fmt::format("{}", status.ranks)},
                     {"finished", status.finished ? "1" : "0"},
                     {"problem", status.problem}};
    for (const auto& [cause, count] : status.failed)
        values.emplace_back("failed", fmt::format("{} {}", count, cause));
    const std::string text = to_lines(values);
    write_file_atomically(status_path(parts_directory), std::as_bytes(std::span(text)));
}

std::optional<RunStatus> read_status(const std::string& parts_directory) {
    if (!std::filesystem::exists(status_path(parts_directory))) return std::nullopt;
    const KeyValues values = from_lines(text_of_file(status_path(parts_directory)));
    RunStatus status;
    status.total = whole_number<Item>(values, "total");
    status.done = whole_number<Item>(values, "done");
    status.saved = whole_number<Item>(values, "saved");
    status.sets_per_second = number_of(values, "sets_per_second");
    status.checkpoint_interval_s = number_of(values, "checkpoint_interval_s");
    status.started = time_of_utc(value_of(values, "started"));
    status.updated = time_of_utc(value_of(values, "updated"));
    status.host = value_of(values, "host");
    status.pid = whole_number<long>(values, "pid");
    status.ranks = whole_number<int>(values, "ranks");
    status.finished = value_of(values, "finished") == "1";
    status.problem = value_of(values, "problem");
    for (const auto& [key, value] : values)
        if (key == "failed") take_failures(status, value);
    return status;
}

RunReport look_at_run(const std::string& results_path) {
    const std::string directory = parts_directory(results_path);
    RunReport report{results_path, RunState::finished, {}};
    if (!holds_parts(directory) && holds_parts(results_path)) { // a finished part is the directory of its run
        report.status = read_status(results_path).value_or(status_of_beginning(results_path));
        return report;
    }
    if (!holds_parts(directory)) {
        if (!std::filesystem::exists(results_path))
            throw InputError(results_path + ": there is neither a results file nor a run that writes one");
        report.status = status_of_results(results_path);
        return report;
    }
    const std::optional<Owner> owner = owner_of(directory);
    report.state = owner ? RunState::running : RunState::interrupted;
    const std::optional<RunStatus> written = read_status(directory);
    report.status = written ? *written : status_of_beginning(directory);
    if (owner) {
        report.status.host = owner->host;
        report.status.pid = owner->pid;
    }
    return report;
}

} // namespace lpsglass::results

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "lpsglass/results/run_status.hpp"
#include "utc_time.hpp"

namespace lpsglass::results {

namespace {

constexpr std::size_t kMostCauses = 10;
constexpr double kLateIntervals = 3.0; ///< without a checkpoint: something is wrong

std::string line(std::string_view label, const std::string& text) {
    return fmt::format("{:<16} {}\n", label, text);
}

std::string state_line(const RunReport& report) {
    const RunStatus& status = report.status;
    std::string where = status.host.empty() ? "" : " on " + status.host;
    if (report.state == RunState::running && status.pid > 0)
        where += fmt::format(" (process {})", status.pid);
    switch (report.state) {
    case RunState::running:
        return "running" + where;
    case RunState::finished:
        return "finished" + where;
    case RunState::interrupted:
        break;
    }
    return "interrupted" + where + "; `lpsglass run --resume` goes on with it";
}

std::string done_line(const RunStatus& status) {
    if (status.updated == 0 && status.done == 0) return "nothing yet";
    // Cut, not rounded: 100 percent is all of them.
    const Item permille = status.total > 0 ? 1000 * status.done / status.total : 0;
    std::string text =
        fmt::format("{} of {} sets ({}.{} percent)", status.done, status.total, permille / 10, permille % 10);
    if (status.saved < status.done) text += fmt::format(", {} of them on the disk", status.saved);
    return text;
}

std::string failures(const RunStatus& status) {
    std::vector<std::pair<std::size_t, std::string>> causes;
    std::size_t all = 0;
    for (const auto& [cause, count] : status.failed) {
        causes.emplace_back(count, cause);
        std::ranges::replace(causes.back().second, '\n', ' ');
        all += count;
    }
    std::ranges::stable_sort(causes, std::greater<>(), [](const auto& cause) { return cause.first; });
    std::string text = line("failed", fmt::format("{}", all));
    for (std::size_t i = 0; i < std::min(causes.size(), kMostCauses); ++i)
        text += line("", fmt::format("{}: {}", causes[i].first, causes[i].second));
    if (causes.size() > kMostCauses)
        text += line("", fmt::format("and {} more causes", causes.size() - kMostCauses));
    return text;
}

std::string rate_text(double per_second) {
    if (per_second >= 1.0) return fmt::format("{:.3g} sets per second", per_second);
    if (per_second * 60.0 >= 1.0) return fmt::format("{:.3g} sets per minute", per_second * 60.0);
    return fmt::format("{:.3g} sets per hour", per_second * 3600.0);
}

std::string rate_lines(const RunReport& report, std::time_t now) {
    const RunStatus& status = report.status;
    if (!(status.sets_per_second > 0.0)) return "";
    std::string text = line("rate", rate_text(status.sets_per_second));
    if (report.state == RunState::finished || status.done >= status.total) return text;
    const double left_s = static_cast<double>(status.total - status.done) / status.sets_per_second;
    if (report.state == RunState::interrupted)
        return text + line("left", duration_text(left_s) + " at this rate");
    // The rate was told when the status was written, and work went on since.
    const double from_now_s = std::max(0.0, left_s - static_cast<double>(now - status.updated));
    return text + line("left", fmt::format("{}, until about {}", duration_text(from_now_s),
                                           utc_text(now + static_cast<std::time_t>(from_now_s))));
}

std::string checkpoint_lines(const RunReport& report, std::time_t now) {
    const RunStatus& status = report.status;
    if (report.state == RunState::finished) return line("written", utc_text(status.updated));
    if (status.updated == 0) return line("last checkpoint", "none yet");
    const double ago_s = std::max(0.0, static_cast<double>(now - status.updated));
    std::string text = fmt::format("{}, {} ago", utc_text(status.updated), duration_text(ago_s));
    const bool late =
        status.checkpoint_interval_s > 0.0 && ago_s > kLateIntervals * status.checkpoint_interval_s;
    if (report.state == RunState::running && late)
        text += fmt::format(", although one is due every {}", duration_text(status.checkpoint_interval_s));
    text = line("last checkpoint", text);
    if (!status.problem.empty()) text += line("not written", status.problem);
    return text;
}

} // namespace

std::string duration_text(double seconds) {
    if (!(seconds < 1e9)) return "more than 30 years";
    const auto s = static_cast<long>(std::max(0.0, std::round(seconds)));
    const long minutes = s / 60, hours = minutes / 60, days = hours / 24;
    if (s < 120) return fmt::format("{} s", s);
    if (hours < 2) return fmt::format("{} min", minutes);
    if (days < 2) return fmt::format("{} h {} min", hours, minutes % 60);
    return fmt::format("{} d {} h", days, hours % 24);
}

std::string status_text(const RunReport& report, std::time_t now) {
    const RunStatus& status = report.status;
    std::string text = line("file", report.results_path) + line("state", state_line(report));
    if (status.ranks > 0 && status.started != 0)
        text += line("started", fmt::format("{} with {} rank(s)", utc_text(status.started), status.ranks));
    text += line("done", done_line(status));
    text += failures(status);
    text += rate_lines(report, now);
    text += checkpoint_lines(report, now);
    return text;
}

} // namespace lpsglass::results

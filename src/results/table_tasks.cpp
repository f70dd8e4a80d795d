#include "fetch.hpp"

namespace lpsglass::results {

namespace {

std::vector<std::string> message(const RunRecord&, const Place& at) {
    return {at.set.message};
}

void failed_set(const RunRecord&, const Place& at, std::vector<double>& out) {
    append(at.number, out);
}

} // namespace

void add_tasks(std::vector<Dataset>& table) {
    GroupTable tasks(table, "/tasks", deck::Detail::summary);
    std::vector<Flag> states = flags_from_zero({"ok", "no_pyramid", "gauge_phase_undefined", "fit_failed",
                                                "numerical_error", "values_not_allowed", "not_computed"});
    states.erase(states.begin()); // this status is known of every set
    tasks.flag("status", {"set"}, "how the set ended", std::move(states), per_row(&SetResult::state));
    tasks.real("seconds", {"set"}, "s", "time that the set took", per_row(&SetResult::seconds));
    tasks.integer("rank", {"set"}, "rank that computed the set", per_row(&SetResult::rank));
    tasks.integer("failed_set", {"failed_set"}, "set that failed", failed_set).of_failures = true;
    tasks.text("message", {"failed_set"}, "what failed", message).of_failures = true;
}

} // namespace lpsglass::results

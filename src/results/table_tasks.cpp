#include "fetch.hpp"

namespace lpsglass::results {

namespace {

std::vector<std::string> messages(const RunRecord& run) {
    std::vector<std::string> texts;
    for (const SetResult& set : run.sets)
        if (set.state != campaign::TaskState::ok) texts.push_back(set.message);
    return texts;
}

void failed_set(const RunRecord& run, Place, std::vector<double>& out) {
    for (std::size_t s = 0; s < run.sets.size(); ++s)
        if (run.sets[s].state != campaign::TaskState::ok) out.push_back(static_cast<double>(s));
}

} // namespace

void add_tasks(std::vector<Dataset>& table) {
    GroupTable tasks(table, "/tasks", deck::Detail::summary);
    std::vector<Flag> states =
        flags_from_zero({"ok", "no_pyramid", "gauge_phase_undefined", "fit_failed", "numerical_error"});
    states.erase(states.begin()); // a set in the file has always been computed
    tasks.flag("status", {"set"}, "how the set ended", std::move(states), per_set(&SetResult::state));
    tasks.real("seconds", {"set"}, "s", "time that the set took", per_set(&SetResult::seconds));
    tasks.integer("rank", {"set"}, "rank that computed the set", per_set(&SetResult::rank));
    tasks.integer("failed_set", {"failed_set"}, "set that failed", failed_set);
    tasks.text("message", {"failed_set"}, "what failed", messages);
}

} // namespace lpsglass::results

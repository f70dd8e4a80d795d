#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "assembly.hpp"
#include "closing_parts.hpp"
#include "lpsglass/app/commands.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/core/error.hpp"
#include "lpsglass/results/part_store.hpp"
#include "lpsglass/results/run_status.hpp"
#include "output_path.hpp"

namespace lpsglass::app {

namespace fs = std::filesystem;

namespace {

/// The finished sets of several parts, as one store.
class Parts final : public campaign::ItemStore {
  public:
    struct Part {
        campaign::SetSpan span;
        std::unique_ptr<results::PartStore> store;
    };

    explicit Parts(std::vector<Part> parts) : parts_(std::move(parts)) {}

    [[nodiscard]] bool contains(Item set) const override {
        const Part* part = part_of(set);
        return part && part->store->contains(set - part->span.first);
    }
    [[nodiscard]] Bytes read(Item set) const override {
        const Part* part = part_of(set);
        return part->store->read(set - part->span.first);
    }
    void add(Item, Bytes) override { throw std::logic_error("merged parts take no items"); }

  private:
    [[nodiscard]] const Part* part_of(Item set) const {
        for (const Part& part : parts_) {
            if (set >= part.span.first && set < part.span.end) return &part;
        }
        return nullptr;
    }

    std::vector<Part> parts_;
};

/// N of `FILE.part-I-of-N`, from the parts that there are. Throws InputError where there are none, or of
/// several divisions.
int count_of_parts(const std::string& file) {
    const fs::path folder = fs::absolute(file).parent_path();
    const std::string begin = fs::path(file).filename().string() + ".part-";
    int count = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
        const std::string name = entry.path().filename().string();
        const std::size_t of = name.rfind("-of-");
        if (!name.starts_with(begin) || of == std::string::npos || name.ends_with(".parts")) continue;
        const int parts = std::atoi(name.c_str() + of + 4);
        if (count != 0 && parts != count)
            throw InputError(fmt::format(
                "{}: there are parts of {} and of {} (remove those that do not belong)", file, count, parts));
        count = parts;
    }
    if (count == 0)
        throw InputError(file + ": there is no finished part " + part_path(file, 1, 2) +
                         " or the like (run --part I/N makes them)");
    return count;
}

} // namespace

int merge_command(const MergeArguments& arguments) {
    const auto start = std::chrono::steady_clock::now();
    const std::string output = behind_link(arguments.output);
    check_output(output, arguments.force);
    const int count = count_of_parts(output);
    std::string absent;
    std::vector<Parts::Part> parts;
    std::unique_ptr<campaign::Campaign> campaign;
    results::Machine machine;
    for (int i = 1; i <= count; ++i) {
        const std::string path = part_path(output, i, count);
        if (!results::holds_parts(path)) {
            absent += "\n  " + path;
            continue;
        }
        auto store = std::make_unique<results::PartStore>(path);
        const results::RunIdentity& identity = store->identity();
        if (!campaign) {
            campaign = std::make_unique<campaign::Campaign>(deck_of(identity));
            machine = identity.machine;
        }
        const campaign::SetSpan span = campaign::SetSpan::part_of(campaign->span().size(), i, count);
        if (!parts.empty()) check_same_whole(identity, parts.front().store->identity(), path);
        if (store->items_done() < span.size()) absent += "\n  " + path + " (incomplete)";
        parts.push_back({span, std::move(store)});
    }
    if (!absent.empty())
        throw InputError("not all parts of " + output + " are done; missing:" + absent +
                         "\n(run them with --part, then merge again)");
    SetCounts counts;
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto earlier = earlier_of(parts.front().store->identity());
    assemble(output, *campaign, Parts(std::move(parts)), run_info(arguments.command_line, 1, elapsed),
             machine, counts, earlier.get());
    if (!arguments.quiet) std::cout << scan_text(output) << "written: " << output << '\n';
    if (counts.failures() == 0) return done;
    (arguments.quiet ? std::cerr : std::cout) << counts.failures_text() << '\n';
    return some_sets_failed;
}

int snapshot_command(const SnapshotArguments& arguments) {
    const std::string output = arguments.output.empty()
                                   ? fs::path(arguments.results).replace_extension(".snapshot.h5").string()
                                   : behind_link(arguments.output);
    const std::string directory = results::parts_directory(arguments.results);
    if (!results::holds_parts(directory) && fs::exists(arguments.results))
        throw InputError(arguments.results + ": its run is finished: the file itself has all of it");
    check_output(output, arguments.force);
    auto store = std::make_unique<results::PartStore>(directory);
    const results::RunIdentity identity = store->identity();
    const campaign::Campaign campaign(deck_of(identity));
    std::vector<Parts::Part> parts;
    parts.push_back({span_of(identity), std::move(store)});
    SetCounts counts;
    assemble(output, campaign, Parts(std::move(parts)), run_info(arguments.command_line, 1, 0.0),
             identity.machine, counts, earlier_of(identity).get());
    std::cout << fmt::format("{} of {} sets are done so far\nwritten: {}\n", counts.done, counts.total,
                             output);
    return done;
}

int status_command(const std::string& results) {
    std::cout << results::status_text(results::look_at_run(results), std::time(nullptr));
    return done;
}

} // namespace lpsglass::app

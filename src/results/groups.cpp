#include "groups.hpp"

#include "attributes.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/version.hpp"
#include "lpsglass/deck/words.hpp"
#include "lpsglass/results/layout.hpp"

namespace lpsglass::results {

namespace {

bool exists(hid_t file, const std::string& path) {
    return check(H5Lexists(file, path.c_str(), H5P_DEFAULT), path) > 0;
}

std::string uncertainty(const campaign::RunRecord& run) {
    const auto& fit = run.deck.deck.fit;
    return fit ? std::string(deck::words::uncertainty[static_cast<std::size_t>(fit->uncertainty)]) : "none";
}

/// How lower, median and upper were found, and the share of probability between the ends.
std::string interval(const campaign::RunRecord& run) {
    const std::string way = uncertainty(run);
    return way == "none" ? way : way + ", 68 percent";
}

/// A group that viewers of NeXus plot. Axes that only count or name are `.`: silx takes a signal of one set
/// with the set as an axis for a scatter plot gone wrong.
void make_plottable(hid_t group, const std::string& signal, const std::vector<std::string>& axes,
                    const std::vector<std::string>& auxiliary = {}) {
    set_attribute(group, "NX_class", "NXdata");
    set_attribute(group, "signal", signal);
    set_attribute(group, "axes", axes);
    if (!auxiliary.empty()) set_attribute(group, "auxiliary_signals", auxiliary);
}

void describe_spectrum(hid_t file, const campaign::SpectrumData& data, const std::string& path) {
    const Handle group = open_group(file, path);
    make_plottable(group, "observed", {"frequency"}, {"model"});
    // Where NXdata looks for errors of the signal.
    check(H5Lcreate_hard(group, "sigma", group, "observed_errors", H5P_DEFAULT, H5P_DEFAULT), path);
    set_attribute(group, "origin", data.origin);
    set_attribute(group, "temperature", data.temperature_K);
    set_attribute(group, "reconstructed", data.reconstructed ? 1 : 0);
}

void describe_scan(hid_t group, const deck::Scan& scan) {
    set_attribute(group, "design", std::string(deck::words::design[static_cast<std::size_t>(scan.design)]));
    set_attribute(group, "seed", scan.seed);
    set_attribute(group, "samples", scan.samples);
}

std::string joined(const std::map<std::string, std::string>& versions) {
    std::string text;
    for (const auto& [name, version] : versions)
        text += (text.empty() ? "" : ", ") + name + " " + version;
    return text;
}

} // namespace

void describe_root(hid_t file, const campaign::RunRecord& run, const WriterOptions& options) {
    const Handle root = open_group(file, "/");
    set_attribute(root, "file_type", "lpsglass results");
    set_attribute(root, "schema_version", std::vector{kSchemaMajor, kSchemaMinor});
    set_attribute(root, "title", run.deck.deck.title);
    set_attribute(root, "deck_sha256", run.deck.sha256);
    set_attribute(root, "uncertainty", uncertainty(run));

    set_attribute(root, "program_version", std::string(program_version()));
    set_attribute(root, "git_revision", std::string(git_revision()));
    set_attribute(root, "build", std::string(build_description()));
    set_attribute(root, "library_versions", joined(options.library_versions));
    set_attribute(root, "arithmetic", options.machine.arithmetic);
    set_attribute(root, "instruction_level", options.machine.instruction_level);

    set_attribute(root, "created", run.info.created);
    set_attribute(root, "hostname", run.info.hostname);
    set_attribute(root, "command_line", run.info.command_line);
    set_attribute(root, "ranks", run.info.ranks);
    set_attribute(root, "elapsed_s", run.info.elapsed_s);

    set_attribute(root, "NX_class", "NXroot");
    set_attribute(root, "default", exists(file, "exponents") ? "exponents" : "line");
}

void describe_groups(hid_t file, const campaign::RunRecord& run) {
    if (exists(file, "exponents"))
        make_plottable(open_group(file, "exponents"), "alpha", {".", "temperature"}, {"beta"});
    if (exists(file, "thermal"))
        make_plottable(open_group(file, "thermal"), "specific_heat", {".", "temperature", "."});
    if (exists(file, "line")) make_plottable(open_group(file, "line"), "intensity", {".", "frequency"});
    for (std::size_t d = 0; d < run.spectra.size(); ++d) {
        const std::string path = "spectrum/" + std::to_string(d + 1);
        if (!run.spectra[d].frequency.empty()) describe_spectrum(file, run.spectra[d], path);
    }
    if (exists(file, "scan") && run.deck.deck.scan)
        describe_scan(open_group(file, "scan"), *run.deck.deck.scan);
    for (const char* name : {"fit", "exponents", "summary"})
        if (exists(file, name)) set_attribute(open_group(file, name), "interval", interval(run));
}

} // namespace lpsglass::results

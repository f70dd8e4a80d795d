#include "lpsglass/results/writer.hpp"

#include <cstdint>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "attribute_hash.hpp"
#include "dataset_writer.hpp"
#include "groups.hpp"
#include "hdf5_handle.hpp"
#include "lpsglass/core/error.hpp"
#include "output_file.hpp"
#include "storage.hpp"

namespace lpsglass::results {

namespace {

/// Creates the groups above a path, in the order of the table.
class GroupMaker {
  public:
    explicit GroupMaker(hid_t file) : file_(file), properties_(group_properties(H5P_GROUP_CREATE)) {}

    void make_groups_of(const std::string& path) {
        for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
            const std::string group = path.substr(0, end);
            if (!made_.insert(group).second) continue;
            const Handle created(H5Gcreate2(file_, group.c_str(), H5P_DEFAULT, properties_, H5P_DEFAULT),
                                 H5Gclose, group);
        }
    }

  private:
    hid_t file_;
    Handle properties_;
    std::set<std::string> made_;
};

/// The library's file; its name is told nobody, since the driver has it open.
Handle create_in(OutputFile& output) {
    const Handle access = output.access();
    const Handle properties = group_properties(H5P_FILE_CREATE);
    return {H5Fcreate("results", H5F_ACC_TRUNC, properties, access), H5Fclose, "file"};
}

} // namespace

struct ResultsWriter::State {
    State(const std::string& path, RunRecord run_frame, WriterOptions writer_options)
        : frame(std::move(run_frame)), options(std::move(writer_options)), output(path),
          file(create_in(output)) {
        frame.sets.resize(1);
        GroupMaker groups(file);
        for_each_stored(frame, [&](const Dataset& dataset, std::size_t spectrum) {
            groups.make_groups_of(path_of(dataset, spectrum));
            datasets.push_back(
                std::make_unique<DatasetWriter>(file, dataset, frame, spectrum, options.earlier));
        });
        output.check();
    }

    void append(std::span<const campaign::SetResult> sets) {
        if (sets.size() > frame.set_count - appended) throw std::logic_error("more sets than announced");
        for (const campaign::SetResult& set : sets) {
            for (const auto& dataset : datasets)
                dataset->append(set, appended);
            ++appended;
            output.check();
        }
    }

    void finish(const campaign::RunInfo& info) {
        if (appended != frame.set_count) throw std::logic_error("fewer sets than announced");
        frame.info = info;
        for (const auto& dataset : datasets) {
            dataset->finish();
            output.check();
        }
        for (const auto& dataset : datasets)
            dataset->attach_coordinates();
        datasets.clear();
        describe_root(file, frame, options);
        describe_groups(file, frame);
        write_attribute_hash(file);
        file.close("file");
        output.take_its_name();
    }

    RunRecord frame;
    WriterOptions options;
    OutputFile output;
    Handle file;
    std::vector<std::unique_ptr<DatasetWriter>> datasets{};
    std::size_t appended = 0;
};

/// Does one step; where it fails the file goes.
template <class Act> void ResultsWriter::guarded(const Act& act) {
    const QuietHdf5 quiet;
    try {
        act();
    } catch (const Hdf5Failure& failure) {
        state_.reset();
        throw IoError("cannot write " + path_ + ": " + failure.what());
    } catch (...) {
        state_.reset();
        throw;
    }
}

ResultsWriter::ResultsWriter(const std::string& path, RunRecord frame, const WriterOptions& options)
    : path_(path) {
    if (frame.sets.empty()) throw std::logic_error("a results file needs its first set");
    guarded([&] { state_ = std::make_unique<State>(path, std::move(frame), options); });
}

ResultsWriter::~ResultsWriter() {
    const QuietHdf5 quiet;
    state_.reset();
}

void ResultsWriter::append(std::span<const campaign::SetResult> sets) {
    if (!state_) throw std::logic_error("the results file is finished");
    guarded([&] { state_->append(sets); });
}

void ResultsWriter::finish(const campaign::RunInfo& info) {
    if (!state_) throw std::logic_error("the results file is finished");
    guarded([&] { state_->finish(info); });
    state_.reset();
}

void write_results(const std::string& path, const RunRecord& run, const WriterOptions& options) {
    RunRecord frame = run;
    frame.set_count = run.sets.size();
    ResultsWriter writer(path, std::move(frame), options);
    writer.append(run.sets);
    writer.finish(run.info);
}

std::size_t uncompressed_bytes(const campaign::RunRecord& frame) {
    std::size_t bytes = 0;
    for_each_stored(frame, [&](const Dataset& dataset, std::size_t spectrum) {
        if (dataset.kind == Kind::text) return;
        std::size_t values = 1;
        for (const std::size_t length : lengths_of(dataset, frame, spectrum))
            values *= length;
        bytes += values * (dataset.kind == Kind::real ? sizeof(double) : sizeof(std::int32_t));
    });
    return bytes;
}

bool is_hdf5(const std::string& path) {
    constexpr std::string_view signature = "\x89HDF\r\n\x1a\n";
    std::string begin(signature.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    return file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == signature;
}

std::string hdf5_version() {
    unsigned major = 0, minor = 0, release = 0;
    H5get_libversion(&major, &minor, &release);
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

} // namespace lpsglass::results

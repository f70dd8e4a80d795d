#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "lpsglass/campaign/run_record.hpp"
#include "lpsglass/results/run_identity.hpp"

namespace lpsglass::results {

class ResultsFile;

/// What the results file tells of the program, beyond its version and revision.
struct WriterOptions {
    std::map<std::string, std::string> library_versions; ///< name -> version, e.g. NLopt -> 2.7.1
    Machine machine;
    const ResultsFile* earlier = nullptr; ///< where sets with `taken_from` lie; must outlive the writer
};

/// Writes a results file (docs/results.md) set by set, in place of any file of that name: it is complete in a
/// temporary file beside `path` and on the disk before it takes the name, so that readers see all of it or
/// nothing.
///
/// In memory are, however many sets there are, at most 256 kB of each dataset (of some 200, so 50 MB; one row
/// where that is larger) and the library's own 32 MB of metadata. The file is the same to the last byte
/// however the sets were cut into blocks.
///
/// Every function throws IoError with the path and what failed, e.g. `No space left on device`; the temporary
/// file is then gone at once, a file that had the name before is as it was, and the object is of no more use.
/// So it is where the object goes without finish().
class ResultsWriter {
  public:
    /// @param frame everything but the sets; its first set gives the datasets that hold set 0 alone (line,
    ///              model, draws) and the number of draws. It is not written yet: append() takes all sets.
    ResultsWriter(const std::string& path, campaign::RunRecord frame, const WriterOptions& options = {});
    ~ResultsWriter();
    ResultsWriter(const ResultsWriter&) = delete;
    ResultsWriter& operator=(const ResultsWriter&) = delete;

    /// The next sets, from the first on, in the order of sets. Throws std::logic_error beyond set_count.
    void append(std::span<const campaign::SetResult> sets);

    /// Puts the file in place. Throws std::logic_error if sets are missing.
    void finish(const campaign::RunInfo& info);

  private:
    struct State;
    std::unique_ptr<State> state_;

    template <class Act> void guarded(const Act& act);

    std::string path_;
};

/// Writes the run with all its `sets` (which count, not set_count) and its `info`, like ResultsWriter.
void write_results(const std::string& path, const campaign::RunRecord& run,
                   const WriterOptions& options = {});

/// Bytes of all values that the file of a run (its `set_count` and first set are looked at) would hold,
/// before compression. Texts are not counted.
std::size_t uncompressed_bytes(const campaign::RunRecord& frame);

/// Whether the file exists and begins as HDF5 files do.
bool is_hdf5(const std::string& path);

/// Version of the HDF5 library in use, e.g. 1.10.8.
std::string hdf5_version();

} // namespace lpsglass::results

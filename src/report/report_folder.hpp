#pragma once

#include <string>

/// The folder that a report goes into.
namespace lpsglass::report {

/// Throws InputError where the path is a file, or a folder with other things than an earlier report and
/// `force` is not given.
void check_folder(const std::string& folder, bool force);

void make_folder(const std::string& folder); ///< also those above it; throws IoError

/// A new folder beside another, which is where the report is made; removed at the end of its life.
class ScratchFolder {
  public:
    explicit ScratchFolder(const std::string& beside); ///< throws IoError
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// Takes the earlier report's files out of `folder` and moves the new ones there. Throws IoError.
void move_into_place(const std::string& scratch, const std::string& folder);

} // namespace lpsglass::report

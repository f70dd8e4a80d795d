#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace lpsglass {

/// One finding in an input file, printed as `file:line:column: key: message`.
struct Diagnostic {
    std::string file;
    int line = 0;        ///< from 1; 0 where no place in the file can be named
    int column = 0;      ///< from 1; 0 where no place in the line can be named
    std::string key;     ///< full deck key, e.g. `structure.bond_length[2]`; may be empty
    std::string message; ///< what is wrong, and in parentheses what is allowed

    [[nodiscard]] std::string text() const;
};

/// The input is wrong; the user can mend it (exit status 2). Carries every finding at once.
class InputError : public std::runtime_error {
  public:
    explicit InputError(std::vector<Diagnostic> diagnostics);
    explicit InputError(const std::string& message);

    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

  private:
    std::vector<Diagnostic> diagnostics_;
};

/// A computation has no valid result for these values (the set becomes a failed row).
class NumericalError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The machine failed: a file cannot be written, the disk is full (exit status 3).
class IoError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The run was asked to stop before this was done (exit status 4). No failure: the run can be resumed.
class Interrupted : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace lpsglass

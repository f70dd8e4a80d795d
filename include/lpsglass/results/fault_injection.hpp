#pragma once

#include <string_view>

/// For tests of what a crash or a full disk leaves behind.
namespace lpsglass::results {

/// Called before every step that changes the disk (`create`, `write`, `fsync`, `close`, `rename`, `sync
/// directory`, `remove`), and once after the last of a file (`written`). It may end the process; what it
/// throws is thrown by the function that was about to take the step, as if the step had failed.
using WriteStepHook = void (*)(std::string_view step);

/// Null, as at the start: none. May be set while other threads write.
void set_write_step_hook(WriteStepHook hook);

} // namespace lpsglass::results

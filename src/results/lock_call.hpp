#pragma once

#include <fcntl.h>

namespace lpsglass::results {

/// fcntl(2) with F_OFD_SETLK or F_OFD_GETLK, as it is or as a test pretends it (a file system without locks).
using LockCall = int (*)(int descriptor, int command, struct flock* lock);

/// Null: the system's own.
void set_lock_call(LockCall call);

} // namespace lpsglass::results

#pragma once

#include <string>

namespace lpsglass::app {

/// Lets the C library compute alike on every x86-64: where the processor has FMA, glibc takes variants of
/// exp, log, sin and others that round differently, and its choice can be changed only from outside. So the
/// process starts itself anew with them switched off (GLIBC_TUNABLES), unless it was started so. Call it
/// first in main. Where that is not possible it does nothing: arithmetic() tells the difference.
void use_common_libm(char** argv);

/// `tunables` (the value of GLIBC_TUNABLES, may be empty) with the FMA variants switched off.
std::string without_fma(const std::string& tunables);

} // namespace lpsglass::app

#pragma once

#include <string>

namespace lpsglass {

/// What decides the last bits of the program's numbers on this machine: the processor's family and a digest
/// of what the C library's exp, log, sin, cos and their like come to at fixed arguments, e.g. `x86-64, libm
/// 0c5d3a1f`. Two processes of one build that tell the same compute the same bits, whatever InstructionLevel
/// they use (docs/developing.md).
std::string arithmetic();

} // namespace lpsglass

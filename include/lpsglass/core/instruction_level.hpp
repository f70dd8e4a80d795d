#pragma once

#include <string_view>
#include <vector>

/// Which instructions the vectorised parts of the program use (docs/developing.md).
namespace lpsglass {

/// The levels of the x86-64 psABI; `portable` is what the compiler assumes for the whole program, on any
/// processor.
enum class InstructionLevel { portable, x86_64_v2, x86_64_v3, x86_64_v4 };

/// `portable`, `x86-64-v2`, `x86-64-v3`, `x86-64-v4`.
std::string_view name_of(InstructionLevel level);

/// The reverse. Throws InputError with the names that there are.
InstructionLevel instruction_level_named(std::string_view name);

/// The highest level of this processor.
InstructionLevel supported_instruction_level();

/// Every level this processor has, the lowest first.
std::vector<InstructionLevel> supported_instruction_levels();

/// The level in use: the highest supported one, unless set otherwise.
InstructionLevel instruction_level();

/// Sets the level for the whole process, e.g. to the lowest of all ranks; not while others compute.
/// Throws InputError where the processor lacks it.
void set_instruction_level(InstructionLevel level);

} // namespace lpsglass

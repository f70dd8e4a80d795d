#include "lpsglass/core/instruction_level.hpp"

#include <array>
#include <atomic>
#include <string>

#include "lpsglass/core/error.hpp"

namespace lpsglass {

namespace {

constexpr std::array kLevels{InstructionLevel::portable, InstructionLevel::x86_64_v2,
                             InstructionLevel::x86_64_v3, InstructionLevel::x86_64_v4};

InstructionLevel detect() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!(__builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt")))
        return InstructionLevel::portable;
    if (!(__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
          __builtin_cpu_supports("bmi2")))
        return InstructionLevel::x86_64_v2;
    if (!(__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
          __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
          __builtin_cpu_supports("avx512vl")))
        return InstructionLevel::x86_64_v3;
    return InstructionLevel::x86_64_v4;
#else
    return InstructionLevel::portable;
#endif
}

std::atomic<InstructionLevel>& level_in_use() {
    static std::atomic<InstructionLevel> level = supported_instruction_level();
    return level;
}

} // namespace

std::string_view name_of(InstructionLevel level) {
    switch (level) {
    case InstructionLevel::x86_64_v2:
        return "x86-64-v2";
    case InstructionLevel::x86_64_v3:
        return "x86-64-v3";
    case InstructionLevel::x86_64_v4:
        return "x86-64-v4";
    case InstructionLevel::portable:
        break;
    }
    return "portable";
}

InstructionLevel instruction_level_named(std::string_view name) {
    std::string known;
    for (InstructionLevel level : kLevels) {
        if (name_of(level) == name) return level;
        known += (known.empty() ? "" : ", ") + std::string(name_of(level));
    }
    throw InputError("there is no instruction level '" + std::string(name) + "' (" + known + ")");
}

InstructionLevel supported_instruction_level() {
    static const InstructionLevel level = detect();
    return level;
}

std::vector<InstructionLevel> supported_instruction_levels() {
    std::vector<InstructionLevel> out;
    for (InstructionLevel level : kLevels) {
        if (level <= supported_instruction_level()) out.push_back(level);
    }
    return out;
}

InstructionLevel instruction_level() {
    return level_in_use().load(std::memory_order_relaxed);
}

void set_instruction_level(InstructionLevel level) {
    if (level > supported_instruction_level()) {
        throw InputError("this processor has no instructions of level " + std::string(name_of(level)) +
                         " (at most " + std::string(name_of(supported_instruction_level())) + ")");
    }
    level_in_use().store(level, std::memory_order_relaxed);
}

} // namespace lpsglass

#include "lpsglass/core/instruction_level.hpp"

#include <algorithm>

#include "lpsglass/core/error.hpp"
#include "support/catch.hpp"

using namespace lpsglass;

TEST_CASE("the highest level of the processor is in use until another one is set",
          "[core][instruction_level]") {
    CHECK(instruction_level() == supported_instruction_level());
    const std::vector<InstructionLevel> levels = supported_instruction_levels();
    CHECK(levels.front() == InstructionLevel::portable);
    CHECK(levels.back() == supported_instruction_level());
    CHECK(std::is_sorted(levels.begin(), levels.end()));
    for (InstructionLevel level : levels) {
        set_instruction_level(level);
        CHECK(instruction_level() == level);
    }
}

TEST_CASE("a level the processor lacks is refused", "[core][instruction_level]") {
    const InstructionLevel before = instruction_level();
    for (InstructionLevel level :
         {InstructionLevel::x86_64_v2, InstructionLevel::x86_64_v3, InstructionLevel::x86_64_v4}) {
        if (level <= supported_instruction_level()) continue;
        CHECK_THROWS_AS(set_instruction_level(level), InputError);
        CHECK(instruction_level() == before);
    }
}

TEST_CASE("levels have the names of the x86-64 psABI", "[core][instruction_level]") {
    CHECK(name_of(InstructionLevel::portable) == "portable");
    CHECK(name_of(InstructionLevel::x86_64_v2) == "x86-64-v2");
    CHECK(name_of(InstructionLevel::x86_64_v3) == "x86-64-v3");
    CHECK(name_of(InstructionLevel::x86_64_v4) == "x86-64-v4");
    CHECK(instruction_level_named("portable") == InstructionLevel::portable);
    CHECK(instruction_level_named("x86-64-v3") == InstructionLevel::x86_64_v3);
    CHECK_THROWS_WITH(instruction_level_named("avx"),
                      "there is no instruction level 'avx' (portable, x86-64-v2, x86-64-v3, x86-64-v4)");
}

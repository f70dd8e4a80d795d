# The inner loops of the line are compiled once per instruction level of x86-64, and the program takes the highest
# its processor has (include/lpsglass/core/instruction_level.hpp). Elsewhere the portable build stands alone.
include(CheckCXXSourceCompiles)
check_cxx_source_compiles("
  #if !defined(__x86_64__)
  #error another processor
  #endif
  int main() { return __builtin_cpu_supports(\"avx512vl\") ? 0 : 1; }" LPSGLASS_X86_LEVELS)
if(LPSGLASS_X86_LEVELS)
  # No wider than what core/instruction_level.cpp asks the processor for. Without FMA: all levels round alike.
  set(flags_of_v2 -msse4.2)
  set(flags_of_v3 -mavx2)
  set(flags_of_v4 "-mavx512f;-mavx512dq;-mavx512bw;-mavx512vl;-mavx512cd;-mno-fma")
  set(levels_define ${CMAKE_CURRENT_SOURCE_DIR}/model/line_tables.cpp)
  foreach(level v2 v3 v4)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/model/line_sweep_x86_64_${level}.cpp)
    set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS "${flags_of_${level}}")
    list(APPEND levels_define ${source})
  endforeach()
  set_property(SOURCE ${levels_define} APPEND PROPERTY COMPILE_DEFINITIONS LPSGLASS_X86_LEVELS)
endif()

# One library per layer; a layer sees only the layers it lists (docs/developing.md).
add_library(lpsglass_options INTERFACE)
target_compile_options(lpsglass_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  # Results are identical to the last bit for any rank count: no contraction the compiler may choose
  # differently between two copies of one function, no reassociation.
  -ffp-contract=off
  # Wrong in GCC 12's own std::string.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)
if(LPSGLASS_WERROR)
  target_compile_options(lpsglass_options INTERFACE -Werror)
endif()
if(LPSGLASS_SANITIZE)
  target_compile_options(lpsglass_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -O1
    -Wno-maybe-uninitialized) # wrong in GCC 12's own headers when they are sanitized
  target_compile_definitions(lpsglass_options INTERFACE _GLIBCXX_ASSERTIONS)
  target_link_options(lpsglass_options INTERFACE -fsanitize=address,undefined)
endif()

# lpsglass_layer(NAME LAYERS a b PUBLIC x PRIVATE y z)
# LAYERS are the layers to its right that it may include, PUBLIC and PRIVATE are third-party targets.
# src/NAME/main.cpp belongs to the program, not to the library. A layer without sources is its headers alone.
function(lpsglass_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;PUBLIC;PRIVATE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ARG_LAYERS PREPEND lpsglass_)

  set(library lpsglass_${name})
  if(sources)
    add_library(${library} STATIC ${sources})
    target_link_libraries(${library} PRIVATE lpsglass_options ${ARG_PRIVATE})
    set(scope PUBLIC)
  else()
    message(STATUS "Layer ${name} has no sources")
    add_library(${library} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${library} ${scope} ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(${library} ${scope} ${ARG_LAYERS} ${ARG_PUBLIC})

  # What the layer's own unit tests may use besides the layer (tests/CMakeLists.txt).
  set_property(GLOBAL APPEND PROPERTY LPSGLASS_LAYERS ${name})
  set_property(GLOBAL PROPERTY LPSGLASS_PACKAGES_OF_${name} ${ARG_PUBLIC} ${ARG_PRIVATE})
endfunction()

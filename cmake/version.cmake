# What `lpsglass --version` tells. The build's description is fixed at configure time, the git revision is
# looked up at every build and its header rewritten only when it changed, so that nothing is rebuilt needlessly.
set(LPSGLASS_GENERATED ${PROJECT_BINARY_DIR}/generated)

string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
get_target_property(options lpsglass_options INTERFACE_COMPILE_OPTIONS)
list(FILTER options EXCLUDE REGEX "^(-W|\\$<)")
string(JOIN " " LPSGLASS_FLAGS ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}} ${options})
configure_file(${PROJECT_SOURCE_DIR}/cmake/build_info.hpp.in ${LPSGLASS_GENERATED}/build_info.hpp @ONLY)

find_package(Git QUIET)
add_custom_target(lpsglass_revision
  COMMAND ${CMAKE_COMMAND}
    -D GIT=${GIT_EXECUTABLE}
    -D SOURCE_DIR=${PROJECT_SOURCE_DIR}
    -D HEADER=${LPSGLASS_GENERATED}/git_revision.hpp
    -P ${PROJECT_SOURCE_DIR}/cmake/git_revision.cmake
  BYPRODUCTS ${LPSGLASS_GENERATED}/git_revision.hpp
  COMMENT "Looking up the git revision"
  VERBATIM)

target_include_directories(lpsglass_core PRIVATE ${LPSGLASS_GENERATED})
add_dependencies(lpsglass_core lpsglass_revision)

# Writes HEADER with the git revision of SOURCE_DIR: short hash, "-dirty" with uncommitted changes, "unknown"
# outside a repository. Run by the build (cmake/version.cmake).
set(revision unknown)
# A release unpacked inside someone else's repository has no .git of its own.
if(GIT AND EXISTS "${SOURCE_DIR}/.git")
  execute_process(
    # safe.directory: a mounted tree belongs to another user than a container's root.
    COMMAND ${GIT} --no-optional-locks -c safe.directory=${SOURCE_DIR} -C ${SOURCE_DIR}
      describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE described
    ERROR_QUIET
    RESULT_VARIABLE failed
    OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT failed AND described)
    set(revision ${described})
  endif()
endif()

set(content "#pragma once\n\n// Written by the build.\n#define LPSGLASS_GIT_REVISION \"${revision}\"\n")
set(present "")
if(EXISTS "${HEADER}")
  file(READ "${HEADER}" present)
endif()
if(NOT content STREQUAL present)
  file(WRITE "${HEADER}" "${content}")
endif()

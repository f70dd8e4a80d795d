#include "lpsglass/core/version.hpp"

#include "build_info.hpp"
#include "git_revision.hpp"

namespace lpsglass {

std::string_view program_version() {
    return LPSGLASS_VERSION;
}

std::string_view git_revision() {
    return LPSGLASS_GIT_REVISION;
}

std::string_view build_description() {
    return LPSGLASS_BUILD;
}

} // namespace lpsglass

#if defined(LPSGLASS_X86_LEVELS)
#include "line_sweep_body.hpp"

namespace lpsglass::model::sweep {

Functions x86_64_v3_functions() {
    return {sweep_line, sweep_frequencies};
}

} // namespace lpsglass::model::sweep
#endif

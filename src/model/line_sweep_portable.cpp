#include "line_sweep_body.hpp"

namespace lpsglass::model::sweep {

long workspace_size(const Job& job) {
    return space_of(job).size;
}

Functions portable_functions() {
    return {sweep_line, sweep_frequencies};
}

} // namespace lpsglass::model::sweep

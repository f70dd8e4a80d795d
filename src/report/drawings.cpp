#include "lpsglass/report/figures.hpp"

namespace lpsglass::report {

Contents drawings(const RunData&) {
    return {};
}

} // namespace lpsglass::report

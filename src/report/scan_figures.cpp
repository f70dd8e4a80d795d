#include "lpsglass/report/figures.hpp"

namespace lpsglass::report {

Contents figures_of_scan(const RunData&) {
    return {};
}

} // namespace lpsglass::report

#include <exception>
#include <iostream>

#include <Eigen/Core>

#include "command_line.hpp"
#include "common_libm.hpp"
#include "lpsglass/app/exit_status.hpp"
#include "lpsglass/core/error.hpp"

namespace {

std::string joined(int argc, char** argv) {
    std::string out;
    for (int i = 0; i < argc; ++i)
        out += (i > 0 ? " " : "") + std::string(argv[i]);
    return out;
}

} // namespace

int main(int argc, char** argv) {
    using namespace lpsglass::app;
    use_common_libm(argv);
    // Eigen cuts large matrix products by the processor's cache sizes: fixed, so that unlike nodes give equal
    // bits.
    Eigen::setCpuCacheSizes(32 * 1024, 512 * 1024, 8 * 1024 * 1024);

    const auto line = make_command_line(joined(argc, argv));
    try {
        line->program.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return line->program.exit(e) == 0 ? done : wrong_input;
    }

    try {
        const int status = line->chosen();
        if (!std::cout.flush())
            throw lpsglass::IoError("the answer could not be written to the standard output");
        return status;
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        return exit_status_of(e);
    }
}

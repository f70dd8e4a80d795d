#include "lpsglass/app/exit_status.hpp"

#include "lpsglass/core/error.hpp"

namespace lpsglass::app {

ExitStatus exit_status_of(const std::exception& error) {
    return dynamic_cast<const InputError*>(&error) ? wrong_input : machine_failed;
}

} // namespace lpsglass::app

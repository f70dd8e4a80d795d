#include "lpsglass/app/exit_status.hpp"

#include "lpsglass/core/error.hpp"

namespace lpsglass::app {

ExitStatus exit_status_of(const std::exception& error) {
    // A NumericalError that no set took up comes from the deck's own values: there is no line for them.
    const bool input = dynamic_cast<const InputError*>(&error) || dynamic_cast<const NumericalError*>(&error);
    return input ? wrong_input : machine_failed;
}

} // namespace lpsglass::app

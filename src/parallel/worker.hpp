#pragma once

#include "lpsglass/core/work.hpp"
#include "lpsglass/parallel/run_control.hpp"
#include "mailbox.hpp"

namespace lpsglass::parallel {

/// Any rank but 0 in a run: works, reports, and does what rank 0 says, to the end. Throws what ended the run.
WorkOutcome work_for_root(Mailbox& mailbox, const Work& work);

/// A run on a single rank: no threads, no messages.
WorkOutcome work_alone(WorkSource& source, const Work& work, RunControl& control);

} // namespace lpsglass::parallel

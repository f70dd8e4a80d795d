#pragma once

namespace lpsglass::app {

/// From now on this process ends by SIGKILL right before its `step`-th step (from 1) that changes the disk:
/// what a crash leaves behind is tested with it.
void kill_at_write_step(long step);

} // namespace lpsglass::app

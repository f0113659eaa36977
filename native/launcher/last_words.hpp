// What applications have said over TCP and nobody has received yet: it goes with the network namespace.
#pragma once

namespace sinfonia::launcher {

// Returns when all that was said over connections which are closed has arrived, or when nothing more of it
// does, or as soon as `interruption` can be read.
void await_last_words(int interruption);

}  // namespace sinfonia::launcher

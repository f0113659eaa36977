// What an application may do in its namespaces: nothing beyond what any user may.
#pragma once

namespace sinfonia::launcher {

// Empties every capability set but the bounding set (without which programs with file capabilities, such as
// Debian's ping, do not start at all), and makes sure that no exec fills them again. False: errno tells.
bool drop_privileges();

}  // namespace sinfonia::launcher

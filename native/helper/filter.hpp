// The system calls that are left once the helper is confined: seccomp(2). Any other ends it.
#pragma once

#include <linux/filter.h>

namespace sinfonia::helper {

sock_fprog filter_program();

}  // namespace sinfonia::helper

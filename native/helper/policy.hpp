// Who may have a link, and where: pure functions of facts.
#pragma once

#include "helper/facts.hpp"
#include "helper/reason.hpp"

namespace sinfonia::helper {

Verdict judge(const Facts& facts);

// Narrower than the kernel, whose dev_valid_name() takes any byte but '/', ':' and blanks, and for which '%d'
// is a number to choose.
bool is_link_name(std::string_view name);

}  // namespace sinfonia::helper

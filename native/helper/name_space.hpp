// The network namespace that the caller passed as descriptor 3.
#pragma once

#include "helper/facts.hpp"

namespace sinfonia::helper {

inline constexpr int kNamespaceDescriptor = 3;

NamespaceFacts observe_namespace();

}  // namespace sinfonia::helper

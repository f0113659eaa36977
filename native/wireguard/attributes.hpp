// The names of the attributes that the kernel may refuse.
#pragma once

#include "netlink/attribute_path.hpp"

namespace sinfonia::wireguard {

extern const netlink::AttributeTable kDeviceAttributes;

}  // namespace sinfonia::wireguard

// Makes TUN and TAP devices, as `ip tuntap add` does: netlink makes none.
#pragma once

#include <string>

#include "addon/channel.hpp"
#include "route/kinds/tun.hpp"

namespace sinfonia::addon {

// A persistent one, in the namespace of a conversation. "open": /dev/net/tun is not to be had. EEXIST: there
// is a link of this name. What cannot be finished is gone again.
netlink::Refusal create_tun(const Origin& origin, const std::string& name, const route::Tun& tun);

}  // namespace sinfonia::addon

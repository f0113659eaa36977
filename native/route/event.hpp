// What the kernel tells of changes: the multicast groups of rtnetlink(7).
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "netlink/failure.hpp"
#include "route/address.hpp"
#include "route/link.hpp"
#include "route/neighbour.hpp"
#include "route/route.hpp"
#include "route/rule.hpp"

namespace sinfonia::route {

// Some events were lost.
struct Lost {};

struct Event {
  std::variant<Lost, Link, LinkAddress, Route, Rule, Neighbour> object;
  // It is gone, and the object is what it was. Else it is new, or changed.
  bool deleted = false;
};

// The groups of <linux/rtnetlink.h> that tell of such objects.
struct Topics {
  bool links = false;
  bool addresses = false;
  bool routes = false;
  bool rules = false;
  bool neighbours = false;
};
std::vector<std::uint32_t> groups_of(const Topics& topics);

// Appends what a datagram tells. What is none of these is left out.
netlink::Refusal read_events(netlink::Bytes datagram, std::vector<Event>& events);

}  // namespace sinfonia::route

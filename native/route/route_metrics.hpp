// What TCP and IP take from a route: RTA_METRICS of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "netlink/attribute_path.hpp"
#include "netlink/attribute_reader.hpp"
#include "netlink/message.hpp"

namespace sinfonia::route {

struct RouteMetrics {
  // RTAX_… but RTAX_CC_ALGO, which is a text.
  struct Metric {
    std::uint16_t type = 0;
    std::uint32_t value = 0;
  };

  std::vector<Metric> numbers;
  // RTAX_CC_ALGO.
  std::optional<std::string> congestion_control;
};

extern const netlink::AttributeTable kMetricAttributes;

void write_metrics(netlink::MessageWriter& writer, const RouteMetrics& metrics);
void read_metrics(netlink::AttributeReader& reader, RouteMetrics& metrics);

}  // namespace sinfonia::route

#include "route/route_metrics.hpp"

#include <linux/rtnetlink.h>

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::route {

using netlink::AttributeReader;
using netlink::MessageWriter;

namespace {

constexpr netlink::AttributeName kMetricNames[] = {
    SINFONIA_NAME(RTAX_LOCK),
    SINFONIA_NAME(RTAX_MTU),
    SINFONIA_NAME(RTAX_WINDOW),
    SINFONIA_NAME(RTAX_RTT),
    SINFONIA_NAME(RTAX_RTTVAR),
    SINFONIA_NAME(RTAX_SSTHRESH),
    SINFONIA_NAME(RTAX_CWND),
    SINFONIA_NAME(RTAX_ADVMSS),
    SINFONIA_NAME(RTAX_REORDERING),
    SINFONIA_NAME(RTAX_HOPLIMIT),
    SINFONIA_NAME(RTAX_INITCWND),
    SINFONIA_NAME(RTAX_FEATURES),
    SINFONIA_NAME(RTAX_RTO_MIN),
    SINFONIA_NAME(RTAX_INITRWND),
    SINFONIA_NAME(RTAX_QUICKACK),
    SINFONIA_NAME(RTAX_CC_ALGO),
    SINFONIA_NAME(RTAX_FASTOPEN_NO_COOKIE),
};

}  // namespace

constexpr netlink::AttributeTable kMetricAttributes{kMetricNames};

void write_metrics(MessageWriter& writer, const RouteMetrics& metrics) {
  if (metrics.numbers.empty() && !metrics.congestion_control) return;
  writer.nest(RTA_METRICS, [&] {
    for (const RouteMetrics::Metric& metric : metrics.numbers) writer.u32(metric.type, metric.value);
    if (metrics.congestion_control) writer.text(RTAX_CC_ALGO, *metrics.congestion_control);
  });
}

void read_metrics(AttributeReader& reader, RouteMetrics& metrics) {
  while (reader.next()) {
    if (reader.type() == RTAX_CC_ALGO) {
      metrics.congestion_control = reader.text();
    } else {
      const std::uint16_t type = reader.type();
      metrics.numbers.push_back({type, reader.u32()});
    }
  }
}

}  // namespace sinfonia::route

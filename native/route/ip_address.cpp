#include "route/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace sinfonia::route {

std::size_t IpAddress::size_of(std::uint8_t family) {
  if (family == AF_INET) return sizeof(in_addr);
  return family == AF_INET6 ? sizeof(in6_addr) : 0;
}

std::optional<IpAddress> IpAddress::from_bytes(std::uint8_t family, netlink::Bytes bytes) {
  if (bytes.empty() || bytes.size() != size_of(family)) return std::nullopt;
  IpAddress address;
  address.family_ = family;
  std::copy(bytes.begin(), bytes.end(), address.bytes_.begin());
  return address;
}

std::optional<IpAddress> IpAddress::from_text(std::uint8_t family, const std::string& text) {
  IpAddress address;
  address.family_ = family;
  if (inet_pton(family, text.c_str(), address.bytes_.data()) != 1) return std::nullopt;
  return address;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* const written = inet_ntop(family_, bytes_.data(), text.data(), text.size());
  return written != nullptr ? written : "";
}

void read_ip(netlink::AttributeReader& reader, std::uint8_t family, std::optional<IpAddress>& into) {
  into = IpAddress::from_bytes(family, reader.payload());
  if (!into) reader.fail("attribute " + std::to_string(reader.type()) + " is no address of its family");
}

}  // namespace sinfonia::route

#include "launcher/inner_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace sinfonia::launcher {
namespace {

union SocketAddress {
  sockaddr generic;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

void turn_on(int socket, int level, int option) {
  const int on = 1;
  setsockopt(socket, level, option, &on, sizeof on);
}

// 0: the text is no address of this family.
socklen_t write_address(bool is_v6, const char* text, std::uint32_t port, SocketAddress& address) {
  const auto wire_port = htons(static_cast<std::uint16_t>(port));
  if (is_v6) {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_port = wire_port;
    return inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1 ? sizeof address.v6 : 0;
  }
  address.v4.sin_family = AF_INET;
  address.v4.sin_port = wire_port;
  return inet_pton(AF_INET, text, &address.v4.sin_addr) == 1 ? sizeof address.v4 : 0;
}

}  // namespace

Failure open_inner_socket(PayloadReader request, system::UniqueFd& into) {
  const bool is_v6 = request.number<std::uint32_t>() == 6;
  const bool is_stream = request.number<std::uint32_t>() != 0;
  const auto backlog = static_cast<int>(request.number<std::uint32_t>());
  const auto port = request.number<std::uint32_t>();
  const char* const text = request.text();
  SocketAddress address{};
  const socklen_t size = write_address(is_v6, text, port, address);
  if (!request.complete() || size == 0) return {EINVAL, "socket", text};
  into.reset(socket(is_v6 ? AF_INET6 : AF_INET, (is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0));
  if (!into) return failed("socket", text);
  if (is_v6) turn_on(into.get(), IPPROTO_IPV6, IPV6_V6ONLY);
  if (is_stream) turn_on(into.get(), SOL_SOCKET, SO_REUSEADDR);
  if (bind(into.get(), &address.generic, size) != 0) return failed("bind", text);
  if (is_stream && listen(into.get(), backlog) != 0) return failed("listen", text);
  return {};
}

}  // namespace sinfonia::launcher

#include "netlink/socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include "check.hpp"
#include "netlink/conversation.hpp"
#include "route/link.hpp"

using namespace sinfonia::netlink;
using sinfonia::system::UniqueFd;

TEST(socket_of_the_kernel_answers) {
  auto socket = Socket::open(NETLINK_ROUTE);
  CHECK(static_cast<bool>(socket));
  CHECK_EQUAL(fcntl(socket->get(), F_GETFD), FD_CLOEXEC);
  Conversation conversation(std::make_unique<Socket>(std::move(*socket)));
  const auto links = sinfonia::route::list_links(conversation);
  CHECK(static_cast<bool>(links));
  CHECK_EQUAL(links->front().name, "lo");
  const auto missing = sinfonia::route::get_link(conversation, std::string("no-such-link"));
  CHECK_EQUAL(missing.error().error, ENODEV);
  CHECK_EQUAL(std::string(missing.error().call), "RTM_GETLINK");
}

TEST(socket_must_be_of_its_protocol) {
  const auto route = Socket::open(NETLINK_ROUTE);
  CHECK(!Socket::check(route->get(), NETLINK_ROUTE));
  CHECK_EQUAL(Socket::check(route->get(), NETLINK_GENERIC).error, EPROTOTYPE);
  const UniqueFd unix(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  CHECK_EQUAL(Socket::check(unix.get(), NETLINK_ROUTE).error, EPROTOTYPE);
  const UniqueFd file(open("/dev/null", O_RDONLY | O_CLOEXEC));
  CHECK_EQUAL(Socket::check(file.get(), NETLINK_ROUTE).error, ENOTSOCK);
  CHECK_EQUAL(Socket::check(-1, NETLINK_ROUTE).error, EBADF);
}

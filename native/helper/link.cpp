#include "helper/link.hpp"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "helper/kernel.hpp"

namespace sinfonia::helper {
namespace {

constexpr std::string_view kKind = "wireguard";
constexpr std::size_t kLongestName = 15;

constexpr std::size_t padded(std::size_t size) { return (size + 3) & ~std::size_t{3}; }
// With the NUL that the kernel's strings end in.
constexpr std::size_t size_of_text(std::size_t length) { return padded(sizeof(nlattr) + length + 1); }

constexpr std::size_t kLargest = sizeof(nlmsghdr) + sizeof(ifinfomsg) + size_of_text(kLongestName) +
                                 padded(sizeof(nlattr) + sizeof(int)) + sizeof(nlattr) +
                                 size_of_text(kKind.size());
static_assert(kLargest <= sizeof(Request::bytes));

void append(Request& request, const void* data, std::size_t size) {
  std::memcpy(request.bytes.data() + request.size, data, size);
  request.size += padded(size);
}

void append_attribute(Request& request, unsigned short type, const void* data, std::size_t size) {
  const nlattr header{static_cast<unsigned short>(sizeof header + size), type};
  append(request, &header, sizeof header);
  append(request, data, size);
}

// What the kernel said to the request, 0 being yes; nullptr: nothing that can be understood.
struct Answer {
  nlmsghdr header;
  nlmsgerr acknowledgement;
};

bool receive_answer(long socket, int& error) {
  Answer answer{};
  sockaddr_nl sender{};
  socklen_t sender_size = sizeof sender;
  const long size = call(SYS_recvfrom, socket, &answer, sizeof answer, MSG_DONTWAIT, &sender, &sender_size);
  const bool is_ours = size >= static_cast<long>(sizeof answer) && sender.nl_pid == 0 &&
                       answer.header.nlmsg_type == NLMSG_ERROR && answer.header.nlmsg_seq == kSequence;
  if (is_ours) error = -answer.acknowledgement.error;
  return is_ours;
}

Verdict verdict_of(int error) {
  switch (error) {
    case 0:
      return {};
    case EOPNOTSUPP:
      return {Reason::kNoWireguard, error};
    case EEXIST:
      return {Reason::kNameTaken, error};
    default:
      return {Reason::kKernelRefused, error};
  }
}

}  // namespace

Request creation_request(std::string_view name, int name_space) {
  constexpr std::size_t kind_size = sizeof(nlattr) + size_of_text(kKind.size());
  Request request;
  nlmsghdr header{0, RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, kSequence, 0};
  const ifinfomsg link{};
  const nlattr information{kind_size, IFLA_LINKINFO | NLA_F_NESTED};
  char terminated[kLongestName + 1]{};
  std::memcpy(terminated, name.data(), name.size());
  request.size = sizeof header;
  append(request, &link, sizeof link);
  append_attribute(request, IFLA_IFNAME, terminated, name.size() + 1);
  append_attribute(request, IFLA_NET_NS_FD, &name_space, sizeof name_space);
  append(request, &information, sizeof information);
  append_attribute(request, IFLA_INFO_KIND, kKind.data(), kKind.size() + 1);
  header.nlmsg_len = static_cast<std::uint32_t>(request.size);
  std::memcpy(request.bytes.data(), &header, sizeof header);
  return request;
}

Verdict create_link(const Request& request) {
  const long socket = call(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (socket < 0) return {Reason::kKernelRefused, error_of(socket)};
  const long sent = call(SYS_sendto, socket, request.bytes.data(), request.size);
  if (sent < 0) return {Reason::kKernelRefused, error_of(sent)};
  // The kernel has dealt with it when sendto(2) returns: its answer is there, or never comes.
  int error = 0;
  if (!receive_answer(socket, error)) return {Reason::kNoAnswer};
  return verdict_of(error);
}

}  // namespace sinfonia::helper

#include "wireguard/client.hpp"

#include <string_view>

#include "wireguard/decode.hpp"
#include "wireguard/encode.hpp"

namespace sinfonia::wireguard {
namespace {

using generic::Family;
using generic::FamilyCache;
using netlink::Conversation;
using netlink::Failure;
using netlink::Message;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

class Wiping {
 public:
  explicit Wiping(Conversation& conversation) : conversation_(conversation) {}
  ~Wiping() { conversation_.wipe(); }
  Wiping(const Wiping&) = delete;
  Wiping& operator=(const Wiping&) = delete;

 private:
  Conversation& conversation_;
};

Result<Device> get_once(Conversation& conversation, std::uint16_t family, const LinkSelector& link) {
  Request request = encode_get(link, family);
  const auto read = [family](const Message& message, std::vector<Device>& devices) {
    if (devices.empty()) devices.emplace_back();
    return decode_part(message, family, devices.front());
  };
  Result<std::vector<Device>> devices = conversation.list<Device>(request, read);
  if (!devices) return devices.error();
  if (devices->empty()) return Failure(EBADMSG, request.name, "the answer is empty");
  return std::move(devices->front());
}

// wg_set_device of drivers/net/wireguard/netlink.c checks these before it does anything.
bool is_checked_first(const Failure& failure, const DeviceChange& change) {
  switch (failure.error) {
    case EPERM:
    case ENODEV:
    case EOPNOTSUPP:
    case ENOENT:
      return true;
    case EADDRINUSE:
      // Of the port, which comes behind the mark.
      return !change.fwmark;
    default:
      return std::string_view(failure.call) != "WG_CMD_SET_DEVICE";
  }
}

// For the buffer of the socket, which net.core.wmem_default sets.
bool is_too_long(const Failure& failure) {
  return failure.error == EMSGSIZE && std::string_view(failure.call) == "sendmsg";
}

Refusal set_once(Conversation& conversation, std::uint16_t family, const DeviceChange& change) {
  std::size_t size = kMessageSize;
  for (Place place; has_more(change, place);) {
    const Place begin = place;
    Request request = encode_set(change, family, place, size);
    Refusal refusal = conversation.acknowledge(request);
    if (!refusal) continue;
    if (is_too_long(*refusal) && size / 2 >= kSmallestMessage) {
      size /= 2;
      place = begin;
      continue;
    }
    refusal->partly_applied = !begin.first || !is_checked_first(*refusal, change);
    return refusal;
  }
  return std::nullopt;
}

const Failure* failure_of(const Result<Device>& answer) { return answer ? nullptr : &answer.error(); }
const Failure* failure_of(const Refusal& answer) { return answer ? &*answer : nullptr; }

// Once more with a new number, where WireGuard's module was loaded anew since an earlier request.
template <typename Attempt>
auto with_family(Conversation& conversation, FamilyCache& families, const Attempt& attempt)
    -> decltype(attempt(std::uint16_t{})) {
  for (bool again = families.knows(WG_GENL_NAME);; again = false) {
    const Result<Family> family = families.find(conversation, WG_GENL_NAME);
    if (!family) return family.error();
    auto answer = attempt(family->id);
    const Failure* const failure = failure_of(answer);
    if (!again || failure == nullptr || failure->error != ENOENT) return answer;
    families.forget(WG_GENL_NAME);
  }
}

}  // namespace

Result<Device> get_device(Conversation& conversation, FamilyCache& families, const LinkSelector& link) {
  const Wiping wiping(conversation);
  return with_family(conversation, families,
                     [&](std::uint16_t family) { return get_once(conversation, family, link); });
}

Refusal set_device(Conversation& conversation, FamilyCache& families, const DeviceChange& change) {
  // A refusal may echo the request.
  const Wiping wiping(conversation);
  return with_family(conversation, families,
                     [&](std::uint16_t family) { return set_once(conversation, family, change); });
}

}  // namespace sinfonia::wireguard

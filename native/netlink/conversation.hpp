// Requests and their answers over one netlink socket, one after another.
//
// Not for two threads at once. After a failure the conversation goes on: whatever arrives late is told apart
// by its sequence number.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "netlink/attribute_path.hpp"
#include "netlink/extended_ack.hpp"
#include "netlink/failure.hpp"
#include "netlink/message.hpp"
#include "netlink/transport.hpp"
#include "system/secret_memory.hpp"

namespace sinfonia::netlink {

struct Request {
  // "RTM_NEWLINK": what failures are named after.
  const char* name;
  const AttributeTable* attributes;
  MessageWriter message;
};

class Conversation {
 public:
  explicit Conversation(std::unique_ptr<Transport> transport);

  // A request that the kernel acknowledges.
  Refusal acknowledge(Request& request);

  // A request that the kernel acknowledges, perhaps behind answers: `read(Message)` gets each, and refuses
  // what is malformed.
  using ReadPart = std::function<Refusal(const Message&)>;
  Refusal converse(Request& request, const ReadPart& read);

  // A request for one object. `decode(Message)` gives a Result of it.
  template <typename Object, typename Decode>
  Result<Object> ask(Request& request, Decode&& decode) {
    std::optional<Result<Object>> object;
    const Refusal refusal = ask_one(request, [&](const Message& answer) { object = decode(answer); });
    return refusal ? Result<Object>(*refusal) : std::move(*object);
  }

  // A dump. `decode(Message, std::vector<Object>&)` appends what a message tells, and refuses what is
  // malformed. Interrupted by a change in the kernel it is done again, a bounded number of times.
  template <typename Object, typename Decode>
  Result<std::vector<Object>> list(Request& request, Decode&& decode) {
    std::vector<Object> objects;
    const Refusal refusal = dump(
        request, [&] { objects.clear(); }, [&](const Message& part) { return decode(part, objects); });
    return refusal ? Result<std::vector<Object>>(*refusal) : std::move(objects);
  }

  // The same with parts that `read` keeps. `begin()` forgets those of an earlier attempt.
  Refusal dump(Request& request, const std::function<void()>& begin, const ReadPart& read);

  // Overwrites what was received: after answers that had keys in them.
  void wipe() { system::wipe(buffer_); }

 private:
  // nullopt while more of the answer is to come.
  using Verdict = std::optional<Refusal>;
  using Judge = std::function<Verdict(const Message&)>;
  using Read = std::function<void(const Message&)>;

  Refusal ask_one(Request& request, const Read& read);
  Refusal dump_once(Request& request, const ReadPart& read);
  // Makes a request that only reads again when its answer was lost or interrupted.
  Refusal read_again(const std::function<Refusal()>& attempt);

  // With a new sequence number.
  Refusal send(Request& request);
  // Calls `judge` with each message that answers the request, until it has a verdict.
  Refusal receive(const Request& request, const Judge& judge, bool needs_every_message);
  system::Result<Bytes> receive_datagram(bool may_wait);
  void drop_what_is_left();

  std::unique_ptr<Transport> transport_;
  system::SecretBytes buffer_;
  std::uint32_t sequence_;
};

}  // namespace sinfonia::netlink

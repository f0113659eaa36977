#include "netlink/conversation.hpp"

#include <sys/random.h>

#include <algorithm>

namespace sinfonia::netlink {
namespace {

using system::SystemError;

// The kernel's dump chunks are at most 32 KiB, unless a single object is larger.
constexpr std::size_t kFirstBuffer = std::size_t{64} << 10U;
constexpr std::size_t kLargestBuffer = std::size_t{16} << 20U;
// How often what only reads is tried.
constexpr int kAttempts = 10;
// The kernel answers before its send returns: only a lost answer takes time.
constexpr int kPatience = 5000;

Failure malformed(const Request& request, const std::string& what) { return {EBADMSG, request.name, what}; }

// The name of what is missing, with the path of the nest that lacks it.
std::string missing_attribute(const Request& request, Bytes sent, const ExtendedAck& ack) {
  const std::size_t begin = request.message.attributes_offset();
  if (!ack.missing_nest) return request.attributes->name(static_cast<std::uint16_t>(*ack.missing_type));
  const AttributeTable* const inside = table_inside(sent, begin, *request.attributes, *ack.missing_nest);
  const auto type = static_cast<std::uint16_t>(*ack.missing_type);
  return attribute_path(sent, begin, *request.attributes, *ack.missing_nest) + "/" +
         (inside != nullptr ? inside->name(type) : std::to_string(type));
}

Failure refusal_of(const Request& request, const ExtendedAck& ack) {
  Failure failure(ack.error, request.name, ack.text);
  const Bytes sent = request.message.bytes();
  if (ack.offset) {
    failure.attribute =
        attribute_path(sent, request.message.attributes_offset(), *request.attributes, *ack.offset);
  } else if (ack.missing_type) {
    failure.attribute = missing_attribute(request, sent, ack);
    if (failure.detail.empty()) failure.detail = "a required attribute is missing";
  }
  return failure;
}

// What NLMSG_ERROR or NLMSG_DONE tells: nothing, or a failure.
Refusal read_end(const Request& request, const Message& message) {
  const std::optional<ExtendedAck> ack = read_extended_ack(message);
  if (!ack) return malformed(request, "an acknowledgement without an errno");
  return ack->error == 0 ? Refusal{} : refusal_of(request, *ack);
}

bool answer_was_lost(const Failure& failure) {
  return std::string_view(failure.call) == "recvmsg" &&
         (failure.error == EMSGSIZE || failure.error == ENOBUFS);
}

// Not from 0: what was sent to a passed socket before must not look like an answer.
std::uint32_t first_sequence() {
  std::uint32_t sequence = 0;
  if (getrandom(&sequence, sizeof sequence, GRND_NONBLOCK) != sizeof sequence) sequence = 1;
  return sequence;
}

}  // namespace

Conversation::Conversation(std::unique_ptr<Transport> transport)
    : transport_(std::move(transport)), sequence_(first_sequence()) {}

Refusal Conversation::acknowledge(Request& request) {
  request.message.add_flags(NLM_F_REQUEST | NLM_F_ACK);
  if (Refusal refusal = send(request)) return refusal;
  const Judge judge = [&](const Message& message) -> Verdict {
    if (message.header.nlmsg_type != NLMSG_ERROR) return std::nullopt;
    return read_end(request, message);
  };
  return receive(request, judge, false);
}

Refusal Conversation::converse(Request& request, const ReadPart& read) {
  request.message.add_flags(NLM_F_REQUEST | NLM_F_ACK);
  if (Refusal refusal = send(request)) return refusal;
  Refusal problem;
  const Judge judge = [&](const Message& message) -> Verdict {
    const std::uint16_t type = message.header.nlmsg_type;
    if (type == NLMSG_ERROR) {
      Refusal refusal = read_end(request, message);
      return refusal ? refusal : problem;
    }
    if (type >= NLMSG_MIN_TYPE && !problem) problem = read(message);
    return std::nullopt;
  };
  return receive(request, judge, true);
}

Refusal Conversation::ask_one(Request& request, const Read& read) {
  request.message.add_flags(NLM_F_REQUEST);
  return read_again([&]() -> Refusal {
    if (Refusal refusal = send(request)) return refusal;
    const Judge judge = [&](const Message& message) -> Verdict {
      const std::uint16_t type = message.header.nlmsg_type;
      if (type == NLMSG_ERROR || type == NLMSG_DONE) {
        Refusal refusal = read_end(request, message);
        return refusal ? refusal : malformed(request, "an acknowledgement in place of an object");
      }
      if (type < NLMSG_MIN_TYPE) return std::nullopt;
      read(message);
      return Refusal{};
    };
    return receive(request, judge, true);
  });
}

Refusal Conversation::dump(Request& request, const std::function<void()>& begin, const ReadPart& read) {
  request.message.add_flags(NLM_F_REQUEST | NLM_F_DUMP);
  return read_again([&] {
    begin();
    return dump_once(request, read);
  });
}

// Reads to the end even when a part is malformed: the next request must not find the rest.
Refusal Conversation::dump_once(Request& request, const ReadPart& read) {
  if (Refusal refusal = send(request)) return refusal;
  bool interrupted = false;
  Refusal problem;
  const Judge judge = [&](const Message& message) -> Verdict {
    interrupted = interrupted || (message.header.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
    const std::uint16_t type = message.header.nlmsg_type;
    if (type == NLMSG_ERROR || type == NLMSG_DONE) {
      Refusal refusal = read_end(request, message);
      if (refusal || type == NLMSG_DONE) return refusal;
    } else if (type >= NLMSG_MIN_TYPE && !problem) {
      problem = read(message);
    }
    return std::nullopt;
  };
  if (Refusal refusal = receive(request, judge, true)) return refusal;
  if (!interrupted) return problem;
  Failure failure(EINTR, request.name);
  failure.dump_interrupted = true;
  return failure;
}

Refusal Conversation::read_again(const std::function<Refusal()>& attempt) {
  Refusal refusal;
  for (int i = 0; i < kAttempts; ++i) {
    refusal = attempt();
    const bool lost = refusal && answer_was_lost(*refusal);
    // Else the next request would find a dump under way (EBUSY).
    if (lost || (refusal && refusal->error == EBADMSG)) drop_what_is_left();
    if (!lost && !(refusal && refusal->dump_interrupted)) break;
  }
  return refusal;
}

Refusal Conversation::send(Request& request) {
  if (!request.message.ok())
    return Failure(EMSGSIZE, request.name, "an attribute does not fit into a message");
  const SystemError error = transport_->send(request.message.finish(++sequence_));
  return error ? Refusal(error) : std::nullopt;
}

Refusal Conversation::receive(const Request& request, const Judge& judge, bool needs_every_message) {
  bool lost_something = false;
  for (;;) {
    const system::Result<Bytes> datagram = receive_datagram(!lost_something);
    if (!datagram) {
      const SystemError& error = datagram.error();
      if (lost_something && error.error == EAGAIN) return Failure(ENOBUFS, "recvmsg");
      if (needs_every_message || error.error != ENOBUFS) return error;
      // Lost was not necessarily the one answer that counts.
      lost_something = true;
      continue;
    }
    MessageSplitter splitter(*datagram);
    Message message;
    while (splitter.next(message)) {
      if (message.header.nlmsg_seq != sequence_) continue;
      if (Verdict verdict = judge(message)) return *verdict;
    }
    if (!splitter.ok()) return malformed(request, "an answer whose lengths do not add up");
  }
}

system::Result<Bytes> Conversation::receive_datagram(bool may_wait) {
  if (buffer_.empty()) buffer_.resize(kFirstBuffer);
  for (;;) {
    const system::Result<std::size_t> size = transport_->receive(buffer_);
    if (size && *size <= buffer_.size()) return Bytes(buffer_).first(*size);
    if (size) {
      buffer_.resize(std::min(*size, kLargestBuffer));
      return SystemError{EMSGSIZE, "recvmsg"};
    }
    if (size.error().error != EAGAIN || !may_wait) return size.error();
    if (SystemError error = transport_->wait(kPatience)) return error;
  }
}

void Conversation::drop_what_is_left() {
  for (;;) {
    const system::Result<Bytes> datagram = receive_datagram(false);
    if (!datagram && !answer_was_lost(datagram.error())) return;
  }
}

}  // namespace sinfonia::netlink

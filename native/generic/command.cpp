#include "generic/command.hpp"

#include <linux/genetlink.h>

namespace sinfonia::generic {
namespace {

using netlink::Bytes;
using netlink::Failure;
using netlink::Message;
using netlink::Refusal;
using netlink::Request;

constexpr const char* kRequest = "NETLINK_GENERIC";
// Of all that answers one request.
constexpr std::size_t kMostBytes = std::size_t{64} << 20U;

Request request_of(const Command& command) {
  const genlmsghdr header{command.command, command.version, 0};
  Request request{kRequest, &netlink::kNumberedAttributes, netlink::MessageWriter(command.family, 0, header)};
  request.message.more_header(command.header);
  request.message.raw(command.attributes);
  return request;
}

// Gathers answers of a family.
class Answers {
 public:
  explicit Answers(std::uint16_t family) : family_(family) {}

  void clear() {
    answers_.clear();
    size_ = 0;
  }
  Refusal take(const Message& message) {
    if (message.header.nlmsg_type != family_ || message.payload.size() < GENL_HDRLEN) {
      return Failure(EBADMSG, kRequest, "an answer is no message of the family");
    }
    size_ += message.payload.size();
    if (size_ > kMostBytes) return Failure(EMSGSIZE, "recvmsg", "the answer has more than 64 MiB");
    answers_.emplace_back(message.payload.begin(), message.payload.end());
    return {};
  }
  std::vector<Answer>& answers() { return answers_; }

 private:
  std::uint16_t family_;
  std::size_t size_ = 0;
  std::vector<Answer> answers_;
};

template <typename Talk>
netlink::Result<std::vector<Answer>> gather(const Command& command, Talk talk) {
  Request request = request_of(command);
  Answers answers(command.family);
  if (Refusal refusal = talk(request, answers)) return *refusal;
  return std::move(answers.answers());
}

}  // namespace

netlink::Result<std::vector<Answer>> send_command(netlink::Conversation& conversation,
                                                  const Command& command) {
  return gather(command, [&](Request& request, Answers& answers) {
    return conversation.converse(request, [&](const Message& message) { return answers.take(message); });
  });
}

netlink::Result<std::vector<Answer>> dump(netlink::Conversation& conversation, const Command& command) {
  return gather(command, [&](Request& request, Answers& answers) {
    const auto begin = [&] { answers.clear(); };
    return conversation.dump(request, begin, [&](const Message& message) { return answers.take(message); });
  });
}

Refusal read_told(Bytes datagram, std::uint16_t family, std::vector<Told>& told) {
  netlink::MessageSplitter splitter(datagram);
  Message message;
  while (splitter.next(message)) {
    if (message.header.nlmsg_type != family || message.payload.size() < GENL_HDRLEN) continue;
    told.emplace_back(Answer(message.payload.begin(), message.payload.end()));
  }
  if (splitter.ok()) return {};
  return Failure(EBADMSG, kRequest, "a message whose lengths do not add up");
}

}  // namespace sinfonia::generic

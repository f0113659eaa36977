#include <algorithm>

#include "check.hpp"
#include "fake_kernel.hpp"
#include "wireguard/client.hpp"
#include "wireguard_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::wireguard;
using namespace sinfonia::test;
using sinfonia::generic::FamilyCache;

namespace {

// Answers look-ups of the family by itself.
Conversation with(Kernel kernel) {
  return Conversation(
      std::make_unique<FakeKernel>([kernel = std::move(kernel)](Bytes request) -> std::vector<Answer> {
        nlmsghdr header{};
        CHECK(read_structure(request, header));
        if (header.nlmsg_type == GENL_ID_CTRL) return {family_answer(header.nlmsg_seq)};
        return kernel(request);
      }));
}

DeviceChange many_peers() {
  DeviceChange change;
  change.link = 1U;
  change.peers.resize(2000);
  return change;
}

Refusal refused_at(int place, int error, const DeviceChange& change) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    return {capped_error(sequence_of(request), ++asked == place ? -error : 0)};
  });
  FamilyCache families;
  return set_device(conversation, families, change);
}

// Looks at the memory that answers are received into.
class Watching : public FakeKernel {
 public:
  Watching(Kernel kernel, std::span<std::byte>& seen) : FakeKernel(std::move(kernel)), seen_(seen) {}

  sinfonia::system::Result<std::size_t> receive(std::span<std::byte> buffer) override {
    seen_ = buffer;
    return FakeKernel::receive(buffer);
  }

 private:
  std::span<std::byte>& seen_;
};

// A socket whose buffer takes `most` bytes.
class Narrow : public FakeKernel {
 public:
  Narrow(Kernel kernel, std::size_t most) : FakeKernel(std::move(kernel)), most_(most) {}

  sinfonia::system::SystemError send(Bytes datagram) override {
    if (datagram.size() > most_) return {EMSGSIZE, "sendmsg"};
    return FakeKernel::send(datagram);
  }

 private:
  std::size_t most_;
};

bool is_zero(std::span<const std::byte> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; });
}

}  // namespace

TEST(interrupted_wireguard_dump_is_done_again_without_what_came_before) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    const auto peer = [](int number) {
      return nested(WGDEVICE_A_PEERS, nested(0, attribute(WGPEER_A_PUBLIC_KEY, key(number))));
    };
    if (++asked == 1) {
      return {wireguard_message(sequence, peer(1)), done(sequence, 0, {}, NLM_F_DUMP_INTR)};
    }
    return {wireguard_message(sequence, peer(2)) + wireguard_message(sequence, peer(3)), done(sequence)};
  });
  FamilyCache families;
  const Result<Device> device = get_device(conversation, families, 1U);
  CHECK_EQUAL(asked, 2);
  CHECK_EQUAL(device->peers.size(), 2U);
  CHECK(device->peers[0].public_key[0] == std::byte{2});
}

TEST(empty_wireguard_dump_is_no_device) {
  Conversation conversation =
      with([](Bytes request) -> std::vector<Answer> { return {done(sequence_of(request))}; });
  FamilyCache families;
  const Result<Device> device = get_device(conversation, families, 1U);
  CHECK_EQUAL(device.error().error, EBADMSG);
}

TEST(received_keys_are_overwritten) {
  std::span<std::byte> buffer;
  Conversation conversation(std::make_unique<Watching>(
      [](Bytes request) -> std::vector<Answer> {
        const std::uint32_t sequence = sequence_of(request);
        nlmsghdr header{};
        CHECK(read_structure(request, header));
        if (header.nlmsg_type == GENL_ID_CTRL) return {family_answer(sequence)};
        return {wireguard_message(sequence, attribute(WGDEVICE_A_PRIVATE_KEY, key(0x55))), done(sequence)};
      },
      buffer));
  FamilyCache families;
  const Result<Device> device = get_device(conversation, families, 1U);
  CHECK(device->private_key.has_value());
  CHECK(!buffer.empty());
  CHECK(is_zero(buffer));
}

TEST(device_is_asked_for_by_a_new_number_where_the_old_one_has_gone) {
  std::uint8_t number = 28;
  int asked = 0;
  Conversation conversation(std::make_unique<FakeKernel>([&](Bytes request) -> std::vector<Answer> {
    nlmsghdr header{};
    CHECK(read_structure(request, header));
    if (header.nlmsg_type == GENL_ID_CTRL) {
      ++asked;
      return {family_answer(header.nlmsg_seq, {std::byte{number}, std::byte{0}})};
    }
    return {capped_error(header.nlmsg_seq, header.nlmsg_type == number ? 0 : -ENOENT)};
  }));
  FamilyCache families;
  CHECK(!set_device(conversation, families, {1U, 0, {}, {}, {}, {}}));
  number = 30;
  CHECK(!set_device(conversation, families, {1U, 0, {}, {}, {}, {}}));
  CHECK_EQUAL(asked, 2);
}

TEST(kernel_that_goes_on_saying_no_family_is_asked_once) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    ++asked;
    return {capped_error(sequence_of(request), -ENOENT)};
  });
  FamilyCache families;
  CHECK_EQUAL(set_device(conversation, families, {1U, 0, {}, {}, {}, {}})->error, ENOENT);
  CHECK_EQUAL(asked, 1);
}

TEST(change_goes_through_a_small_socket_in_smaller_messages) {
  for (const std::size_t most : {100U, 1000U, 5000U}) {
    std::size_t sent = 0;
    Conversation conversation(std::make_unique<Narrow>(
        [&](Bytes request) -> std::vector<Answer> {
          nlmsghdr header{};
          CHECK(read_structure(request, header));
          if (header.nlmsg_type == GENL_ID_CTRL) return {family_answer(header.nlmsg_seq)};
          sent += request.size();
          return {capped_error(header.nlmsg_seq, 0)};
        },
        most));
    FamilyCache families;
    const Refusal refusal = set_device(conversation, families, many_peers());
    // Of 2000 peers, each with its key; a message can be too small for one.
    CHECK_EQUAL(refusal.has_value(), most == 100U);
    CHECK_EQUAL(sent > 2000U * 40, most != 100U);
    CHECK(!refusal || !refusal->partly_applied);
  }
}

TEST(change_that_is_refused_before_anything_was_done) {
  for (const int error : {EPERM, ENODEV, EOPNOTSUPP, EADDRINUSE}) {
    CHECK_EQUAL(refused_at(1, error, many_peers())->error, error);
    CHECK(!refused_at(1, error, many_peers())->partly_applied);
  }
}

TEST(change_that_is_refused_in_its_midst) {
  CHECK(refused_at(1, EINVAL, many_peers())->partly_applied);
  CHECK(refused_at(2, EPERM, many_peers())->partly_applied);
  // The mark stands before the port.
  DeviceChange change{1U, 0, {}, 1, 1, {}};
  CHECK(refused_at(1, EADDRINUSE, change)->partly_applied);
  CHECK(!refused_at(9, EPERM, many_peers()));
}

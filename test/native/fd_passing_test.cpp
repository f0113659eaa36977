#include "system/fd_passing.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <vector>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::system;
using namespace sinfonia::test;

namespace {

struct Pair {
  UniqueFd near;
  UniqueFd far;
};

Pair connected() {
  std::array<int, 2> ends{};
  CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), 0);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

bool is_same_file(int left, int right) {
  struct stat first {};
  struct stat second {};
  return fstat(left, &first) == 0 && fstat(right, &second) == 0 && first.st_ino == second.st_ino &&
         first.st_dev == second.st_dev;
}

int lowest_free() {
  const UniqueFd probe(open("/dev/null", O_RDONLY | O_CLOEXEC));
  return probe.get();
}

}  // namespace

TEST(descriptors_arrive_with_the_first_byte_and_are_close_on_exec) {
  const Pair pair = connected();
  const UniqueFd file(open("/dev/null", O_RDONLY | O_CLOEXEC));
  const std::array descriptors{file.get(), pair.near.get()};
  CHECK_EQUAL(*send_with_descriptors(pair.near.get(), bytes("01 02 03"), descriptors, 0), 3U);
  ByteVector data(1);
  std::array<UniqueFd, 4> received;
  const auto first = receive_with_descriptors(pair.far.get(), data, received, 0);
  CHECK_EQUAL(first->size, 1U);
  CHECK_EQUAL(first->descriptors, 2U);
  CHECK(is_same_file(received[0].get(), file.get()));
  CHECK(is_same_file(received[1].get(), pair.near.get()));
  CHECK_EQUAL(fcntl(received[0].get(), F_GETFD), FD_CLOEXEC);
  std::array<UniqueFd, 4> none;
  CHECK_EQUAL(receive_with_descriptors(pair.far.get(), data, none, 0)->descriptors, 0U);
}

TEST(more_descriptors_than_asked_for_are_all_closed) {
  // An odd number: the padding of the control message has room for one more.
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
    const Pair pair = connected();
    const int free_before = lowest_free();
    const std::vector<int> descriptors(room + 1, pair.near.get());
    CHECK(static_cast<bool>(send_with_descriptors(pair.near.get(), bytes("01"), descriptors, 0)));
    ByteVector data(1);
    std::vector<UniqueFd> received(room);
    const auto result = receive_with_descriptors(pair.far.get(), data, received, 0);
    CHECK(!result);
    CHECK_EQUAL(result.error().error, EMSGSIZE);
    CHECK_EQUAL(lowest_free(), free_before);
  }
}

TEST(more_descriptors_than_the_kernel_passes_are_refused) {
  const Pair pair = connected();
  const std::vector<int> descriptors(kMaxDescriptors + 1, 0);
  CHECK_EQUAL(send_with_descriptors(pair.near.get(), bytes("01"), descriptors, 0).error().error, EINVAL);
}

TEST(end_of_file_is_an_empty_message_and_a_broken_pipe_no_signal) {
  Pair pair = connected();
  pair.near.reset();
  ByteVector data(4);
  CHECK_EQUAL(receive_with_descriptors(pair.far.get(), data, {}, 0)->size, 0U);
  CHECK_EQUAL(send_with_descriptors(pair.far.get(), bytes("01"), {}, 0).error().error, EPIPE);
}

TEST(without_waiting_an_empty_socket_says_so) {
  const Pair pair = connected();
  ByteVector data(4);
  CHECK_EQUAL(receive_with_descriptors(pair.far.get(), data, {}, MSG_DONTWAIT).error().error, EAGAIN);
}

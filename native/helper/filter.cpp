#include "helper/filter.hpp"

#include <linux/audit.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/seccomp.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "helper/kernel.hpp"
#include "helper/link.hpp"

namespace sinfonia::helper {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#endif

// An argument of a call, whose low 32 bits are this value: all that the kernel looks at where the argument is
// an int. Of an address they are half of it, which its size of 0 makes up for.
struct Condition {
  std::uint8_t argument;
  std::uint32_t value;
};

struct Rule {
  std::uint32_t number;
  std::uint8_t condition_count = 0;
  std::array<Condition, 4> conditions{};
};

constexpr std::array kRules{
    Rule{SYS_fstatfs, 1, {{{0, 3}}}},
    Rule{SYS_ioctl, 1, {{{1, NS_GET_NSTYPE}}}},
    Rule{SYS_ioctl, 1, {{{1, NS_GET_USERNS}}}},
    Rule{SYS_ioctl, 1, {{{1, NS_GET_PARENT}}}},
    Rule{SYS_ioctl, 1, {{{1, NS_GET_OWNER_UID}}}},
    Rule{SYS_capset},
    Rule{SYS_socket, 3, {{{0, AF_NETLINK}, {1, SOCK_RAW | SOCK_CLOEXEC}, {2, NETLINK_ROUTE}}}},
    // No flags and no address: to the kernel, by the socket that it has opened, and not by one of its
    // caller's.
    Rule{SYS_sendto, 4, {{{0, kSocketDescriptor}, {3, 0}, {4, 0}, {5, 0}}}},
    Rule{SYS_recvfrom, 2, {{{0, kSocketDescriptor}, {3, MSG_DONTWAIT}}}},
    Rule{SYS_close_range, 1, {{{0, 3}}}},
    Rule{SYS_write, 1, {{{0, 1}}}},
    Rule{SYS_exit_group},
};

constexpr std::size_t instructions_of(const Rule& rule) { return 3 + std::size_t{2} * rule.condition_count; }

constexpr std::size_t instruction_count() {
  std::size_t count = 4;
  for (const Rule& rule : kRules) count += instructions_of(rule);
  return count;
}

constexpr sock_filter load(std::size_t offset) {
  return {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(offset)};
}

constexpr sock_filter unless_equal_skip(std::uint32_t value, std::size_t instructions) {
  return {BPF_JMP | BPF_JEQ | BPF_K, 0, static_cast<std::uint8_t>(instructions), value};
}

constexpr sock_filter end(std::uint32_t action) { return {BPF_RET | BPF_K, 0, 0, action}; }

// Each rule is a block that allows, or falls through to the next. The numbers of x32 have a bit that none of
// the rules has.
constexpr auto compile() {
  std::array<sock_filter, instruction_count()> program{};
  std::size_t at = 0;
  program[at++] = load(offsetof(seccomp_data, arch));
  program[at++] = unless_equal_skip(kArchitecture, instruction_count() - 3);
  for (const Rule& rule : kRules) {
    const std::size_t behind = at + instructions_of(rule);
    program[at++] = load(offsetof(seccomp_data, nr));
    program[at] = unless_equal_skip(rule.number, behind - at - 1);
    ++at;
    for (std::size_t i = 0; i < rule.condition_count; ++i) {
      const Condition& condition = rule.conditions[i];
      program[at++] = load(offsetof(seccomp_data, args) + sizeof(std::uint64_t) * condition.argument);
      program[at] = unless_equal_skip(condition.value, behind - at - 1);
      ++at;
    }
    program[at++] = end(SECCOMP_RET_ALLOW);
  }
  program[at++] = end(SECCOMP_RET_KILL_PROCESS);
  program[at] = end(SECCOMP_RET_KILL_PROCESS);
  return program;
}

constexpr auto kProgram = compile();
static_assert(kProgram.size() < 256, "a jump reaches 255 instructions");

}  // namespace

sock_fprog filter_program() {
  // The kernel does not write there.
  return {static_cast<unsigned short>(kProgram.size()), const_cast<sock_filter*>(kProgram.data())};
}

}  // namespace sinfonia::helper

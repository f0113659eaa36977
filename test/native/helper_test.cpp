// The helper's policy, the bytes that it sends to the kernel, and those that it answers with.
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <set>

#include "check.hpp"
#include "helper/answer.hpp"
#include "helper/kernel.hpp"
#include "helper/link.hpp"
#include "helper/name_space.hpp"
#include "helper/policy.hpp"
#include "helper/process.hpp"
#include "route/link.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::helper;
using sinfonia::test::hexadecimal;

namespace {

constexpr std::uint64_t kNetAdmin = std::uint64_t{1} << CAP_NET_ADMIN;

// What is granted: an ordinary user with a namespace of his own.
Facts granted() {
  Facts facts;
  facts.process.has_standard_descriptors = true;
  facts.process.user = facts.process.group = {1000, 1000, 1000};
  facts.process.permitted = kNetAdmin;
  facts.argument_count = 2;
  facts.name = "wg0";
  facts.name_space = {true, CLONE_NEWNET, 0, 0, EPERM, 0, 1000};
  return facts;
}

struct Refusal {
  Reason reason;
  int error;
  std::function<void(Facts&)> change;
};

// Each differs from what is granted in one thing.
const Refusal kRefusals[] = {
    {Reason::kClosedDescriptor, 0, [](Facts& f) { f.process.has_standard_descriptors = false; }},
    {Reason::kSetuid, 0, [](Facts& f) { f.process.user.effective = 0; }},
    {Reason::kSetuid, 0, [](Facts& f) { f.process.user.saved = 0; }},
    {Reason::kSetuid, 0, [](Facts& f) { f.process.user.real = 0; }},
    {Reason::kSetuid, 0, [](Facts& f) { f.process.group.effective = 0; }},
    {Reason::kSetuid, 0, [](Facts& f) { f.process.group.saved = 0; }},
    {Reason::kTooManyCapabilities, 0, [](Facts& f) { f.process.permitted |= 1; }},
    {Reason::kTooManyCapabilities, 0, [](Facts& f) { f.process.permitted = ~std::uint64_t{0}; }},
    {Reason::kTooManyCapabilities, 0, [](Facts& f) { f.process.permitted |= std::uint64_t{1} << 40; }},
    {Reason::kTooManyCapabilities, 0, [](Facts& f) { f.process.permitted = 1; }},
    {Reason::kNotGranted, 0, [](Facts& f) { f.process.permitted = 0; }},
    {Reason::kNosuidMount, 0,
     [](Facts& f) {
       f.process.permitted = 0;
       f.process.is_on_nosuid_mount = true;
     }},
    {Reason::kBoundingSet, 0,
     [](Facts& f) {
       f.process.permitted = 0;
       f.process.is_on_nosuid_mount = true;
       f.process.is_in_bounding_set = false;
     }},
    {Reason::kNoNewPrivileges, 0,
     [](Facts& f) {
       f.process.permitted = 0;
       f.process.is_on_nosuid_mount = true;
       f.process.is_in_bounding_set = false;
       f.process.no_new_privileges = true;
     }},
    {Reason::kUsage, 0, [](Facts& f) { f.argument_count = 0; }},
    {Reason::kUsage, 0, [](Facts& f) { f.argument_count = 1; }},
    {Reason::kUsage, 0, [](Facts& f) { f.argument_count = 3; }},
    {Reason::kUsage, 0, [](Facts& f) { f.argument_count = -1; }},
    {Reason::kBadName, 0, [](Facts& f) { f.name = "wg%d"; }},
    {Reason::kNotANetworkNamespace, 0, [](Facts& f) { f.name_space.is_namespace = false; }},
    {Reason::kNotANetworkNamespace, 0, [](Facts& f) { f.name_space.type = CLONE_NEWUSER; }},
    {Reason::kNotANetworkNamespace, 0, [](Facts& f) { f.name_space.type = -ENOTTY; }},
    {Reason::kOutOfSight, 0, [](Facts& f) { f.name_space.owner_error = EPERM; }},
    {Reason::kOwnNamespace, 0, [](Facts& f) { f.name_space.parent_error = EPERM; }},
    {Reason::kNestedNamespace, 0, [](Facts& f) { f.name_space.grandparent_error = 0; }},
    {Reason::kNotOwner, 0, [](Facts& f) { f.name_space.uid = 1001; }},
    {Reason::kNotOwner, 0, [](Facts& f) { f.name_space.uid = 0; }},
    {Reason::kUnverified, EMFILE, [](Facts& f) { f.name_space.owner_error = EMFILE; }},
    {Reason::kUnverified, EMFILE, [](Facts& f) { f.name_space.parent_error = EMFILE; }},
    {Reason::kUnverified, EMFILE, [](Facts& f) { f.name_space.grandparent_error = EMFILE; }},
    {Reason::kUnverified, EFAULT, [](Facts& f) { f.name_space.uid_error = EFAULT; }},
};

}  // namespace

TEST(helper_grants_an_own_namespace) {
  const Facts facts = granted();
  CHECK(static_cast<bool>(judge(facts)));
}

TEST(helper_refuses_all_else) {
  for (const Refusal& refusal : kRefusals) {
    Facts facts = granted();
    refusal.change(facts);
    const Verdict verdict = judge(facts);
    CHECK_EQUAL(std::string(row_of(verdict.reason).word), row_of(refusal.reason).word);
    CHECK_EQUAL(verdict.error, refusal.error);
  }
}

TEST(helper_refuses_root_what_it_refuses_others) {
  Facts facts = granted();
  facts.process.user = facts.process.group = {0, 0, 0};
  facts.name_space.uid = 0;
  CHECK(static_cast<bool>(judge(facts)));
  facts.name_space.parent_error = EPERM;
  CHECK(judge(facts).reason == Reason::kOwnNamespace);
}

TEST(helper_never_grants_without_the_capability) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    Facts facts = granted();
    facts.process.permitted = std::uint64_t{1} << bit;
    CHECK_EQUAL(static_cast<bool>(judge(facts)), bit == CAP_NET_ADMIN);
  }
}

TEST(helper_names_of_links) {
  using namespace std::string_view_literals;
  for (const auto name : {"wg0"sv, "a"sv, "..."sv, ".a"sv, "wg-abcdefghijkl"sv, "A_z.9-0"sv}) {
    CHECK(is_link_name(name));
  }
  for (const auto name :
       {""sv, "."sv, ".."sv, "wg/0"sv, "wg:0"sv, "wg 0"sv, "wg%d"sv, "%"sv, "wg\n"sv, "wg\t0"sv, "wg\0"sv,
        "\x7f"sv, "w\xc3\xa4"sv, R"("},{)"sv, R"(wg\0)"sv, "abcdefghijklmnop"sv}) {
    CHECK(!is_link_name(name));
  }
  for (unsigned letter = 0; letter < 256; ++letter) {
    const std::string name{'w', static_cast<char>(letter)};
    const bool is_plain = letter < 128 && (std::isalnum(static_cast<int>(letter)) != 0);
    CHECK_EQUAL(is_link_name(name), is_plain || letter == '.' || letter == '_' || letter == '-');
  }
  CHECK(!is_link_name(std::string(300, 'a')));
}

TEST(helper_sends_what_the_route_room_sends) {
  for (const std::string name : {"a", "wg", "wg0", "wg-a", "wg-abcdefghijkl"}) {
    constexpr int kNamespace = 900;
    sinfonia::route::LinkCreation creation;
    creation.link.name = name;
    creation.link.name_space = std::make_shared<const sinfonia::system::UniqueFd>(kNamespace);
    creation.kind.name = "wireguard";
    auto expected = sinfonia::route::link_creation_request(creation);
    expected.message.add_flags(NLM_F_REQUEST | NLM_F_ACK);
    const Request request = creation_request(name, kNamespace);
    CHECK_EQUAL(hexadecimal(std::span(request.bytes).first(request.size)),
                hexadecimal(expected.message.finish(kSequence)));
  }
}

TEST(helper_answers_a_line_of_json) {
  const auto text = [](const Verdict& verdict) {
    const Line line = answer_line(verdict, "wg0");
    return std::string(line.text.data(), line.size);
  };
  CHECK_EQUAL(text({}), R"({"result":"created","name":"wg0"})"
                        "\n");
  CHECK_EQUAL(text({Reason::kNotOwner}), R"({"result":"refused","reason":"not-owner",)"
                                         R"("message":"the network namespace belongs to another user"})"
                                         "\n");
  CHECK_EQUAL(text({Reason::kNameTaken, EEXIST}),
              R"({"result":"refused","reason":"name-taken",)"
              R"("message":"a link of this name exists in the network namespace or, before Linux 6.13, )"
              R"(where the helper runs","errno":"EEXIST"})"
              "\n");
  CHECK(text({Reason::kKernelRefused, 4095}).find("errno") == std::string::npos);
}

TEST(helper_has_a_word_and_a_status_for_each_reason) {
  std::set<std::string> words;
  std::set<int> statuses;
  for (int reason = 0; reason <= static_cast<int>(Reason::kNoAnswer); ++reason) {
    const ReasonRow& row = row_of(static_cast<Reason>(reason));
    words.insert(row.word);
    statuses.insert(row.status);
    const Line line = answer_line({row.reason, ENAMETOOLONG}, "wg-abcdefghijkl");
    CHECK(line.size < line.text.size() && line.text[line.size - 1] == '\n');
    CHECK(std::string_view(row.sentence).find_first_of("\"\\") == std::string_view::npos);
  }
  CHECK_EQUAL(words.size(), static_cast<std::size_t>(Reason::kNoAnswer) + 1);
  CHECK_EQUAL(statuses.size(), words.size());
}

// How a child ends that calls this under the helper's filter, and ends with status 7 if it is let.
int end_under_filter(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    if (!confine()) call(SYS_exit_group, 99);
    body();
    call(SYS_exit_group, 7);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(helper_is_ended_by_all_that_its_filter_does_not_know) {
  const std::function<void()> kCalls[] = {
      [] { call(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY); },
      [] { call(SYS_execve, "/bin/true", 0, 0); },
      [] { call(SYS_clone, SIGCHLD); },
      [] { call(SYS_ptrace, PTRACE_TRACEME); },
      [] { call(SYS_kill, 1, 0); },
      [] { call(SYS_mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1); },
      [] { call(SYS_setns, 3, 0); },
      [] { call(SYS_prctl, PR_SET_DUMPABLE, 1); },
      [] { call(SYS_seccomp, 0, 0); },
      [] { call(SYS_ioctl, 0, TIOCSTI, ""); },
      [] { call(SYS_socket, AF_INET, SOCK_RAW | SOCK_CLOEXEC, 0); },
      [] { call(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC); },
      [] { call(SYS_socket, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE); },
      [] { call(SYS_sendto, 0, "", 0); },
      [] { call(SYS_sendto, kSocketDescriptor, "", 0, MSG_OOB); },
      [] { call(SYS_sendto, kSocketDescriptor, "", 0, 0, "address"); },
      [] { call(SYS_sendto, kSocketDescriptor, "", 0, 0, 0, 12); },
      [] { call(SYS_recvfrom, kSocketDescriptor, 0, 0, 0); },
      [] { call(SYS_recvfrom, 0, 0, 0, MSG_DONTWAIT); },
      [] { call(SYS_write, 2, "", 0); },
      [] { call(SYS_fstatfs, 0, 0); },
      [] { call(SYS_close_range, 0, 0, 0); },
      // The numbers of x32.
      [] { call(SYS_exit_group | 0x40000000, 0); },
  };
  for (const auto& body : kCalls) {
    const int status = end_under_filter(body);
    CHECK(WIFSIGNALED(status));
    CHECK_EQUAL(WTERMSIG(status), SIGSYS);
  }
}

TEST(helper_may_do_what_it_needs) {
  const int status = end_under_filter([] {
    call(SYS_fstatfs, 3, 0);
    for (const auto request : {NS_GET_NSTYPE, NS_GET_USERNS, NS_GET_PARENT, NS_GET_OWNER_UID}) {
      call(SYS_ioctl, -1, request);
    }
    call(SYS_capset, 0, 0);
    call(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    call(SYS_sendto, kSocketDescriptor, "", 0);
    call(SYS_recvfrom, kSocketDescriptor, 0, 0, MSG_DONTWAIT);
    call(SYS_write, 1, "", 0);
    call(SYS_close_range, 3, ~0U, 0);
  });
  CHECK(WIFEXITED(status));
  CHECK_EQUAL(WEXITSTATUS(status), 7);
}

TEST(helper_observes_this_process) {
  const ProcessFacts facts = observe_process();
  CHECK(facts.has_standard_descriptors);
  CHECK_EQUAL(facts.user.real, getuid());
  CHECK_EQUAL(facts.group.saved, getgid());
}

// sinfonia-helper NAME: creates one link of kind wireguard in the network namespace that is descriptor 3,
// where that is the caller's own. Its file has cap_net_admin=p; docs/privileges.md says what that grants.
#include "helper/answer.hpp"
#include "helper/kernel.hpp"
#include "helper/link.hpp"
#include "helper/name_space.hpp"
#include "helper/policy.hpp"
#include "helper/process.hpp"

namespace sinfonia::helper {
namespace {

struct Arguments {
  int count;
  char** values;
};

// On the stack: argc, the arguments, a null, the environment.
Arguments clear_environment(char** stack) {
  const Arguments arguments{static_cast<int>(reinterpret_cast<long>(stack[0])), stack + 1};
  arguments.values[arguments.count + 1] = nullptr;
  return arguments;
}

Verdict prepare(Facts& facts) {
  facts.process = observe_process();
  if (const Verdict closed = close_other_descriptors(); !closed) return closed;
  return confine();
}

Verdict verify(Facts& facts, const Arguments& arguments) {
  facts.argument_count = arguments.count;
  if (arguments.count == 2) facts.name = arguments.values[1];
  facts.name_space = observe_namespace();
  return judge(facts);
}

Verdict create(const Facts& facts) {
  const Request request = creation_request(facts.name, kNamespaceDescriptor);
  if (const Verdict raised = raise_net_admin(); !raised) return raised;
  return create_link(request);
}

void answer(const Verdict& verdict, const Facts& facts) {
  const Line line = answer_line(verdict, facts.name);
  if (facts.process.has_standard_descriptors) call(SYS_write, 1, line.text.data(), line.size);
}

[[noreturn]] void finish(const Verdict& verdict) {
  for (;;) call(SYS_exit_group, row_of(verdict.reason).status);
}

}  // namespace
}  // namespace sinfonia::helper

// Called by _start, with the stack as exec(2) left it.
extern "C" [[noreturn]] void run_helper(char** stack) {
  using namespace sinfonia::helper;
  const Arguments arguments = clear_environment(stack);
  block_signals();
  Facts facts;
  Verdict verdict = prepare(facts);
  if (verdict) verdict = verify(facts, arguments);
  if (verdict) verdict = create(facts);
  drop_everything();
  answer(verdict, facts);
  finish(verdict);
}

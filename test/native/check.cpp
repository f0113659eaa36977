// Runs all tests and prints a line for each; status 1 when one failed.
#include "check.hpp"

#include <cstdio>

namespace sinfonia::test {
namespace {

Test* first = nullptr;
bool running_failed = false;

}  // namespace

Test::Test(const char* test_name, void (*test_body)()) : name(test_name), body(test_body), next(first) {
  first = this;
}

void fail(const char* file, int line, const std::string& what) {
  running_failed = true;
  std::printf("# %s:%d: %s\n", file, line, what.c_str());
}

}  // namespace sinfonia::test

int main() {
  bool any_failed = false;
  for (const sinfonia::test::Test* test = sinfonia::test::first; test != nullptr; test = test->next) {
    sinfonia::test::running_failed = false;
    test->body();
    const bool failed = sinfonia::test::running_failed;
    std::printf("%s %s\n", failed ? "not ok" : "ok", test->name);
    any_failed = any_failed || failed;
  }
  return any_failed ? 1 : 0;
}

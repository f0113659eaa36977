// Tests without a framework: TEST(name) { CHECK(…); CHECK_EQUAL(found, expected); }
#pragma once

#include <sstream>
#include <string>

namespace sinfonia::test {

struct Test {
  Test(const char* test_name, void (*test_body)());

  const char* name;
  void (*body)();
  Test* next;
};

// Remembers a failed check of the running test, and prints it.
void fail(const char* file, int line, const std::string& what);

template <typename Value>
std::string shown(const Value& value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

template <typename Found, typename Expected>
void check_equal(const Found& found, const Expected& expected, const char* file, int line, const char* text) {
  if (found == expected) return;
  fail(file, line, std::string(text) + " is " + shown(found) + ", not " + shown(expected));
}

}  // namespace sinfonia::test

#define TEST(name)                                                 \
  static void name();                                              \
  static const ::sinfonia::test::Test test_of_##name{#name, name}; \
  static void name()

#define CHECK(condition) \
  ((condition) ? void() : ::sinfonia::test::fail(__FILE__, __LINE__, #condition " is false"))

#define CHECK_EQUAL(found, expected) \
  ::sinfonia::test::check_equal((found), (expected), __FILE__, __LINE__, #found)

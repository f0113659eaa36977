// Where the kernel starts the helper, in the place of a libc: nothing runs before main.cpp.
#include <cstddef>

#if defined(__x86_64__)
__asm__(
    ".globl _start\n"
    ".type _start, @function\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  and $-16, %rsp\n"
    "  call run_helper\n"
    "  hlt\n");
#elif defined(__aarch64__)
__asm__(
    ".globl _start\n"
    ".type _start, %function\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  mov x0, sp\n"
    "  b run_helper\n");
#endif

// Compilers write calls of these by themselves.
extern "C" {

void* memcpy(void* to, const void* from, std::size_t size) {
  auto* const target = static_cast<volatile char*>(to);
  const auto* const source = static_cast<const char*>(from);
  for (std::size_t at = 0; at < size; ++at) target[at] = source[at];
  return to;
}

void* memset(void* to, int value, std::size_t size) {
  auto* const target = static_cast<volatile char*>(to);
  for (std::size_t at = 0; at < size; ++at) target[at] = static_cast<char>(value);
  return to;
}

std::size_t strlen(const char* text) {
  std::size_t size = 0;
  while (static_cast<const volatile char*>(text)[size] != '\0') ++size;
  return size;
}
}

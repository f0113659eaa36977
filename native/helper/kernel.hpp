// System calls, straight to the kernel. The helper has no libc: what stands in this directory is all that
// runs, and system/errno_name.cpp.
#pragma once

#include <sys/syscall.h>

#include <type_traits>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif

namespace sinfonia::helper {

template <typename Argument>
long register_of(Argument argument) {
  if constexpr (std::is_pointer_v<Argument>) {
    return reinterpret_cast<long>(argument);
  } else {
    return static_cast<long>(argument);
  }
}

// The result; failed: the errno, negative.
inline long enter_kernel(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__) && defined(__LP64__)
  long result = number;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
#else
#error "the helper knows x86-64 and AArch64"
#endif
}

template <typename A = long, typename B = long, typename C = long, typename D = long, typename E = long,
          typename F = long>
long call(long number, A a = {}, B b = {}, C c = {}, D d = {}, E e = {}, F f = {}) {
  return enter_kernel(number, register_of(a), register_of(b), register_of(c), register_of(d), register_of(e),
                      register_of(f));
}

// The errno of a result; 0 where it succeeded.
inline int error_of(long result) { return result < 0 ? static_cast<int>(-result) : 0; }

}  // namespace sinfonia::helper

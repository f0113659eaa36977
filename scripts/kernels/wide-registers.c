// Preloaded into User-Mode Linux on processors with AMX. The host takes a process's registers back only as many bytes as it has them,
// there 11 KB, of which these kernels keep the first 2,696: all that a program uses which has not asked for AMX (arch_prctl(2)).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

typedef long Ptrace(enum __ptrace_request, ...);

// Not on the stack: that of a User-Mode Linux has 16 KB. It is one thread.
static char bytes[1 << 16];

long ptrace(enum __ptrace_request request, ...) {
  static Ptrace *real;
  if (!real) real = (Ptrace *)dlsym(RTLD_NEXT, "ptrace");
  va_list arguments;
  va_start(arguments, request);
  const int pid = va_arg(arguments, int);
  void *const set = va_arg(arguments, void *);
  void *const data = va_arg(arguments, void *);
  va_end(arguments);

  if (request == PTRACE_SETREGSET && set == (void *)NT_X86_XSTATE) {
    const struct iovec *kept = data;
    struct iovec whole = {bytes, sizeof bytes};
    if (real(PTRACE_GETREGSET, pid, set, &whole) == 0 && kept->iov_len < whole.iov_len) {
      memcpy(bytes, kept->iov_base, kept->iov_len);
      memset(bytes + kept->iov_len, 0, whole.iov_len - kept->iov_len);
      return real(request, pid, set, &whole);
    }
  }
  return real(request, pid, set, data);
}

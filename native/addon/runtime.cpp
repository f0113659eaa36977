// What the addon would otherwise ask of glibc alone, for builds by zig: one file serves glibc and musl.
//
// The exception globals of libc++abi are without thread-local storage here. In a shared object on x86-64 that
// storage needs __tls_get_addr, and with it the glibc loader by name, which no musl system has. Nothing is
// thrown here (-fno-exceptions; a throw inside libc++ ends in terminate), so a static object is as good. The
// layout is __cxa_eh_globals of the Itanium C++ ABI, 2.2.2.
#include <sys/socket.h>

#include <cstddef>

namespace {

struct ExceptionGlobals {
  void* caught;
  unsigned int uncaught;
  void* reserve[2];
};
ExceptionGlobals globals;

}  // namespace

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-inconsistent-declaration-parameter-name):
// the ABI names them.
__attribute__((visibility("hidden"))) void* __cxa_get_globals() { return &globals; }
__attribute__((visibility("hidden"))) void* __cxa_get_globals_fast() { return &globals; }

// glibc's CMSG_NXTHDR calls this; musl's needs no function.
__attribute__((visibility("hidden"))) cmsghdr* __cmsg_nxthdr(msghdr* message, cmsghdr* header) noexcept {
  if (header->cmsg_len < sizeof(cmsghdr)) return nullptr;
  char* const next = reinterpret_cast<char*>(header) + CMSG_ALIGN(header->cmsg_len);
  const char* const end = static_cast<char*>(message->msg_control) + message->msg_controllen;
  return next + sizeof(cmsghdr) <= end ? reinterpret_cast<cmsghdr*>(next) : nullptr;
}
// NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-inconsistent-declaration-parameter-name)
}

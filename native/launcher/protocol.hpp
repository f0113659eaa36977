// The numbers of the control socket's frames (docs/architecture.md). src/namespace/protocol.ts is the other
// end.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sinfonia::launcher {

// The keeper's end of the control socket: frames, and nothing but frames.
inline constexpr int kControlSocket = 3;
// The keeper's end of the descriptor socket: one byte for each set of descriptors that a frame speaks of.
inline constexpr int kDescriptorSocket = 4;

// Where the keeper is to enter a network namespace.
inline constexpr int kNetworkNamespace = 5;

inline constexpr std::size_t kMaximumPayload = 4'194'304;

struct FrameHeader {
  // Of the payload alone.
  std::uint32_t size;
  std::uint32_t kind;
};

enum class Request : std::uint32_t { resolver = 1, run = 2, kill = 3, socket = 4, end = 5 };

enum class Answer : std::uint32_t {
  ready = 16,
  failed = 17,
  done = 18,
  started = 19,
  exited = 20,
  stopped = 21
};

// Flags of a RUN.
inline constexpr std::uint32_t kRunWithStdio = 1;
inline constexpr std::uint32_t kRunWithEnvironment = 2;

// What an END asks for. `kill` and `finish` end whoever is left, `wait` waits for them; both but `kill` wait
// for what was sent to arrive.
enum class End : std::uint32_t { kill = 0, wait = 1, finish = 2 };

}  // namespace sinfonia::launcher

#include "addon/messages.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <vector>

#include "addon/environment.hpp"
#include "addon/promise.hpp"
#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "addon/waiter.hpp"
#include "system/fd_passing.hpp"

namespace sinfonia::addon {
namespace {

using system::SystemError;
using system::UniqueFd;

bool would_wait(const SystemError& error) { return error.error == EAGAIN || error.error == EWOULDBLOCK; }

class Sending : public Wait {
 public:
  // `data` and `descriptors` are the caller's, and stay valid until keep().
  Sending(Promise promise, int socket, std::span<const std::byte> data, std::vector<int> descriptors)
      : Wait(socket, POLLOUT), promise_(promise), rest_(data), descriptors_(std::move(descriptors)) {}

  SystemError keep() override {
    bytes_.assign(rest_.begin(), rest_.end());
    rest_ = bytes_;
    for (int& descriptor : descriptors_) {
      UniqueFd& copy = copies_.emplace_back(fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
      if (!copy) return system::last_error("fcntl");
      descriptor = copy.get();
    }
    return {};
  }

  bool proceed(int socket) override {
    while (!rest_.empty()) {
      const auto sent = system::send_with_descriptors(socket, rest_, descriptors_, MSG_DONTWAIT);
      if (!sent) {
        if (would_wait(sent.error())) return false;
        error_ = sent.error();
        return true;
      }
      descriptors_.clear();
      copies_.clear();
      rest_ = rest_.subspan(*sent);
    }
    return true;
  }

  void settle(napi_env env) override {
    error_ ? promise_.reject(env, make_error(env, error_)) : promise_.resolve(env, make_undefined(env));
  }

 private:
  Promise promise_;
  std::span<const std::byte> rest_;
  std::vector<int> descriptors_;
  std::vector<std::byte> bytes_;
  std::vector<UniqueFd> copies_;
};

class Receiving : public Wait {
 public:
  Receiving(Promise promise, int socket, std::size_t size, std::size_t descriptors)
      : Wait(socket, POLLIN), promise_(promise), size_(size), descriptors_(descriptors) {}

  bool proceed(int socket) override {
    data_.resize(size_);
    const auto received = system::receive_with_descriptors(socket, data_, descriptors_, MSG_DONTWAIT);
    if (!received) {
      if (would_wait(received.error())) {
        data_ = {};
        return false;
      }
      error_ = received.error();
      return true;
    }
    data_.resize(received->size);
    descriptors_.resize(received->descriptors);
    return true;
  }

  void settle(napi_env env) override {
    error_ ? promise_.reject(env, make_error(env, error_)) : promise_.resolve(env, message(env));
  }

 private:
  napi_value message(napi_env env) {
    napi_value data = nullptr;
    napi_create_buffer_copy(env, data_.size(), data_.data(), nullptr, &data);
    napi_value list = nullptr;
    napi_create_array_with_length(env, descriptors_.size(), &list);
    ObjectWriter writer(env);
    writer.set("data", data);
    writer.set("descriptors", list);
    Descriptors& descriptors = Environment::of(env).descriptors;
    for (std::uint32_t i = 0; i < descriptors_.size(); ++i) {
      const int number = descriptors.hand_out(std::move(descriptors_[i]));
      napi_set_element(env, list, i, make_number(env, number));
    }
    return writer.value();
  }

  Promise promise_;
  std::size_t size_;
  std::vector<std::byte> data_;
  std::vector<UniqueFd> descriptors_;
};

}  // namespace

Napi::Value socket_pair(const Napi::CallbackInfo& info) {
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw_error(info.Env(), system::last_error("socketpair"));
    return {};
  }
  Descriptors& descriptors = Environment::of(info.Env()).descriptors;
  Napi::Array pair = Napi::Array::New(info.Env(), 2);
  for (std::uint32_t i = 0; i < 2; ++i) pair.Set(i, descriptors.hand_out(UniqueFd(ends.at(i))));
  return pair;
}

Napi::Value send_message(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const int socket = reader.descriptor(info[0], "socket");
  std::vector<int> descriptors = reader.descriptors(info[2], "descriptors");
  // Behind all that could run JavaScript, which might take the bytes away.
  const std::span<const std::byte> data = reader.bytes(info[1], "data");
  reader.require(!data.empty() || descriptors.empty(), "data", "non-empty where descriptors go with it");
  if (reader.throw_if_failed()) return {};
  Promise promise(info.Env());
  Environment::of(info.Env())
      .waiter.run(info.Env(), std::make_unique<Sending>(promise, socket, data, std::move(descriptors)));
  return {info.Env(), promise.value()};
}

Napi::Value receive_message(const Napi::CallbackInfo& info) {
  constexpr std::uint32_t kMaxSize = 64U << 20U;
  ValueReader reader(info.Env());
  const int socket = reader.descriptor(info[0], "socket");
  const std::uint32_t size = reader.number(info[1], "size", kMaxSize);
  const std::uint32_t descriptors = reader.number(info[2], "descriptors", system::kMaxDescriptors);
  reader.require(size > 0, "size", "positive: an empty message means end of file");
  if (reader.throw_if_failed()) return {};
  Promise promise(info.Env());
  Environment::of(info.Env())
      .waiter.run(info.Env(), std::make_unique<Receiving>(promise, socket, size, descriptors));
  return {info.Env(), promise.value()};
}

Napi::Value shut_down(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const int socket = reader.descriptor(info[0], "socket");
  if (reader.throw_if_failed()) return {};
  // ENOTCONN: the other end is gone already.
  if (shutdown(socket, SHUT_RDWR) != 0 && errno != ENOTCONN) {
    throw_error(info.Env(), system::last_error("shutdown"));
  }
  return {};
}

}  // namespace sinfonia::addon

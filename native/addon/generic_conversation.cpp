#include "addon/generic_conversation.hpp"

#include <linux/netlink.h>

#include "addon/convert_generic.hpp"
#include "addon/convert_wireguard.hpp"
#include "addon/watch.hpp"
#include "generic/command.hpp"
#include "wireguard/client.hpp"

namespace sinfonia::addon {

using generic::Command;
using generic::Family;
using netlink::Conversation;
using netlink::Result;
using wireguard::Device;
using wireguard::DeviceChange;

using Answers = std::vector<generic::Answer>;

template <auto request>
Napi::Value GenericConversation::ask_answers(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const Command command = read_command(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  const auto body = [command](Conversation& conversation) { return request(conversation, command); };
  return ask<Answers>(info.Env(), body, make_answers);
}

Napi::Function GenericConversation::define(Napi::Env env) {
  using Self = GenericConversation;
  return DefineClass(env, "NativeGenericConversation",
                     {
                         InstanceMethod<&Self::get_wireguard>("getWireGuard"),
                         InstanceMethod<&Self::set_wireguard>("setWireGuard"),
                         InstanceMethod<&Self::get_family>("getFamily"),
                         InstanceMethod<&Self::ask_answers<generic::send_command>>("sendCommand"),
                         InstanceMethod<&Self::ask_answers<generic::dump>>("dump"),
                         InstanceMethod<&Self::watch>("watch"),
                         InstanceMethod<&Self::close>("close"),
                     });
}

Napi::Value GenericConversation::get_wireguard(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const wireguard::LinkSelector link = read_wireguard_link(reader, info[0]);
  const bool secrets = reader.boolean(info[1], "secrets");
  if (reader.throw_if_failed()) return {};
  return ask<Device>(
      info.Env(),
      [link, secrets, families = families_](Conversation& conversation) {
        Result<Device> device = wireguard::get_device(conversation, *families, link);
        if (device && !secrets) device->forget_secrets();
        return device;
      },
      make_device);
}

Napi::Value GenericConversation::set_wireguard(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const auto device_change = std::make_shared<const DeviceChange>(read_device_change(reader, info[0]));
  if (reader.throw_if_failed()) return {};
  return change(info.Env(), [device_change, families = families_](Conversation& conversation) {
    return wireguard::set_device(conversation, *families, *device_change);
  });
}

Napi::Value GenericConversation::get_family(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::string name = reader.text(info[0], "name");
  if (reader.throw_if_failed()) return {};
  return ask<Family>(
      info.Env(), [name](Conversation& conversation) { return generic::get_family(conversation, name); },
      make_family);
}

Napi::Value GenericConversation::watch(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const auto family = static_cast<std::uint16_t>(reader.number(info[0], "family", UINT16_MAX));
  std::vector<std::uint32_t> groups;
  for (napi_value group : reader.elements(info[1], "groups"))
    groups.push_back(reader.number(group, "groups"));
  if (reader.throw_if_failed()) return {};
  using Messages = HearingOf<generic::Told, make_told>;
  const auto hear = [family] {
    return std::make_unique<Messages>([family](netlink::Bytes datagram, std::vector<generic::Told>& told) {
      return generic::read_told(datagram, family, told);
    });
  };
  return open_watch(info.Env(), channel(), {NETLINK_GENERIC, groups, hear});
}

}  // namespace sinfonia::addon

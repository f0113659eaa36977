#include "addon/convert_wireguard.hpp"

#include <cstring>

#include "addon/packed_peers.hpp"

namespace sinfonia::addon {
namespace {

using wireguard::DeviceChange;
using wireguard::SecretKey;

// A Uint8Array whose bytes `fill` writes.
template <typename Fill>
napi_value make_bytes(napi_env env, std::size_t size, const Fill& fill) {
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  if (napi_create_arraybuffer(env, size, &data, &buffer) != napi_ok) return nullptr;
  if (size != 0) fill(std::span(static_cast<std::byte*>(data), size));
  napi_create_typedarray(env, napi_uint8_array, size, buffer, 0, &array);
  return array;
}

napi_value make_key(napi_env env, netlink::Bytes key) {
  return make_bytes(env, key.size(), [key](auto into) { std::memcpy(into.data(), key.data(), key.size()); });
}

}  // namespace

wireguard::LinkSelector read_wireguard_link(ValueReader& reader, napi_value value) {
  if (napi_value index = reader.field(value, "index")) return reader.number(index, "index", INT32_MAX);
  return reader.text(reader.field(value, "name"), "name");
}

DeviceChange read_device_change(ValueReader& reader, napi_value value) {
  DeviceChange change;
  change.link = read_wireguard_link(reader, value);
  if (reader.optional_boolean(value, "replacePeers").value_or(false)) {
    change.flags = WGDEVICE_F_REPLACE_PEERS;
  }
  if (napi_value key = reader.field(value, "privateKey")) {
    const netlink::Bytes bytes = reader.bytes(key, "privateKey");
    reader.require(bytes.size() == WG_KEY_LEN, "privateKey", "32 bytes");
    if (reader.ok()) change.private_key = SecretKey(bytes);
  }
  change.listen_port = reader.optional_number(value, "listenPort", UINT16_MAX);
  change.fwmark = reader.optional_number(value, "fwmark");
  if (napi_value packed = reader.field(value, "peers")) {
    auto peers = unpack_peers(reader.bytes(packed, "peers"));
    reader.require(peers.has_value(), "peers", "packed peers");
    if (peers) change.peers = std::move(*peers);
  }
  return change;
}

napi_value make_device(napi_env env, const wireguard::Device& device) {
  ObjectWriter writer(env);
  writer.set_number("index", device.index);
  writer.set("name", std::string_view(device.name));
  if (device.private_key) writer.set("privateKey", make_key(env, device.private_key->bytes()));
  if (device.public_key) writer.set("publicKey", make_key(env, *device.public_key));
  writer.set_number("listenPort", device.listen_port);
  writer.set_number("fwmark", device.fwmark);
  writer.set("peers",
             make_bytes(env, packed_size(device.peers), [&](auto into) { pack_peers(device.peers, into); }));
  return writer.value();
}

}  // namespace sinfonia::addon

// WireGuard links, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "wireguard/model.hpp"

namespace sinfonia::addon {

wireguard::LinkSelector read_wireguard_link(ValueReader& reader, napi_value value);
wireguard::DeviceChange read_device_change(ValueReader& reader, napi_value value);
napi_value make_device(napi_env env, const wireguard::Device& device);

}  // namespace sinfonia::addon

// What the addon exports: the Binding of src/addon/binding.ts.
#include <napi.h>

#include "addon/descriptors.hpp"
#include "addon/environment.hpp"
#include "addon/extended_attribute.hpp"
#include "addon/generic_conversation.hpp"
#include "addon/messages.hpp"
#include "addon/open_conversation.hpp"
#include "addon/process.hpp"
#include "addon/route_conversation.hpp"
#include "addon/watch.hpp"

namespace sinfonia::addon {
namespace {

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  auto* const environment = new Environment;
  environment->route_conversation = Napi::Persistent(RouteConversation::define(env));
  environment->generic_conversation = Napi::Persistent(GenericConversation::define(env));
  environment->watch = Napi::Persistent(Watch::define(env));
  env.SetInstanceData(environment);
  exports.Set("openRouteConversation", Napi::Function::New(env, open_route_conversation));
  exports.Set("openGenericConversation", Napi::Function::New(env, open_generic_conversation));
  exports.Set("socketPair", Napi::Function::New(env, socket_pair));
  exports.Set("sendMessage", Napi::Function::New(env, send_message));
  exports.Set("receiveMessage", Napi::Function::New(env, receive_message));
  exports.Set("shutDown", Napi::Function::New(env, shut_down));
  exports.Set("closeDescriptor", Napi::Function::New(env, close_descriptor));
  exports.Set("closeDescriptorInPool", Napi::Function::New(env, close_descriptor_in_pool));
  exports.Set("releaseDescriptor", Napi::Function::New(env, release_descriptor));
  exports.Set("lockFile", Napi::Function::New(env, lock_file));
  exports.Set("setExtendedAttribute", Napi::Function::New(env, set_extended_attribute));
  exports.Set("getExtendedAttribute", Napi::Function::New(env, get_extended_attribute));
  exports.Set("replaceProcess", Napi::Function::New(env, replace_process));
  return exports;
}

NODE_API_MODULE(sinfonia_tier3, initialise)

}  // namespace
}  // namespace sinfonia::addon

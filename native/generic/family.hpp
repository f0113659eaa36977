// Families of generic netlink, whose numbers the kernel gives out while it runs: <linux/genetlink.h>.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "netlink/conversation.hpp"

namespace sinfonia::generic {

struct MulticastGroup {
  std::uint32_t id = 0;
  std::string name;
};

struct Operation {
  std::uint32_t command = 0;
  // GENL_CMD_CAP_DO, GENL_CMD_CAP_DUMP, GENL_ADMIN_PERM ….
  std::uint32_t flags = 0;
};

struct Family {
  // The type of its messages.
  std::uint16_t id = 0;
  std::string name;
  std::uint32_t version = 0;
  // Bytes of its own header behind genlmsghdr.
  std::uint32_t header_size = 0;
  std::vector<MulticastGroup> groups;
  std::vector<Operation> operations;
};

// CTRL_CMD_GETFAMILY. The kernel loads the module of a family that it does not have yet. ENOENT: there is
// none.
netlink::Result<Family> get_family(netlink::Conversation& conversation, const std::string& name);

// What was looked up over one conversation.
class FamilyCache {
 public:
  netlink::Result<Family> find(netlink::Conversation& conversation, const std::string& name);
  [[nodiscard]] bool knows(const std::string& name) const { return families_.contains(name); }
  // A module that was unloaded and loaded again has another number.
  void forget(const std::string& name) { families_.erase(name); }

 private:
  std::map<std::string, Family> families_;
};

// A request without attributes yet. `name` is what failures are named after.
netlink::Request make_request(const char* name, const netlink::AttributeTable& attributes,
                              std::uint16_t family, std::uint8_t command, std::uint8_t version);

}  // namespace sinfonia::generic

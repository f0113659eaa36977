#include "netlink/attribute_path.hpp"

#include <linux/if_link.h>
#include <linux/veth.h>

#include "check.hpp"
#include "route/link.hpp"
#include "route/link_attributes.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

// Where the bytes of `wanted` begin in the request.
std::size_t offset_of(Bytes request, const ByteVector& wanted) {
  const auto found = std::search(request.begin(), request.end(), wanted.begin(), wanted.end());
  CHECK(found != request.end());
  return static_cast<std::size_t>(found - request.begin());
}

std::string path(Request& request, const ByteVector& wanted) {
  const Bytes message = request.message.finish(1);
  return attribute_path(message, request.message.attributes_offset(), *request.attributes,
                        offset_of(message, wanted));
}

Request veth_request() {
  NewLink peer;
  peer.name = "peer";
  peer.name_space = std::make_shared<const sinfonia::system::UniqueFd>(900);
  LinkCreation creation;
  creation.link.name = "a";
  creation.link.mtu = 1400;
  creation.kind = {"veth", Veth{peer}, {}};
  return link_creation_request(creation);
}

}  // namespace

TEST(path_of_an_attribute_of_the_message) {
  Request request = veth_request();
  CHECK_EQUAL(path(request, attribute(IFLA_MTU, bytes("78 05 00 00"))), "IFLA_MTU");
  CHECK_EQUAL(path(request, text_attribute(IFLA_IFNAME, "a")), "IFLA_IFNAME");
}

TEST(path_of_an_attribute_in_a_nest) {
  Request request = veth_request();
  CHECK_EQUAL(path(request, text_attribute(IFLA_INFO_KIND, "veth")), "IFLA_LINKINFO/IFLA_INFO_KIND");
}

TEST(path_of_an_attribute_behind_a_structure_in_a_nest) {
  Request request = veth_request();
  CHECK_EQUAL(path(request, text_attribute(IFLA_IFNAME, "peer")),
              "IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME");
}

TEST(path_of_a_kind_has_the_kind_s_own_names) {
  LinkCreation creation;
  creation.link.name = "a";
  creation.kind = {"vlan", Vlan{100, {}}, {}};
  creation.lower = 3;
  Request request = link_creation_request(creation);
  CHECK_EQUAL(path(request, attribute(IFLA_VLAN_ID, bytes("64 00"))),
              "IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_VLAN_ID");
}

TEST(path_tells_the_number_of_an_attribute_without_a_name) {
  const ByteVector wire = ByteVector(32) + attribute(999, bytes("01"));
  CHECK_EQUAL(attribute_path(wire, 32, link_attributes, 32), "999");
}

TEST(path_of_a_place_where_none_begins_is_empty) {
  Request request = veth_request();
  const Bytes message = request.message.finish(1);
  const std::size_t begin = request.message.attributes_offset();
  for (const std::size_t offset :
       {std::size_t{0}, begin - 1, begin + 1, begin + 2, message.size(), SIZE_MAX}) {
    CHECK_EQUAL(attribute_path(message, begin, *request.attributes, offset), "");
  }
}

TEST(table_inside_a_nest_is_that_of_its_names) {
  Request request = veth_request();
  const Bytes message = request.message.finish(1);
  const std::size_t offset = offset_of(message, text_attribute(IFLA_INFO_KIND, "veth")) - 4;
  const AttributeTable* const inside =
      table_inside(message, request.message.attributes_offset(), *request.attributes, offset);
  CHECK(inside != nullptr);
  CHECK_EQUAL(inside->name(IFLA_INFO_KIND), "IFLA_INFO_KIND");
}

TEST(path_of_an_unknown_family_has_numbers_and_goes_where_the_flag_says) {
  const ByteVector header(16);
  const ByteVector wire = header + attribute(7, attribute(9, bytes("01"))) +
                          attribute(NLA_F_NESTED | 3, attribute(9, bytes("01")) + attribute(5, bytes("02")));
  const auto path_at = [&](std::size_t offset) {
    return attribute_path(wire, header.size(), kNumberedAttributes, offset);
  };
  CHECK_EQUAL(path_at(16), "7");
  CHECK_EQUAL(path_at(28), "3");
  CHECK_EQUAL(path_at(40), "3/5");
  CHECK_EQUAL(path_at(20), "");
}

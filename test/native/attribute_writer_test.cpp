#include "netlink/attribute_writer.hpp"

#include <string>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;

TEST(writer_pads_each_attribute_to_four_bytes) {
  AttributeWriter writer;
  writer.u8(1, 0x7f);
  writer.u16(2, 0x1234);
  writer.u32(3, 0x01020304);
  CHECK_EQUAL(hexadecimal(writer.bytes()),
              "05 00 01 00 7f 00 00 00 "
              "06 00 02 00 34 12 00 00 "
              "08 00 03 00 04 03 02 01");
  CHECK(writer.ok());
}

TEST(writer_ends_texts_with_nul) {
  AttributeWriter writer;
  writer.text(3, "wg0");
  writer.text(4, "");
  CHECK_EQUAL(hexadecimal(writer.bytes()), "08 00 03 00 77 67 30 00 05 00 04 00 00 00 00 00");
}

TEST(writer_refuses_a_text_with_nul_inside) {
  AttributeWriter writer;
  writer.text(3, std::string_view("a\0b", 3));
  CHECK(!writer.ok());
}

TEST(writer_nests_with_the_flag_and_the_length_of_all_inside) {
  AttributeWriter writer;
  writer.nest(18, [&] {
    writer.text(1, "veth");
    writer.nest(2, [&] { writer.nest(1, [&] { writer.u8(5, 1); }); });
  });
  CHECK_EQUAL(hexadecimal(writer.bytes()),
              "20 00 12 80 "
              "09 00 01 00 76 65 74 68 00 00 00 00 "
              "10 00 02 80 0c 00 01 80 05 00 05 00 01 00 00 00");
}

TEST(writer_puts_a_structure_ahead_of_its_attributes) {
  struct {
    std::uint8_t family;
    std::uint8_t rest[2];
  } const header{2, {0, 9}};
  AttributeWriter writer;
  writer.structure(header);
  writer.u8(1, 1);
  CHECK_EQUAL(hexadecimal(writer.bytes()), "02 00 09 00 05 00 01 00 01 00 00 00");
}

TEST(writer_takes_the_longest_attribute_and_refuses_one_byte_more) {
  AttributeWriter longest;
  longest.data(1, ByteVector(UINT16_MAX - 4));
  CHECK(longest.ok());
  AttributeWriter too_long;
  too_long.data(1, ByteVector(UINT16_MAX - 3));
  CHECK(!too_long.ok());
}

TEST(writer_remembers_that_a_nest_overflowed) {
  AttributeWriter writer;
  writer.nest(1, [&] {
    writer.data(2, ByteVector(40000));
    writer.data(3, ByteVector(40000));
  });
  writer.u8(4, 1);
  CHECK(!writer.ok());
}

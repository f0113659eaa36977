#include "netlink/attribute_reader.hpp"

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;

TEST(reader_gives_attributes_in_their_order) {
  const ByteVector wire = bytes("05 00 01 00 7f 00 00 00 08 00 03 00 04 03 02 01");
  AttributeReader reader(wire);
  CHECK(reader.next());
  CHECK_EQUAL(reader.type(), 1);
  CHECK_EQUAL(reader.u8(), 0x7f);
  CHECK(reader.next());
  CHECK_EQUAL(reader.type(), 3);
  CHECK_EQUAL(reader.u32(), 0x01020304U);
  CHECK(!reader.next());
  CHECK(reader.ok());
}

TEST(reader_masks_the_flags_of_a_type) {
  const ByteVector wire = bytes("04 00 12 80 04 00 13 40 04 00 14 c0");
  AttributeReader reader(wire);
  for (const int type : {0x12, 0x13, 0x14}) {
    CHECK(reader.next());
    CHECK_EQUAL(reader.type(), type);
  }
}

TEST(reader_takes_an_unaligned_last_attribute) {
  const ByteVector wire = attribute(1, bytes("01 02 03 04 05"), false);
  AttributeReader reader(wire);
  CHECK(reader.next());
  CHECK_EQUAL(hexadecimal(reader.payload()), "01 02 03 04 05");
  CHECK(!reader.next());
  CHECK(reader.ok());
}

TEST(reader_finds_nothing_in_less_than_a_header) {
  const ByteVector wire = bytes("04 00 01");
  AttributeReader reader(wire);
  CHECK(!reader.next());
  CHECK(reader.ok());
}

TEST(reader_refuses_a_length_beyond_the_end) {
  const ByteVector wire = bytes("09 00 01 00 00 00 00 00");
  AttributeReader reader(wire);
  CHECK(!reader.next());
  CHECK_EQUAL(reader.problem(), "attribute 1 claims 9 of 8 bytes");
}

TEST(reader_refuses_a_length_below_the_header) {
  for (const char* const length : {"00", "01", "02", "03"}) {
    const ByteVector wire = bytes(std::string(length) + " 00 01 00 00 00 00 00");
    AttributeReader reader(wire);
    CHECK(!reader.next());
    CHECK(!reader.ok());
  }
}

TEST(reader_demands_exact_sizes_and_stops_at_the_first_wrong_one) {
  const ByteVector wire = attribute(4, bytes("01 02 03")) + attribute(5, bytes("01 02 03 04 05"));
  AttributeReader reader(wire);
  CHECK(reader.next());
  CHECK_EQUAL(reader.u32(), 0U);
  CHECK_EQUAL(reader.problem(), "attribute 4 has 3 bytes in place of 4");
  CHECK(!reader.next());
}

TEST(reader_takes_texts_with_and_without_nul) {
  const ByteVector wire =
      attribute(1, bytes("77 67 30")) + attribute(1, bytes("77 67 30 00 41")) + attribute(1, {});
  AttributeReader reader(wire);
  CHECK(reader.next());
  CHECK_EQUAL(reader.text(), "wg0");
  CHECK(reader.next());
  CHECK_EQUAL(reader.text(), "wg0");
  CHECK(reader.next());
  CHECK_EQUAL(reader.text(), "");
}

TEST(reader_tells_a_problem_inside_a_nest) {
  const ByteVector wire = attribute(18, attribute(1, bytes("01")) + bytes("ff 00 02 00"));
  AttributeReader reader(wire);
  CHECK(reader.next());
  reader.nest([](AttributeReader& inner) {
    CHECK(inner.next());
    CHECK_EQUAL(inner.u8(), 1);
    CHECK(!inner.next());
  });
  CHECK_EQUAL(reader.problem(), "attribute 18: attribute 2 claims 255 of 4 bytes");
  CHECK(!reader.next());
}

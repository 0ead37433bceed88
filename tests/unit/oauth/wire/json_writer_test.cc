// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <cstdint>
#include <limits>
#include <string>

#include "oauth/wire/json.h"

namespace oauth {
namespace {

std::string in_quotes(std::string_view text) {
  Secret json;
  append_json_string(json, text);
  return std::string(json.reveal());
}

class JsonWriterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonWriterTest);
  CPPUNIT_TEST(writes_a_member_a_line);
  CPPUNIT_TEST(writes_one_line);
  CPPUNIT_TEST(writes_an_empty_object);
  CPPUNIT_TEST(escapes_what_must_be_escaped);
  CPPUNIT_TEST(writes_back_what_was_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_a_member_a_line() {
    JsonWriter writer;
    writer.number("version", 1);
    writer.string("user", "j\xc3\xb6rg");
    writer.boolean("yes", true);
    writer.boolean("no", false);
    writer.number("least", std::numeric_limits<std::int64_t>::min());
    writer.raw("list", "[1,2]");
    CPPUNIT_ASSERT_EQUAL(std::string("{\n"
                                     "  \"version\": 1,\n"
                                     "  \"user\": \"j\xc3\xb6rg\",\n"
                                     "  \"yes\": true,\n"
                                     "  \"no\": false,\n"
                                     "  \"least\": -9223372036854775808,\n"
                                     "  \"list\": [1,2]\n"
                                     "}\n"),
                         std::string(writer.finish().reveal()));
  }

  void writes_one_line() {
    JsonWriter writer(JsonLayout::one_line);
    writer.string("a", Secret::copy_of("b"));
    writer.number("c", 2);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a": "b", "c": 2})"),
                         std::string(writer.finish().reveal()));
  }

  void writes_an_empty_object() {
    CPPUNIT_ASSERT(JsonWriter().finish().reveal() == "{}\n");
    CPPUNIT_ASSERT(JsonWriter(JsonLayout::one_line).finish().reveal() == "{}");
  }

  void escapes_what_must_be_escaped() {  // RFC 8259 section 7
    CPPUNIT_ASSERT_EQUAL(std::string(R"("")"), in_quotes(""));
    CPPUNIT_ASSERT_EQUAL(std::string(R"("\"\\/")"), in_quotes("\"\\/"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"("\u0000\u0001\u000a\u000d\u001f \u007f~")"),
                         in_quotes(std::string_view("\0\x01\n\r\x1f \x7f~", 8)));
    CPPUNIT_ASSERT_EQUAL(std::string("\"\xe2\x82\xac\""), in_quotes("\xe2\x82\xac"));
    JsonWriter writer(JsonLayout::one_line);
    writer.string("na\"me\n", "x");
    CPPUNIT_ASSERT(writer.finish().reveal() == R"({"na\"me\u000a": "x"})");
  }

  void writes_back_what_was_read() {
    const char text[] =
        R"({"s": "a\"b\u0001", "n": 1.50e3, "t": true, "z": null, "o": {"k":[1,{}]}})";
    const auto read = JsonObject::parse(text);
    CPPUNIT_ASSERT(read);
    JsonWriter writer(JsonLayout::one_line);
    for (const JsonMember& member : read->members()) writer.member(member);
    CPPUNIT_ASSERT_EQUAL(std::string(text), std::string(writer.finish().reveal()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonWriterTest);

}  // namespace
}  // namespace oauth

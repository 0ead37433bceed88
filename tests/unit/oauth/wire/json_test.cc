// SPDX-License-Identifier: MIT
#include "oauth/wire/json.h"

#include <cppunit/extensions/HelperMacros.h>

#include <clocale>
#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

// Returns "KIND TEXT" of the member "m" of a good object.
std::string member_of(std::string_view json) {
  const Result<JsonObject> object = JsonObject::parse(json);
  if (!object) return object.error().message;
  const JsonMember* member = object->find("m");
  if (!member) return "missing";
  static constexpr const char* kinds[] = {"null", "boolean", "number", "string", "structure"};
  return kinds[static_cast<int>(member->kind)] + (" " + std::string(member->text.reveal()));
}

std::string nested(std::size_t depth) {
  return "{\"m\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

class JsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonTest);
  CPPUNIT_TEST(reads_every_kind_of_member);
  CPPUNIT_TEST(decodes_escapes);
  CPPUNIT_TEST(keeps_the_text_of_numbers_it_cannot_hold);
  CPPUNIT_TEST(keeps_the_text_of_numbers_in_any_locale);
  CPPUNIT_TEST(keeps_nested_structure_as_text);
  CPPUNIT_TEST(keeps_members_in_order_with_their_duplicates);
  CPPUNIT_TEST(gives_text_of_strings_alone);
  CPPUNIT_TEST(refuses_what_is_no_object);
  CPPUNIT_TEST(refuses_a_nul_wherever_it_stands);
  CPPUNIT_TEST(refuses_broken_utf8);
  CPPUNIT_TEST(takes_the_deepest_nesting_and_no_deeper);
  CPPUNIT_TEST(takes_any_nesting_in_a_reply);
  CPPUNIT_TEST(takes_a_number_beyond_all_range_for_null_in_a_reply_alone);
  CPPUNIT_TEST(survives_ten_thousand_levels_and_a_megabyte);
  CPPUNIT_TEST(repeats_nothing_of_the_text_in_its_complaint);
  CPPUNIT_TEST(passes_over_comments_where_told_to);
  CPPUNIT_TEST(reads_an_array_of_texts_and_no_other);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_an_array_of_texts_and_no_other() {
    CPPUNIT_ASSERT((json_texts(R"(["a","b\n"])") == std::vector<std::string>{"a", "b\n"}));
    CPPUNIT_ASSERT(json_texts("[]") == std::vector<std::string>());
    for (const char* text : {"", "{}", "\"a\"", "[1]", "[\"a\",null]", "[\"a\"", "[[\"a\"]]"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !json_texts(text));
    }
  }

  void reads_every_kind_of_member() {
    const struct {
      const char* json;
      const char* member;
    } cases[] = {
        {R"({"m":null})", "null null"},
        {R"({"m":true})", "boolean true"},
        {R"({"m":false})", "boolean false"},
        {R"({"m":3599})", "number 3599"},
        {R"({"m":-5})", "number -5"},
        {R"({"m":1e3})", "number 1e3"},
        {R"({"m":""})", "string "},
        {R"({"m":"3599"})", "string 3599"},
        {R"({"m":{}})", "structure {}"},
        {" \r\n\t{ \"m\" : [ ] } \n", "structure []"},
        {"\xef\xbb\xbf{\"m\":1}", "number 1"},  // RFC 8259 section 8.1: a BOM may be ignored
        {"{}", "missing"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.json, std::string(each.member), member_of(each.json));
    }
  }

  void decodes_escapes() {
    CPPUNIT_ASSERT_EQUAL(std::string("string \"\\/\b\f\n\r\t"),
                         member_of(R"({"m":"\"\\\/\b\f\n\r\t"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("string j\xc3\xb6rg \xf0\x9d\x84\x9e"),
                         member_of(R"({"m":"j\u00f6rg \ud834\udd1e"})"));  // RFC 8259 section 7
    CPPUNIT_ASSERT_EQUAL(std::string("string a\0b\x01", 11),
                         member_of(R"({"m":"a\u0000b\u0001"})"));
    CPPUNIT_ASSERT_EQUAL(std::string("string 1"), member_of(R"({"\u006d":"1"})"));
  }

  void keeps_the_text_of_numbers_it_cannot_hold() {
    for (const char* number :
         {"9223372036854775807", "18446744073709551615", "99999999999999999999999",
          "-99999999999999999999999", "0.10", "1.50E+10", "-0.0", "124234123534"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("number ") + number,
                           member_of(std::string("{\"m\":") + number + "}"));
    }
  }

  // The host may have called setlocale. Where no such locale is installed, this proves less.
  void keeps_the_text_of_numbers_in_any_locale() {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "es_ES.UTF-8", "pt_BR.UTF-8"}) {
      if (std::setlocale(LC_NUMERIC, name)) break;
    }
    const std::string plain = member_of(R"({"m":1.5})");
    const std::string inner = member_of(R"({"m":[1.5,2e-3]})");
    std::setlocale(LC_NUMERIC, before.c_str());
    CPPUNIT_ASSERT_EQUAL(std::string("number 1.5"), plain);
    CPPUNIT_ASSERT_EQUAL(std::string("structure [1.5,2e-3]"), inner);
  }

  void keeps_nested_structure_as_text() {
    const struct {
      const char* json;
      const char* text;
    } cases[] = {{R"({"m": [1, "a", [], {}, null, true, 1.5] })", R"([1,"a",[],{},null,true,1.5])"},
                 {R"({"m": {"a": {"b": [{"c": "d"}, {"e": []}]}, "f": -1}})",
                  R"({"a":{"b":[{"c":"d"},{"e":[]}]},"f":-1})"},
                 {R"({"m": {"k\"ey": "va\\lue\n"}})", R"({"k\"ey":"va\\lue\u000a"})"},
                 {R"({"m": ["[", "{", ",", ":"]})", R"(["[","{",",",":"])"},
                 {R"({"m": {"": ""}})", R"({"":""})"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("structure ") + each.text, member_of(each.json));
    }
  }

  void keeps_members_in_order_with_their_duplicates() {
    const auto object = JsonObject::parse(R"({"b":"1","a":"2","b":"3","c":{"b":4},"a":[5]})");
    CPPUNIT_ASSERT(object);
    std::string order;
    for (const JsonMember& member : object->members()) {
      order += member.name + "=" + std::string(member.text.reveal()) + ";";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("b=1;a=2;b=3;c={\"b\":4};a=[5];"), order);
    CPPUNIT_ASSERT(object->repeats("b"));
    CPPUNIT_ASSERT(object->repeats("a"));
    CPPUNIT_ASSERT(!object->repeats("c"));
    CPPUNIT_ASSERT(!object->repeats("x"));
    CPPUNIT_ASSERT(object->repeated_name() == "b");
    CPPUNIT_ASSERT(object->find("b")->text.reveal() == "1");
  }

  void gives_text_of_strings_alone() {
    const auto object = JsonObject::parse(R"({"s":"text","n":1,"o":{}})");
    CPPUNIT_ASSERT(object->string("s") == "text");
    for (const char* name : {"n", "o", "x"}) CPPUNIT_ASSERT(object->string(name).empty());
    CPPUNIT_ASSERT(object->repeated_name().empty());
  }

  void refuses_what_is_no_object() {
    const struct {
      const char* text;
      const char* why;
    } cases[] = {{"[]", "it is an array"},
                 {"[{}]", "it is an array"},
                 {"\"text\"", "it is a bare value"},
                 {"17", "it is a bare value"},
                 {"null", "it is a bare value"},
                 {"", "syntax error at byte 1"},
                 {" ", "syntax error at byte 2"},
                 {"<!DOCTYPE html>", "syntax error at byte 1"},
                 {R"({"m":1)", "syntax error at byte 7"},
                 {R"({"m")", "syntax error at byte 5"},
                 {R"({"m":1}{})", "syntax error at byte 8"},
                 {R"({"m":1} x)", "syntax error at byte 9"},
                 {R"({"m":1,})", "syntax error at byte 8"},
                 {R"({m:1})", "syntax error at byte 2"},
                 {R"({'m':1})", "syntax error at byte 2"},
                 {"{\"m\":\"a\nb\"}", "syntax error at byte 8"},
                 {R"({"m":01})", "syntax error at byte 7"},
                 {R"({"m":/* */1})", "syntax error at byte 6"}};
    for (const auto& each : cases) {
      const Result<JsonObject> object = JsonObject::parse(each.text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text,
                                   std::string("bad_reply: is not a JSON object: ") + each.why,
                                   sentence_of(object));
    }
  }

  void refuses_a_nul_wherever_it_stands() {
    using namespace std::string_view_literals;
    for (const std::string_view text : {"{\"m\":1}\0"sv, "{\"m\":1}\0{\"m\":2}"sv, "\0{\"m\":1}"sv,
                                        "{\"m\":\"a\0b\"}"sv, "{\"m\":1\0}"sv}) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_reply: is not a JSON object: it has a NUL in it"),
                           sentence_of(JsonObject::parse(text)));
    }
  }

  void refuses_broken_utf8() {
    for (const char* text : {"{\"m\":\"\xff\"}", "{\"m\":\"\xc3\"}", "{\"m\":\"\xc0\xaf\"}",
                             "{\"m\":\"\xed\xa0\x80\"}", "{\"\xf6\":1}", "{\"m\":\"\\ud834\"}",
                             "{\"m\":\"\\udd1e\"}", "{\"m\":[\"\xe2\x82\"]}"}) {
      const Result<JsonObject> object = JsonObject::parse(text);
      CPPUNIT_ASSERT_MESSAGE(text, !object);
      CPPUNIT_ASSERT_MESSAGE(text, object.error().kind == ErrorKind::bad_reply);
    }
  }

  void takes_the_deepest_nesting_and_no_deeper() {
    CPPUNIT_ASSERT_EQUAL("structure " + std::string(15, '[') + std::string(15, ']'),
                         member_of(nested(16)));
    CPPUNIT_ASSERT_EQUAL(std::string("is not a JSON object: it is nested too deep"),
                         member_of(nested(17)));
  }

  void takes_any_nesting_in_a_reply() {
    const std::string deep = nested(30000);
    const auto object = JsonObject::parse_reply(deep);
    CPPUNIT_ASSERT(object);
    CPPUNIT_ASSERT("{\"m\":" + std::string(object->find("m")->text.reveal()) + "}" == deep);
    CPPUNIT_ASSERT(!JsonObject::parse_reply(std::string(30000, '{')));
    CPPUNIT_ASSERT(!JsonObject::parse_reply("[]"));
    CPPUNIT_ASSERT(!JsonObject::parse_reply(std::string_view("{}\0", 3)));
  }

  void takes_a_number_beyond_all_range_for_null_in_a_reply_alone() {
    const std::string many(400, '9');
    for (const std::string& number :
         {std::string("1e400"), std::string("-1E+400"), many, "-" + many + ".5e-1"}) {
      const std::string text =
          R"({"a":"1e400 \"1e400","m":)" + number + R"(,"z":[1.5,)" + number + R"(,{"1e400":2}]})";
      CPPUNIT_ASSERT_MESSAGE(number, !JsonObject::parse(text));
      const auto object = JsonObject::parse_reply(text);
      CPPUNIT_ASSERT_MESSAGE(number, object);
      CPPUNIT_ASSERT(object->find("m")->kind == JsonKind::null);
      CPPUNIT_ASSERT_EQUAL(std::string("1e400 \"1e400"), std::string(object->string("a")));
      CPPUNIT_ASSERT_EQUAL(std::string(R"([1.5,null,{"1e400":2}])"),
                           std::string(object->find("z")->text.reveal()));
    }
    CPPUNIT_ASSERT(!JsonObject::parse_reply(R"({"m":1e400,})"));
    CPPUNIT_ASSERT(!JsonObject::parse_reply(R"({"m":1e400 1e400})"));
    CPPUNIT_ASSERT(!JsonObject::parse_reply(R"({"m":NaN})"));
  }

  void survives_ten_thousand_levels_and_a_megabyte() {
    CPPUNIT_ASSERT_EQUAL(std::string("is not a JSON object: it is nested too deep"),
                         member_of(nested(10000)));
    CPPUNIT_ASSERT(!JsonObject::parse(std::string(1024 * 1024, '{')));
    CPPUNIT_ASSERT(!JsonObject::parse(std::string(1024 * 1024, 'x')));
    const std::string big(1024 * 1024, 'x');
    CPPUNIT_ASSERT_EQUAL("string " + big, member_of("{\"m\":\"" + big + "\"}"));
  }

  void repeats_nothing_of_the_text_in_its_complaint() {
    for (const char* text : {R"({"refresh_token":"SECRET)", R"({"a":"SECRET"}SECRET)",
                             R"("SECRET")", R"({"a":SECRET})"}) {
      const Result<JsonObject> object = JsonObject::parse(text);
      CPPUNIT_ASSERT_MESSAGE(text, object.error().message.find("SECRET") == std::string::npos);
    }
  }

  void passes_over_comments_where_told_to() {
    const char text[] = "{\"m\": /* one */ \"a\" // two\n}";
    CPPUNIT_ASSERT(!JsonObject::parse(text));
    const auto object = JsonObject::parse(text, JsonComments::passed_over);
    CPPUNIT_ASSERT(object);
    CPPUNIT_ASSERT(object->string("m") == "a");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonTest);

}  // namespace
}  // namespace oauth

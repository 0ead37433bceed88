// SPDX-License-Identifier: MIT
#include "oauth/wire/form.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

std::string encoded(std::string_view text) {
  Secret form;
  append_form_encoded(form, text);
  return std::string(form.reveal());
}

// Returns "name=value;" for each field, or "malformed".
std::string parsed(std::string_view text) {
  const auto fields = parse_form(text);
  if (!fields) return "malformed";
  std::string all;
  for (const FormField& field : *fields) {
    all += field.name + "=" + std::string(field.value.reveal()) + ";";
  }
  return all;
}

class FormTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FormTest);
  CPPUNIT_TEST(encodes_the_example_of_rfc_6749);
  CPPUNIT_TEST(encodes_what_tokens_and_secrets_hold);
  CPPUNIT_TEST(leaves_what_html_leaves_and_nothing_else);
  CPPUNIT_TEST(joins_names_and_values);
  CPPUNIT_TEST(reads_back_every_octet);
  CPPUNIT_TEST(reads_untidy_lists);
  CPPUNIT_TEST(refuses_a_broken_escape);
  CPPUNIT_TEST_SUITE_END();

 public:
  void encodes_the_example_of_rfc_6749() {  // appendix B
    CPPUNIT_ASSERT_EQUAL(std::string("+%25%26%2B%C2%A3%E2%82%AC"),
                         encoded(" %&+\xc2\xa3\xe2\x82\xac"));
  }

  void encodes_what_tokens_and_secrets_hold() {
    CPPUNIT_ASSERT_EQUAL(std::string("p%40ss+w%C3%B6rd%26%3D%2B%25%2F%7E*-._"),
                         encoded("p@ss w\xc3\xb6rd&=+%/~*-._"));
    CPPUNIT_ASSERT_EQUAL(std::string("https%3A%2F%2Fmail.google.com%2F"),
                         encoded("https://mail.google.com/"));
    CPPUNIT_ASSERT_EQUAL(std::string("1%2F%2F0gAbC-_x%2Fy%2Bz%3D"), encoded("1//0gAbC-_x/y+z="));
  }

  // https://url.spec.whatwg.org/#application-x-www-form-urlencoded-percent-encode-set
  void leaves_what_html_leaves_and_nothing_else() {
    const std::string_view kept =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";
    for (int octet = 0; octet < 256; ++octet) {
      const char c = static_cast<char>(octet);
      const std::size_t expected = c == ' ' || kept.find(c) != kept.npos ? 1 : 3;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(octet), expected,
                                   encoded(std::string_view(&c, 1)).size());
    }
  }

  void joins_names_and_values() {
    Form form;
    CPPUNIT_ASSERT(form.encoded().empty());
    form.add("grant_type", "refresh_token");
    form.add("a&b", Secret::copy_of("c=d"));
    form.add("empty", "");
    CPPUNIT_ASSERT_EQUAL(std::string("grant_type=refresh_token&a%26b=c%3Dd&empty="),
                         std::string(form.encoded().reveal()));
    CPPUNIT_ASSERT(form.take().reveal() == "grant_type=refresh_token&a%26b=c%3Dd&empty=");
  }

  void reads_back_every_octet() {
    std::string all;
    for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
    const auto fields = parse_form("x=" + encoded(all));
    CPPUNIT_ASSERT(fields);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, fields->size());
    CPPUNIT_ASSERT(fields->front().value.reveal() == all);
  }

  void reads_untidy_lists() {
    const struct {
      const char* text;
      const char* fields;
    } cases[] = {{"", ""},
                 {"a=1&b=2", "a=1;b=2;"},
                 {"&&a=1&&b=2&", "a=1;b=2;"},
                 {"a", "a=;"},
                 {"a=", "a=;"},
                 {"=b", "=b;"},
                 {"a=b=c", "a=b=c;"},
                 {"code=4%2f0AbC+d%2Fe&state=%41bc", "code=4/0AbC d/e;state=Abc;"},
                 {"a=1&a=2", "a=1;a=2;"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, std::string(each.fields), parsed(each.text));
    }
  }

  void refuses_a_broken_escape() {
    for (const char* text : {"a=%", "a=%4", "a=%4g", "a=%g4", "%=a", "a=1&b=%zz", "a=%-1"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("malformed"), parsed(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FormTest);

}  // namespace
}  // namespace oauth

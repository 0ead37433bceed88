// SPDX-License-Identifier: MIT
#include "oauth/base/text.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdint>
#include <limits>
#include <string>

#include "oauth/base/bounds.h"

namespace oauth {
namespace {

class TextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TextTest);
  CPPUNIT_TEST(finds_every_control_byte);
  CPPUNIT_TEST(takes_well_formed_utf8);
  CPPUNIT_TEST(refuses_malformed_utf8);
  CPPUNIT_TEST(knows_a_b64token);
  CPPUNIT_TEST(knows_visible_ascii);
  CPPUNIT_TEST(makes_hostile_text_printable);
  CPPUNIT_TEST(cuts_printable_text_at_a_character);
  CPPUNIT_TEST(trims_blanks_at_both_ends_alone);
  CPPUNIT_TEST(compares_ascii_without_case);
  CPPUNIT_TEST(parses_whole_numbers_that_fit);
  CPPUNIT_TEST(refuses_what_is_no_whole_number);
  CPPUNIT_TEST(guesses_the_nearest_word);
  CPPUNIT_TEST(joins_a_host_and_its_port);
  CPPUNIT_TEST(tells_how_a_text_ends);
  CPPUNIT_TEST(shows_a_quotation_no_longer_than_a_sentence_takes);
  CPPUNIT_TEST_SUITE_END();

 public:
  void joins_a_host_and_its_port() {
    CPPUNIT_ASSERT_EQUAL(std::string("imap.example.org:993"),
                         host_and_port("imap.example.org", 993));
    CPPUNIT_ASSERT_EQUAL(std::string("[::1]:143"), host_and_port("::1", 143));
  }

  void finds_every_control_byte() {
    for (int byte = 0; byte < 256; ++byte) {
      const std::string text = std::string("a") + static_cast<char>(byte) + "b";
      const bool is_control = byte < 0x20 || byte == 0x7f;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(byte), is_control, has_control_bytes(text));
    }
    CPPUNIT_ASSERT(!has_control_bytes(""));
  }

  // RFC 3629 section 4; the first and last character of each length.
  void takes_well_formed_utf8() {
    for (const char* text : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                             "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
                             "\xf4\x8f\xbf\xbf", "j\xc3\xb6rg@ex\xc3\xa4mple.org"}) {
      CPPUNIT_ASSERT_MESSAGE(text, is_utf8(text));
    }
    CPPUNIT_ASSERT(is_utf8(std::string_view("a\0b", 3)));
  }

  void refuses_malformed_utf8() {
    for (const char* text : {
             "\x80", "\xbf", "a\xff", "\xfe",         // no first octet
             "\xc3", "\xe2\x82", "\xf0\x9f\x98",      // cut
             "\xc3(", "\xe2(\xac", "\xf0\x9f(\x80",   // followed by the wrong octet
             "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf",  // overlong
             "\xf0\x8f\xbf\xbf",                      // overlong
             "\xed\xa0\x80", "\xed\xbf\xbf",          // surrogates
             "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",  // beyond U+10FFFF
         }) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_utf8(text));
    }
  }

  void knows_a_b64token() {  // RFC 6750 section 2.1
    for (const char* text : {"a", "ya29.TEST-token_0123456789~+/=", "mF_9.B5f-4.1JqM", "x=="}) {
      CPPUNIT_ASSERT_MESSAGE(text, is_b64token(text));
    }
    for (const char* text :
         {"", "=", "==", "a=b", "a b", " a", "a\n", "a\x01", "a,b", "\xc3\xb6"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_b64token(text));
    }
    CPPUNIT_ASSERT(!is_b64token(std::string_view("a\0", 2)));
  }

  void knows_visible_ascii() {
    CPPUNIT_ASSERT(is_visible_ascii("!~"));
    CPPUNIT_ASSERT(is_visible_ascii("a|b\"c\\"));
    for (const char* text : {"", " ", "a b", "a\n", "a\r\n", "\x01", "\x7f", "\x80", "\xc3\xb6"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_visible_ascii(text));
    }
    CPPUNIT_ASSERT(!is_visible_ascii(std::string_view("a\0b", 3)));
  }

  void makes_hostile_text_printable() {
    const struct {
      std::string_view text;
      std::string shown;
    } cases[] = {
        {"plain", "plain"},
        {"gr\xc3\xbc\xc3\x9f dich \xe2\x82\xac", "gr\xc3\xbc\xc3\x9f dich \xe2\x82\xac"},
        {"two\r\nlines", "two??lines"},
        {"\x1b[31mred", "?[31mred"},
        {std::string_view("n\0l", 3), "n?l"},
        {"csi \xc2\x9b"
         "2J",
         "csi ?2J"},
        {"\x7f\x01", "??"},
        {"latin \xf6 one", "latin ? one"},
        {"cut \xe2\x82", "cut ??"},
        {"turned \u202e\u2066\u200f\u061c", "turned ????"},
        {"ended \u2028\u2029", "ended ??"},
        {"near them \u2027\u202f\u2065\u206a\u200d", "near them \u2027\u202f\u2065\u206a\u200d"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(each.shown, printable(each.text, 100));
    }
  }

  void cuts_printable_text_at_a_character() {
    CPPUNIT_ASSERT_EQUAL(std::string("12345"), printable("12345", 5));
    CPPUNIT_ASSERT_EQUAL(std::string("12345..."), printable("123456", 5));
    CPPUNIT_ASSERT_EQUAL(std::string("1234..."), printable("1234\xc3\xb6", 5));
    CPPUNIT_ASSERT_EQUAL(std::string("..."), printable("x", 0));
    CPPUNIT_ASSERT_EQUAL(std::string(), printable("", 0));
  }

  void trims_blanks_at_both_ends_alone() {
    CPPUNIT_ASSERT_EQUAL(std::string("a b"), std::string(trimmed(" \t\r\na b\r\n")));
    CPPUNIT_ASSERT_EQUAL(std::string(), std::string(trimmed(" \n")));
    CPPUNIT_ASSERT_EQUAL(std::string("\va"), std::string(trimmed("\va")));
  }

  void compares_ascii_without_case() {
    CPPUNIT_ASSERT_EQUAL(std::string("az09@[`\xc3\x84"), ascii_lower("AZ09@[`\xc3\x84"));
    CPPUNIT_ASSERT(equals_ignoring_case("bEARer", "Bearer"));
    CPPUNIT_ASSERT(!equals_ignoring_case("bearer", "bearers"));
    CPPUNIT_ASSERT(!equals_ignoring_case("@", "`"));  // what a careless + 32 would make equal
    CPPUNIT_ASSERT(starts_with("file:/x", "file:"));
    CPPUNIT_ASSERT(!starts_with("fil", "file:"));
  }

  void parses_whole_numbers_that_fit() {
    const struct {
      const char* text;
      std::int64_t number;
    } cases[] = {{"0", 0},
                 {"007", 7},
                 {"-5", -5},
                 {"124234123534", 124234123534},
                 {"9223372036854775807", std::numeric_limits<std::int64_t>::max()},
                 {"-9223372036854775808", std::numeric_limits<std::int64_t>::min()}};
    for (const auto& each : cases) {
      const auto number = parse_integer(each.text);
      CPPUNIT_ASSERT_MESSAGE(each.text, number.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.text, each.number, *number);
    }
  }

  void refuses_what_is_no_whole_number() {
    for (const char* text : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "--1", "x",
                             "9223372036854775808", "99999999999999999999"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_integer(text));
    }
    CPPUNIT_ASSERT(!parse_integer(std::string_view()));
  }

  void guesses_the_nearest_word() {
    const std::vector<std::string_view> keys = {"token_endpoint", "client_id", "scope"};
    const auto guess = [&](std::string_view word) {
      return std::string(nearest(word, keys).value_or("nothing"));
    };
    CPPUNIT_ASSERT_EQUAL(std::string("token_endpoint"), guess("token_endpiont"));
    CPPUNIT_ASSERT_EQUAL(std::string("client_id"), guess("Client-ID"));
    CPPUNIT_ASSERT_EQUAL(std::string("scope"), guess("scop"));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), guess("password"));
    CPPUNIT_ASSERT_EQUAL(std::string("nothing"), guess(""));
    CPPUNIT_ASSERT(!nearest("scope", {}));
  }

  void tells_how_a_text_ends() {
    CPPUNIT_ASSERT(ends_with("a.json", ".json") && ends_with(".json", ".json"));
    CPPUNIT_ASSERT(ends_with("a", "") && !ends_with("json", ".json"));
    CPPUNIT_ASSERT(!ends_with("a.json.new", ".json"));
  }

  void shows_a_quotation_no_longer_than_a_sentence_takes() {
    CPPUNIT_ASSERT_EQUAL(std::string("a?b"), shown("a\nb"));
    const std::string longest(bounds::max_quoted_bytes, 'x');
    CPPUNIT_ASSERT_EQUAL(longest, shown(longest));
    CPPUNIT_ASSERT_EQUAL(longest + "...", shown(longest + "x"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TextTest);

}  // namespace
}  // namespace oauth

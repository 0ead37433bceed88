// SPDX-License-Identifier: MIT
#include "oauth/base/echo.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <string>

#include "oauth/base/base64.h"

namespace oauth {
namespace {

constexpr std::string_view secret = "1//0gAbC-_xyz0123456789+/=";

class EchoTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EchoTest);
  CPPUNIT_TEST(masks_a_secret_whole_or_cut_at_either_end);
  CPPUNIT_TEST(masks_each_place);
  CPPUNIT_TEST(lets_short_pieces_and_short_secrets_stand);
  CPPUNIT_TEST(puts_the_mask_that_is_asked_for);
  CPPUNIT_TEST(lets_other_words_stand);
  CPPUNIT_TEST(knows_a_secret_in_base64_wherever_it_begins);
  CPPUNIT_TEST_SUITE_END();

 public:
  void masks_a_secret_whole_or_cut_at_either_end() {
    for (const std::string_view piece :
         {secret, secret.substr(0, 12), secret.substr(9), secret.substr(5, 14)}) {
      const std::string text = "no such token: " + std::string(piece) + "!";
      CPPUNIT_ASSERT_EQUAL(std::string("no such token: ***!"), without_echoes(text, secret));
    }
  }

  void masks_each_place() {
    const std::string whole(secret);
    CPPUNIT_ASSERT_EQUAL(std::string("******, ***"),
                         without_echoes(whole + whole + ", " + whole.substr(8), secret));
  }

  void lets_short_pieces_and_short_secrets_stand() {
    const std::string piece(secret.substr(3, 11));
    CPPUNIT_ASSERT_EQUAL(piece, without_echoes(piece, secret));
    CPPUNIT_ASSERT_EQUAL(std::string("the mailed"), without_echoes("the mailed", "mailed"));
    CPPUNIT_ASSERT_EQUAL(std::string("the ***"), without_echoes("the mailedit", "mailedit"));
    CPPUNIT_ASSERT_EQUAL(std::string("word"), without_echoes("word", ""));
    CPPUNIT_ASSERT_EQUAL(std::string(), without_echoes("", secret));
  }

  void puts_the_mask_that_is_asked_for() {
    CPPUNIT_ASSERT_EQUAL(std::string("a <secret>"),
                         without_echoes("a " + std::string(secret), secret, "<secret>"));
  }

  void lets_other_words_stand() {
    const std::string text = "1//0gAbC-_x but not the rest: yz0123456789";
    CPPUNIT_ASSERT_EQUAL(std::string("1//0gAbC-_x but not the rest: ***"),
                         without_echoes(text, secret));
  }

  void knows_a_secret_in_base64_wherever_it_begins() {
    const std::string text = "ya29.~?~?~?~?~?0123456789";  // with a + and a /
    for (const char* before : {"", "x", "xy", "xyz", "a longer one"}) {
      const std::string whole = before + text + "~~~";
      for (const std::string& encoded :
           {std::string(base64_encode(whole).reveal()), base64url_encode(whole)}) {
        const auto echoes = base64_echoes(text);
        CPPUNIT_ASSERT_MESSAGE(encoded,
                               std::any_of(echoes.begin(), echoes.end(), [&](const Secret& echo) {
                                 // All but the characters at either end that it shares with what
                                 // stands there.
                                 return echo.size() >= text.size() * 4 / 3 - 1 &&
                                        encoded.find(echo.reveal()) != encoded.npos;
                               }));
        const std::string shown = without_echoes(encoded, echoes);
        CPPUNIT_ASSERT_MESSAGE(shown, shown.find("***") != shown.npos);
      }
    }
    CPPUNIT_ASSERT(base64_echoes("").empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EchoTest);

}  // namespace
}  // namespace oauth

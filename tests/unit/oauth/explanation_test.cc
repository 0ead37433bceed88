// SPDX-License-Identifier: MIT
#include "oauth/explanation.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"

namespace oauth {
namespace {

class ExplanationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExplanationTest);
  CPPUNIT_TEST(goes_by_the_most_specific_code);
  CPPUNIT_TEST(finds_the_servers_words_where_there_is_no_code_for_them);
  CPPUNIT_TEST(knows_nothing_of_other_errors);
  CPPUNIT_TEST(finds_the_longest_of_a_mail_servers_words);
  CPPUNIT_TEST(finds_words_whole);
  CPPUNIT_TEST(is_one_bounded_phrase);
  CPPUNIT_TEST_SUITE_END();

 public:
  void goes_by_the_most_specific_code() {
    CPPUNIT_ASSERT_EQUAL(std::string("idle"), meaning("invalid_grant", "AADSTS700082", "x"));
    CPPUNIT_ASSERT_EQUAL(std::string("ended"), meaning("invalid_grant", "AADSTS1", "x"));
    CPPUNIT_ASSERT_EQUAL(std::string("ended"), meaning("invalid_grant", "", "x"));
  }

  void finds_the_servers_words_where_there_is_no_code_for_them() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("device"),
        meaning("invalid_scope", "", "H answered invalid_scope: invalid Device flow scope: x"));
    CPPUNIT_ASSERT_EQUAL(std::string("clock"), meaning("invalid_grant", "", "Invalid JWT: Token"));
    CPPUNIT_ASSERT_EQUAL(std::string("key"),
                         meaning("invalid_grant", "", "Invalid JWT Signature."));
    CPPUNIT_ASSERT_EQUAL(std::string("idle"),
                         meaning("invalid_grant", "AADSTS700082", "Invalid JWT"));
  }

  void knows_nothing_of_other_errors() {
    CPPUNIT_ASSERT_EQUAL(std::string("-"), meaning("invalid_scope", "", "AADSTS700082"));
    CPPUNIT_ASSERT_EQUAL(std::string("-"), meaning("", "", ""));
    CPPUNIT_ASSERT(explain({}, Error{ErrorKind::refused, "x", seconds(0), "y", "z"}) == nullptr);
  }

  void finds_the_longest_of_a_mail_servers_words() {
    const Explanations all = {{"5.7.3", {"token", ""}},
                              {"5.7.139", {"switch", ""}},
                              {"Authentication unsuccessful", {"long", ""}}};
    CPPUNIT_ASSERT_EQUAL(std::string("token"), explain_words(all, "535 5.7.3 No [X]")->meaning);
    CPPUNIT_ASSERT_EQUAL(std::string("switch"), explain_words(all, "535 5.7.139 No")->meaning);
    CPPUNIT_ASSERT_EQUAL(std::string("long"),
                         explain_words(all, "535 5.7.3 AUTHENTICATION UNSUCCESSFUL, No")->meaning);
    CPPUNIT_ASSERT(explain_words(all, "235 2.7.0 Accepted") == nullptr);
    CPPUNIT_ASSERT(explain_words({{"", {"empty", ""}}}, "x") == nullptr);
  }

  void finds_words_whole() {
    const Explanations all = {{"5.7.3", {"token", ""}}};
    for (const char* other : {"5.7.30", "15.7.3", "x5.7.3", "5.7.3_"}) {
      CPPUNIT_ASSERT_MESSAGE(other, explain_words(all, other) == nullptr);
    }
    for (const char* same : {"5.7.3", "5.7.30 5.7.3", "(5.7.3)", "5.7.3."}) {
      CPPUNIT_ASSERT_MESSAGE(same, explain_words(all, same) != nullptr);
    }
  }

  void is_one_bounded_phrase() {
    CPPUNIT_ASSERT_EQUAL(std::string("it is; do this"), as_phrase({"it is", "do this"}));
    CPPUNIT_ASSERT_EQUAL(std::string("it is"), as_phrase({"it is", "sign in again"}));
    const std::string most(bounds::max_explanation_bytes, 'a');
    CPPUNIT_ASSERT_EQUAL(most + "...", as_phrase({most, "b"}));
  }

 private:
  using seconds = std::chrono::seconds;

  static std::string meaning(const char* code, const char* subcode, const char* message) {
    const Explanations all = {{"invalid_grant", {"ended", ""}},
                              {"AADSTS700082", {"idle", ""}},
                              {"Invalid JWT", {"clock", ""}},
                              {"Invalid JWT Signature", {"key", ""}},
                              {"Invalid device flow scope", {"device", ""}}};
    const Explanation* found =
        explain(all, Error{ErrorKind::consent_needed, message, seconds(0), code, subcode});
    return found ? found->meaning : "-";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExplanationTest);

}  // namespace
}  // namespace oauth

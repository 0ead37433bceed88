// SPDX-License-Identifier: MIT
#include "oauth/sheet_explainer.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/memory_files.h"

namespace oauth {
namespace {

class SheetExplainerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SheetExplainerTest);
  CPPUNIT_TEST(explains_by_the_providers_own_sheet);
  CPPUNIT_TEST(falls_back_on_what_holds_for_every_server);
  CPPUNIT_TEST(knows_a_telling_code_without_knowing_the_provider);
  CPPUNIT_TEST(explains_nothing_where_no_server_spoke_or_waiting_helps);
  CPPUNIT_TEST(explains_nothing_without_readable_sheets);
  CPPUNIT_TEST(explains_a_mail_servers_words);
  CPPUNIT_TEST(adds_the_meaning_to_the_sentence);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    files_.files["/share/sasl-oauth/providers/cloud.toml"] = {
        "[errors]\nAADSTS1 = { meaning = \"idle\", remedy = \"sign in again\" }\n"
        "invalid_grant = { meaning = \"ended\", remedy = \"ask\" }\n"
        "[mail_errors]\n\"5.7.139\" = { meaning = \"switched off\", remedy = \"ask\" }\n"};
    files_.files["/share/sasl-oauth/providers/generic.toml"] = {
        "template = true\n[errors]\ninvalid_client = { meaning = \"unknown\", remedy = \"look\" }\n"
        "invalid_grant = { meaning = \"over\", remedy = \"sign in again\" }\n"
        "[mail_errors]\n\"5.7.8\" = { meaning = \"refused\", remedy = \"look\" }\n"};
  }

  void explains_by_the_providers_own_sheet() {
    CPPUNIT_ASSERT_EQUAL(std::string("idle"), meaning("cloud", "invalid_grant", "AADSTS1"));
    CPPUNIT_ASSERT_EQUAL(std::string("ended; ask"), meaning("cloud", "invalid_grant", "AADSTS2"));
  }

  void falls_back_on_what_holds_for_every_server() {
    CPPUNIT_ASSERT_EQUAL(std::string("unknown; look"), meaning("cloud", "invalid_client", ""));
    CPPUNIT_ASSERT_EQUAL(std::string("over"), meaning("gone", "invalid_grant", ""));
    CPPUNIT_ASSERT_EQUAL(std::string("over"), meaning("", "invalid_grant", ""));
    CPPUNIT_ASSERT_EQUAL(std::string(), meaning("cloud", "never_heard", ""));
  }

  void knows_a_telling_code_without_knowing_the_provider() {
    CPPUNIT_ASSERT_EQUAL(std::string("idle"), meaning("", "invalid_grant", "AADSTS1"));
    CPPUNIT_ASSERT_EQUAL(std::string("over"), meaning("", "invalid_grant", "AADSTS2"));
  }

  void explains_nothing_where_no_server_spoke_or_waiting_helps() {
    CPPUNIT_ASSERT_EQUAL(std::string(), meaning("cloud", "", ""));
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         meaning("cloud", "invalid_grant", "", ErrorKind::unavailable));
    CPPUNIT_ASSERT_EQUAL(std::string("idle"),
                         meaning("cloud", "invalid_grant", "AADSTS1", ErrorKind::unavailable));
  }

  void explains_nothing_without_readable_sheets() {
    for (auto& each : files_.files) each.second.is_forbidden = true;
    CPPUNIT_ASSERT_EQUAL(std::string(), meaning("cloud", "invalid_grant", "AADSTS1"));
    for (auto& each : files_.files) each.second = {"broken"};
    CPPUNIT_ASSERT_EQUAL(std::string(), meaning("", "invalid_grant", "AADSTS1"));
    files_.files.clear();
    CPPUNIT_ASSERT_EQUAL(std::string(), meaning("", "invalid_grant", "AADSTS1"));
  }

  void explains_a_mail_servers_words() {
    CPPUNIT_ASSERT_EQUAL(std::string("switched off; ask"),
                         explainer_.meaning_of_words("cloud", "535 5.7.139 Authentication no"));
    CPPUNIT_ASSERT_EQUAL(std::string("refused; look"),
                         explainer_.meaning_of_words("cloud", "535 5.7.8 Authentication failed."));
    CPPUNIT_ASSERT_EQUAL(std::string(), explainer_.meaning_of_words("cloud", "250 fine"));
  }

  void adds_the_meaning_to_the_sentence() {
    Error error{ErrorKind::consent_needed, "h answered no", seconds(0), "invalid_grant", "AADSTS1"};
    add_meaning(error, "cloud", explainer_);
    CPPUNIT_ASSERT_EQUAL(std::string("h answered no (idle)"), error.message);
    Error other{ErrorKind::no_access, "the disk is full"};
    add_meaning(other, "cloud", explainer_);
    CPPUNIT_ASSERT_EQUAL(std::string("the disk is full"), other.message);
  }

 private:
  using seconds = std::chrono::seconds;

  std::string meaning(const std::string& provider, const char* code, const char* subcode,
                      ErrorKind kind = ErrorKind::consent_needed) {
    return explainer_.meaning_of(provider, Error{kind, "h said so", seconds(0), code, subcode});
  }

  MemoryFiles files_;
  ConfigLoader loader_{files_, {"/etc", "/share", "", ""}};
  Configuration configuration_;
  SheetExplainer explainer_{loader_, configuration_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(SheetExplainerTest);

}  // namespace
}  // namespace oauth

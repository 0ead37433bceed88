// SPDX-License-Identifier: MIT
#include "tool/notifier.h"

#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/support/temporary_folder.h"
#include "tests/support/tool_desk.h"

namespace tool {
namespace {

int notify_all(World& world, const Options&, Terminal& terminal) {
  const auto book = AccountBook::open(world);
  auto accounts = const_cast<AccountBook&>(*book).all();
  Notifier notifier(world, terminal);
  for (const StoredAccount& account : *accounts) notifier.notify(account);
  return 0;
}

constexpr char verdict[] =
    R"("refresh_token": "1//R", "verdict": {"kind": "consent_needed", "error": "invalid_grant", )"
    R"("reason": "sso said `id` $(id) \"no\"; a person must sign in: sasl-oauth login a", )"
    R"("at": 1700000000, "refresh_token": "1//R"})";

class NotifierTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NotifierTest);
  CPPUNIT_TEST(runs_the_hook_once_with_the_facts_in_its_environment);
  CPPUNIT_TEST(runs_nothing_without_a_hook_or_a_reason);
  CPPUNIT_TEST(prefers_the_accounts_own_hook);
  CPPUNIT_TEST(says_that_a_hook_failed_and_remembers_the_try);
  CPPUNIT_TEST(gives_no_token_away);
  CPPUNIT_TEST_SUITE_END();

 public:
  void runs_the_hook_once_with_the_facts_in_its_environment() {
    configure_hook("printf '%s|' \"$SASL_OAUTH_ACCOUNT\" \"$SASL_OAUTH_PROVIDER\" "
                   "\"$SASL_OAUTH_STATE\" \"$SASL_OAUTH_CODE\" \"$SASL_OAUTH_REASON\" "
                   "\"$SASL_OAUTH_REMEDY\"");
    desk_.add("a", verdict);
    desk_.run(notify_all);
    desk_.run(notify_all);
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
    CPPUNIT_ASSERT_EQUAL(
        std::string("a|example|sign_in_needed|invalid_grant|sso said `id` $(id) \"no\"; a person"
                    " must sign in: sasl-oauth login a|sasl-oauth login a|"),
        printed());
  }

  void runs_nothing_without_a_hook_or_a_reason() {
    configure_hook("echo ran");
    desk_.add("well", "\"refresh_token\": \"1//R\"");
    desk_.run(notify_all);
    CPPUNIT_ASSERT_EQUAL(std::string(), printed());
    desk_.configure("");
    desk_.add("a", verdict);
    desk_.run(notify_all);
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
  }

  void prefers_the_accounts_own_hook() {
    desk_.configure("[hooks]\non_needs_person = \"" + to_file("echo all") +
                    "\"\n[account.a]\non_needs_person = \"" + to_file("echo own") + "\"\n");
    desk_.add("a", verdict);
    desk_.run(notify_all);
    CPPUNIT_ASSERT_EQUAL(std::string("own\n"), printed());
  }

  void says_that_a_hook_failed_and_remembers_the_try() {
    configure_hook("echo tried; exit 3");
    desk_.add("a", verdict);
    desk_.run(notify_all);
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: warning: the command of on_needs_person for a ended with status"
                    " 3; try it in a shell\n"),
        desk_.errors());
    desk_.run(notify_all);  // within the minute in which somebody may still be telling it
    CPPUNIT_ASSERT_EQUAL(std::string("tried\n"), printed());
    const std::string record = content(desk_.store() + "/a.json");
    CPPUNIT_ASSERT_MESSAGE(record, record.find("\"notice_tries\": 1,") != record.npos);
    CPPUNIT_ASSERT_MESSAGE(record, record.find("notified_at") == record.npos);
  }

  void gives_no_token_away() {
    configure_hook("env");
    desk_.add("a", verdict);
    desk_.run(notify_all);
    const std::string environment = printed();
    CPPUNIT_ASSERT(environment.find("SASL_OAUTH_ACCOUNT=a\n") != environment.npos);
    for (const char* secret : {"1//R", "ya29.T"}) {
      CPPUNIT_ASSERT_MESSAGE(secret, environment.find(secret) == environment.npos);
    }
  }

 private:
  static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  std::string to_file(const std::string& command) const {
    std::string quoted;
    for (const char letter : "{ " + command + "; } >> " + folder_.path() + "/out") {
      if (letter == '"' || letter == '\\') quoted += '\\';
      quoted += letter;
    }
    return quoted;
  }
  void configure_hook(const std::string& command) {
    desk_.configure("[hooks]\non_needs_person = \"" + to_file(command) + "\"\n");
  }
  std::string printed() const { return content(folder_.path() + "/out"); }

  const oauth::TemporaryFolder folder_;
  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(NotifierTest);

}  // namespace
}  // namespace tool

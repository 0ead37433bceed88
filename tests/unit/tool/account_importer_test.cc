// SPDX-License-Identifier: MIT
#include "tool/account_importer.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fixed_random.h"
#include "tests/support/sample_record.h"
#include "tests/support/scripted_http.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

using oauth::Record;

Record imported() {
  Record record = oauth::sample_record();
  record.access_token = oauth::Secret();
  record.expires_at = {};
  record.refresh_token = oauth::Secret::copy_of("1//imported");
  return record;
}

class AccountImporterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountImporterTest);
  CPPUNIT_TEST(saves_before_it_asks_and_what_it_got);
  CPPUNIT_TEST(leaves_an_account_that_stands_alone);
  CPPUNIT_TEST(replaces_it_if_that_is_said_and_keeps_its_user);
  CPPUNIT_TEST(removes_what_could_not_be_proved);
  CPPUNIT_TEST(brings_the_former_record_back);
  CPPUNIT_TEST(keeps_a_new_refresh_token_that_came_with_a_failure);
  CPPUNIT_TEST(says_what_a_refusal_means_for_an_import);
  CPPUNIT_TEST_SUITE_END();

 public:
  void saves_before_it_asks_and_what_it_got() {
    std::string saved;
    network_.script().on_request([&] { saved = stored_refresh_token(); });
    answer(R"("refresh_token": "1//rotated")");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(run()));
    CPPUNIT_ASSERT_EQUAL(std::string("1//imported"), saved);
    CPPUNIT_ASSERT_EQUAL(std::string("1//rotated"), stored_refresh_token());
  }

  void leaves_an_account_that_stands_alone() {
    stand("1//standing");
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: there is an account user@example.com already; give"
                                     " --replace to put this one in its place"),
                         oauth::sentence_of(run()));
    CPPUNIT_ASSERT_EQUAL(std::string("1//standing"), stored_refresh_token());
    CPPUNIT_ASSERT(network_.requests().empty());
  }

  void replaces_it_if_that_is_said_and_keeps_its_user() {
    Record standing = imported();
    standing.user = "shared@example.com";
    save(standing);
    answer(R"("scope": "")");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(run(Standing::replaced)));
    CPPUNIT_ASSERT_EQUAL(std::string("shared@example.com"), store_.load("user@example.com")->user);
  }

  void removes_what_could_not_be_proved() {
    network_.script().answer(503, "");
    const auto done = run();
    CPPUNIT_ASSERT(!done && done.error().kind == oauth::ErrorKind::unavailable);
    CPPUNIT_ASSERT(!*store_.holds("user@example.com"));
  }

  void brings_the_former_record_back() {
    stand("1//standing");
    network_.script().answer(400, R"({"error": "invalid_grant"})");
    const auto done = run(Standing::replaced);
    CPPUNIT_ASSERT(!done && done.error().kind == oauth::ErrorKind::consent_needed);
    CPPUNIT_ASSERT_EQUAL(std::string("1//standing"), stored_refresh_token());
    CPPUNIT_ASSERT(!store_.load("user@example.com")->verdict);
  }

  void keeps_a_new_refresh_token_that_came_with_a_failure() {
    network_.script().answer(200, R"({"refresh_token": "1//rotated"})");
    const auto done = run();
    CPPUNIT_ASSERT(!done);
    CPPUNIT_ASSERT(done.error().message.find("; but a new refresh token has come, so the account"
                                             " was kept") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("1//rotated"), stored_refresh_token());
  }

  void says_what_a_refusal_means_for_an_import() {
    for (const char* code : {"invalid_client", "unauthorized_client"}) {
      network_.script().answer(401, R"({"error": ")" + std::string(code) + "\"}");
      const auto done = run();
      CPPUNIT_ASSERT(!done && done.error().kind == oauth::ErrorKind::bad_config);
      CPPUNIT_ASSERT_MESSAGE(
          done.error().message,
          done.error().message.find("to the client alone that got it") != std::string::npos);
    }
  }

 private:
  const oauth::TemporaryFolder folder_;
  oauth::FileStore store_{folder_.path()};
  oauth::ScriptedNetwork network_;
  oauth::FakeClock clock_;
  oauth::FixedRandom random_{0xff};

  void answer(const std::string& more) {
    network_.script().answer(
        200, R"({"access_token": "ya29.new", "token_type": "Bearer", "expires_in": 3599, )" + more +
                 "}");
  }

  oauth::Result<oauth::AccessToken> run(Standing standing = Standing::kept) {
    const oauth::Account account{"user@example.com", oauth::bounds::min_validity, {}};
    return import_account(store_, oauth::TokenSource({store_, network_, clock_, random_}), account,
                          imported(), standing);
  }

  void save(const Record& record) {
    const auto lease = store_.lock(record.account, oauth::bounds::lock_timeout);
    CPPUNIT_ASSERT(lease);
    CPPUNIT_ASSERT(store_.save(**lease, record, oauth::SaveMode::create));
  }

  void stand(const std::string& refresh_token) {
    Record record = imported();
    record.refresh_token = oauth::Secret::copy_of(refresh_token);
    save(record);
  }

  std::string stored_refresh_token() {
    const auto record = store_.load("user@example.com");
    return record ? std::string(record->refresh_token.reveal()) : oauth::sentence_of(record);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountImporterTest);

}  // namespace
}  // namespace tool

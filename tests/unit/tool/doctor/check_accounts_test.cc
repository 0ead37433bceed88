// SPDX-License-Identifier: MIT
#include "tool/doctor/check_accounts.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/sample_record.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class CheckAccountsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckAccountsTest);
  CPPUNIT_TEST(tells_how_each_account_stands);
  CPPUNIT_TEST(tells_of_a_record_that_cannot_be_read);
  CPPUNIT_TEST(looks_at_the_named_ones_alone);
  CPPUNIT_TEST(names_the_nearest_where_there_is_none);
  CPPUNIT_TEST(says_how_to_begin);
  CPPUNIT_TEST(ends_as_the_account_of_a_user_wants_it);
  CPPUNIT_TEST(names_the_owner_in_every_command);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    folder_ = std::make_unique<oauth::TemporaryFolder>();
    chmod(folder_->path().c_str(), 0700);
    question_ = {};
    question_.now = oauth::sample_now;
  }

  void tells_how_each_account_stands() {
    add("good", 3600, ", \"refresh_token\": \"R\"");
    add("last", 3600, "");
    add("machine", 3600, ", \"grant_type\": \"command\", \"command\": \"echo t\"");
    add("due", -1, ", \"refresh_token\": \"R\"");
    add("waiting", -1,
        ", \"refresh_token\": \"R\", \"failures\": 2, \"next_attempt_at\": 1700000060");
    add("dead", -1, "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: dead: there is no refresh token -> sasl-oauth login dead\n"
                    "ok: due: the next login fetches a token\n"
                    "ok: good: token good for 60 min\n"
                    "ok: last: token good for 60 min, and none after it\n"
                    "ok: machine: token good for 60 min\n"
                    "problem: waiting: no new token for waiting after 2 failed tries; the next one "
                    "is asked for after 2023-11-14 22:14:20 UTC -> sasl-oauth status waiting (may "
                    "pass)\n"),
        run());
  }

  void tells_of_a_record_that_cannot_be_read() {
    add("open", 3600, "");
    chmod((folder_->path() + "/open.json").c_str(), 0644);
    CPPUNIT_ASSERT_EQUAL("problem: " + folder_->path() +
                             "/open.json can be read by others -> chmod 600 " + folder_->path() +
                             "/open.json\n",
                         run());
  }

  void looks_at_the_named_ones_alone() {
    add("good", 3600, ", \"refresh_token\": \"R\"");
    add("dead", -1, "");
    question_.names = {"GOOD"};
    CPPUNIT_ASSERT_EQUAL(std::string("ok: good: token good for 60 min\n"), run());
  }

  void names_the_nearest_where_there_is_none() {
    add("you@example.com", 3600, "");
    question_.names = {"yuo@example.com", "somebody"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("problem: there is no account yuo@example.com; there is you@example.com -> "
                    "sasl-oauth doctor you@example.com\n"
                    "problem: there is no account somebody -> sasl-oauth login somebody\n"),
        run());
  }

  void ends_as_the_account_of_a_user_wants_it() {
    add("good", 3600, ", \"refresh_token\": \"R\"");
    add("due", -1, ", \"refresh_token\": \"R\"");
    add("waiting", -1,
        ", \"refresh_token\": \"R\", \"failures\": 2, \"next_attempt_at\": 1700000060");
    add("dead", -1, "");
    add("open", 3600, "");
    chmod((folder_->path() + "/open.json").c_str(), 0644);
    add("%2a@example.com", 3600, "");
    const struct {
      const char* user;
      int code;
    } cases[] = {{"GOOD", 0},  {"due", 0},   {"waiting", 75},       {"dead", 77},
                 {"none", 77}, {"open", 78}, {"any@example.com", 0}};
    const StoreSurvey survey = surveyed();
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.user, each.code,
                                   exit_code_for(survey, each.user, oauth::sample_now));
    }
  }

  void says_how_to_begin() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("note: there is no account yet -> sasl-oauth login you@gmail.com\n"), run());
  }

  void names_the_owner_in_every_command() {
    question_.for_user = "postfix";
    CPPUNIT_ASSERT_EQUAL(std::string("note: there is no account yet -> sasl-oauth login "
                                     "you@gmail.com --for postfix\n"),
                         run());
    add("dead", -1, "");
    CPPUNIT_ASSERT_EQUAL(std::string("problem: dead: there is no refresh token -> sasl-oauth login "
                                     "dead --for postfix\n"),
                         run());
  }

 private:
  void add(const std::string& name, int seconds_left, const std::string& more) const {
    const std::string text =
        "{\"version\": 1, \"expires_at\": " + std::to_string(1700000000 + seconds_left) +
        ", \"user\": \"\", \"access_token\": \"T\", \"account\": \"" + name +
        "\", \"issued_at\": 1699999000" + more + "}";
    chmod(folder_->write(name + ".json", text).c_str(), 0600);
  }

  StoreSurvey surveyed() const {
    oauth::StorePlaces places;
    places.configured = folder_->path();
    oauth::Person owner;
    owner.uid = geteuid();
    StoreSurvey survey(places, owner, oauth::Symlinks::follow);
    survey.read();
    return survey;
  }

  std::string run() const { return told(check_accounts(surveyed(), question_)); }

  std::unique_ptr<oauth::TemporaryFolder> folder_;
  AccountQuestion question_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CheckAccountsTest);

}  // namespace
}  // namespace tool

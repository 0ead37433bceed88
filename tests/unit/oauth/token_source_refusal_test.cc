// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

class TokenSourceRefusalTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(TokenSourceRefusalTest);
  CPPUNIT_TEST(needs_a_person_once_consent_is_gone);
  CPPUNIT_TEST(makes_no_second_request_after_a_verdict);
  CPPUNIT_TEST(does_not_ask_on_demand_with_a_dead_refresh_token);
  CPPUNIT_TEST(asks_on_demand_where_the_provider_may_have_been_mended);
  CPPUNIT_TEST(does_not_take_an_old_verdict_for_the_cause_of_a_new_failure);
  CPPUNIT_TEST(asks_again_once_there_is_another_refresh_token);
  CPPUNIT_TEST(uses_a_live_token_in_spite_of_a_verdict);
  CPPUNIT_TEST(tries_the_token_that_somebody_rotated_meanwhile);
  CPPUNIT_TEST(uses_the_access_token_that_somebody_brought_meanwhile);
  CPPUNIT_TEST(lets_the_verdict_fall_on_the_rotated_token);
  CPPUNIT_TEST(brings_another_token_at_the_login_after_a_refusal);
  CPPUNIT_TEST(never_asks_the_server_while_a_refusal_is_noted);
  CPPUNIT_TEST(does_not_keep_the_mail_server_waiting_for_the_lock);
  CPPUNIT_TEST(ignores_the_refusal_of_a_token_that_is_gone);
  CPPUNIT_TEST(notes_a_refusal_once);
  CPPUNIT_TEST(waits_a_minute_when_the_forced_token_is_refused_too);
  CPPUNIT_TEST(says_why_a_refusal_could_not_be_noted);
  CPPUNIT_TEST_SUITE_END();

 public:
  void needs_a_person_once_consent_is_gone() {
    age();
    refuse_grant();
    const auto token = source.current(account);
    CPPUNIT_ASSERT_EQUAL(std::string("consent_needed: ") + revoked_sentence, shown(token));
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant"), token.error().code);
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "1//0gAbC-_x/y+z=");
    CPPUNIT_ASSERT(stored().verdict);
  }

  void makes_no_second_request_after_a_verdict() {
    age();
    refuse_grant();
    CPPUNIT_ASSERT(!source.current(account));
    const int locks = store.locks();
    for (int login = 0; login < 100; ++login) {
      clock.advance(seconds(3600));
      CPPUNIT_ASSERT_EQUAL(std::string("consent_needed: ") + revoked_sentence,
                           shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    CPPUNIT_ASSERT_EQUAL(locks, store.locks());
  }

  void does_not_ask_on_demand_with_a_dead_refresh_token() {
    age();
    refuse_grant();
    CPPUNIT_ASSERT(!source.current(account));
    CPPUNIT_ASSERT_EQUAL(std::string("consent_needed: ") + revoked_sentence,
                         shown(source.refreshed(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void asks_on_demand_where_the_provider_may_have_been_mended() {
    for (const char* error : {"invalid_client", "admin_policy_enforced"}) {
      TokenSourceWorld world;
      world.age();
      world.network.script().answer(401, R"({"error":")" + std::string(error) + "\"}");
      CPPUNIT_ASSERT(!world.source.current(world.account));
      CPPUNIT_ASSERT(!world.source.current(world.account));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(error, std::size_t{1}, world.requests());
      world.grant_token("new");
      CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(world.source.refreshed(world.account)));
      CPPUNIT_ASSERT(!world.stored().verdict);
    }
  }

  void does_not_take_an_old_verdict_for_the_cause_of_a_new_failure() {
    age();
    network.script().answer(401, R"({"error":"invalid_client"})");
    CPPUNIT_ASSERT(!source.current(account));
    network.script().answer(503, "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("unavailable: oauth2.googleapis.com answered HTTP status 503; it may work "
                    "later"),
        shown(source.refreshed(account)));
    CPPUNIT_ASSERT(stored().verdict);
  }

  void asks_again_once_there_is_another_refresh_token() {
    age();
    refuse_grant();
    CPPUNIT_ASSERT(!source.current(account));
    change_stored([](Record& record) { record.refresh_token = Secret::copy_of("signed-in"); });
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT(!stored().verdict);
  }

  void uses_a_live_token_in_spite_of_a_verdict() {
    age(seconds(200));
    refuse_grant();
    for (int login = 0; login < 2; ++login) {
      CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD\n") + revoked_sentence,
                           shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void tries_the_token_that_somebody_rotated_meanwhile() {
    age();
    refuse_grant();
    rotate_during_the_first_request("");
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests());
    CPPUNIT_ASSERT(network.requests()[1].body.find("refresh_token=rotated&") != std::string::npos);
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT(!stored().verdict);
  }

  void uses_the_access_token_that_somebody_brought_meanwhile() {
    age();
    refuse_grant();
    rotate_during_the_first_request("theirs");
    CPPUNIT_ASSERT_EQUAL(std::string("theirs"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    CPPUNIT_ASSERT(!stored().verdict);
  }

  void lets_the_verdict_fall_on_the_rotated_token() {
    age();
    refuse_grant();
    rotate_during_the_first_request("");
    refuse_grant();
    CPPUNIT_ASSERT_EQUAL(std::string("consent_needed: ") + revoked_sentence,
                         shown(source.current(account)));
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT(stored().verdict->refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests());
  }

  void brings_another_token_at_the_login_after_a_refusal() {
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLD")));
    grant_token("forced");
    CPPUNIT_ASSERT_EQUAL(std::string("forced"), shown(source.current(account)));
    CPPUNIT_ASSERT(stored().forced_refresh);
  }

  void never_asks_the_server_while_a_refusal_is_noted() {
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLD")));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, network.settings().size());
    CPPUNIT_ASSERT_EQUAL(1, store.saves());
    CPPUNIT_ASSERT(stored().expires_at == TimePoint());
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void does_not_keep_the_mail_server_waiting_for_the_lock() {
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLD")));
    CPPUNIT_ASSERT(store.patience() == seconds(1));
    grant_token("forced");
    CPPUNIT_ASSERT(source.current(account));
    CPPUNIT_ASSERT(store.patience() == bounds::lock_timeout);
  }

  void ignores_the_refusal_of_a_token_that_is_gone() {
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLDER")));
    CPPUNIT_ASSERT_EQUAL(0, store.saves());
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), shown(source.current(account)));
  }

  void notes_a_refusal_once() {
    for (int login = 0; login < 3; ++login) {
      CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLD")));
    }
    CPPUNIT_ASSERT_EQUAL(1, store.saves());
  }

  void waits_a_minute_when_the_forced_token_is_refused_too() {
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("ya29.OLD")));
    grant_token("forced");
    CPPUNIT_ASSERT(source.current(account));
    clock.advance(seconds(5));
    CPPUNIT_ASSERT(source.note_refusal(account, Secret::copy_of("forced")));
    for (int login = 0; login < 10; ++login) {
      const auto token = source.current(account);
      CPPUNIT_ASSERT_EQUAL(
          std::string("unavailable: the mail server refused the new token for user@example.com "
                      "too; the next one is asked for after 2023-11-14 22:14:20 UTC"),
          shown(token));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    clock.advance(seconds(55));
    grant_token("third");
    CPPUNIT_ASSERT_EQUAL(std::string("third"), shown(source.current(account)));
  }

  void says_why_a_refusal_could_not_be_noted() {
    store.fail_saves(Error{ErrorKind::no_access, "the disk is full"});
    const auto noted = source.note_refusal(account, Secret::copy_of("ya29.OLD"));
    CPPUNIT_ASSERT(!noted);
    CPPUNIT_ASSERT_EQUAL(std::string("the disk is full"), noted.error().message);
  }

 private:
  void rotate_during_the_first_request(std::string access_token) {
    network.script().on_request([this, access_token] {
      if (requests() != 1) return;
      change_stored([&](Record& record) {
        record.refresh_token = Secret::copy_of("rotated");
        if (access_token.empty()) return;
        record.access_token = Secret::copy_of(access_token);
        record.issued_at = clock.now();
        record.expires_at = clock.now() + seconds(3599);
      });
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceRefusalTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

constexpr char busy_sentence[] =
    "oauth2.googleapis.com answered HTTP status 503; it may work later";

class TokenSourceFailureTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(TokenSourceFailureTest);
  CPPUNIT_TEST(serves_a_live_token_when_the_server_is_down);
  CPPUNIT_TEST(fails_when_the_server_is_down_and_the_token_dead);
  CPPUNIT_TEST(makes_no_request_before_the_pause_is_over);
  CPPUNIT_TEST(waits_as_long_as_the_server_asks);
  CPPUNIT_TEST(caps_what_the_server_asks);
  CPPUNIT_TEST(backs_off_from_every_transient_failure);
  CPPUNIT_TEST(does_not_pass_the_old_token_off_for_a_new_one);
  CPPUNIT_TEST(hands_out_a_new_token_that_cannot_be_saved);
  CPPUNIT_TEST(spares_a_refresh_token_whose_successor_could_not_be_saved);
  CPPUNIT_TEST(asks_where_nothing_can_be_saved_if_no_refresh_token_is_at_stake);
  CPPUNIT_TEST(says_that_a_failure_could_not_be_noted);
  CPPUNIT_TEST(does_not_bring_a_removed_account_back);
  CPPUNIT_TEST(gives_up_when_the_account_is_removed_before_it_holds_the_lock);
  CPPUNIT_TEST(serves_a_live_token_where_the_lock_cannot_be_had);
  CPPUNIT_TEST(waits_shortly_for_the_lock_while_the_token_lives);
  CPPUNIT_TEST(keeps_a_rotated_refresh_token_of_an_unusable_reply);
  CPPUNIT_TEST(says_that_a_rotated_refresh_token_could_not_be_saved);
  CPPUNIT_TEST(remembers_nothing_of_failures_on_this_machine);
  CPPUNIT_TEST(warns_of_a_narrower_scope_once);
  CPPUNIT_TEST(warns_of_a_missing_token_type);
  CPPUNIT_TEST(needs_a_person_without_a_refresh_token);
  CPPUNIT_TEST_SUITE_END();

 public:
  void serves_a_live_token_when_the_server_is_down() {
    age(seconds(200));
    network.script().fail(Error{ErrorKind::unavailable, "cannot connect"});
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD\ncannot connect"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(
        std::string("ya29.OLD\nno new token for user@example.com after 1 failed try; the next one "
                    "is asked for after 2023-11-14 23:00:01 UTC"),
        shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void fails_when_the_server_is_down_and_the_token_dead() {
    age(seconds(9));
    network.script().answer(503, "");
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: ") + busy_sentence,
                         shown(source.current(account)));
    CPPUNIT_ASSERT(stored().access_token.reveal() == "ya29.OLD");
    CPPUNIT_ASSERT_EQUAL(1u, stored().failures);
  }

  void makes_no_request_before_the_pause_is_over() {
    age();
    for (int i = 0; i < 3; ++i) {  // pauses of 1, 2 and 4 seconds
      network.script().answer(503, "");
      CPPUNIT_ASSERT(!source.current(account));
      clock.advance(seconds((1 << i) - 1));
      CPPUNIT_ASSERT(!source.current(account));
      CPPUNIT_ASSERT(!source.refreshed(account));
      CPPUNIT_ASSERT_EQUAL(static_cast<std::size_t>(i + 1), requests());
      clock.advance(seconds(1));
    }
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
  }

  void waits_as_long_as_the_server_asks() {
    age();
    network.script().answer(429, "", "2");
    const auto refused = source.current(account);
    CPPUNIT_ASSERT(refused.error().kind == ErrorKind::unavailable);
    CPPUNIT_ASSERT(refused.error().retry_after == seconds(2));
    clock.advance(seconds(1));
    CPPUNIT_ASSERT(source.current(account).error().retry_after == seconds(1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    clock.advance(seconds(1));
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
  }

  void caps_what_the_server_asks() {
    age();
    network.script().answer(503, "", "604800");
    CPPUNIT_ASSERT(!source.current(account));
    clock.advance(seconds(3600));
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
  }

  void backs_off_from_every_transient_failure() {
    const struct {
      int status;
      const char* body;
    } cases[] = {{408, ""},
                 {429, ""},
                 {500, ""},
                 {502, "<html>Bad gateway</html>"},
                 {503, ""},
                 {504, ""},
                 {400, R"({"error":"temporarily_unavailable"})"},
                 {403, R"({"error":"rate_limit_exceeded"})"},
                 {200, R"({"error":"server_error"})"},
                 {200, "<html>"},
                 {200, "{}"},
                 {200, "[]"},
                 {200, R"({"access_token":"a)"},
                 {200, R"({"access_token":"a\u0001","token_type":"Bearer"})"},
                 {200, R"({"access_token":"a\r\nb","token_type":"Bearer"})"},
                 {200, R"({"access_token":"a","token_type":"mac"})"},
                 {403, "<html>"}};
    for (const auto& each : cases) {
      TokenSourceWorld world;
      world.age(seconds(100));
      world.network.script().answer(each.status, each.body);
      const auto token = world.source.current(world.account);
      CPPUNIT_ASSERT_MESSAGE(each.body, token && token->token.reveal() == "ya29.OLD");
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, token->warnings.size());
      CPPUNIT_ASSERT_MESSAGE(each.body, world.source.current(world.account));
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, world.requests());
      CPPUNIT_ASSERT_MESSAGE(each.body, !world.stored().verdict);
      CPPUNIT_ASSERT_EQUAL(1u, world.stored().failures);
      CPPUNIT_ASSERT(world.stored().refresh_token.reveal() == "1//0gAbC-_x/y+z=");
    }
  }

  void does_not_pass_the_old_token_off_for_a_new_one() {
    network.script().answer(503, "");
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: ") + busy_sentence,
                         shown(source.refreshed(account)));
    CPPUNIT_ASSERT(source.refreshed(account).error().kind == ErrorKind::unavailable);
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), shown(source.current(account)));
  }

  void hands_out_a_new_token_that_cannot_be_saved() {
    age();
    grant_token("new", R"(,"refresh_token":"rotated")");
    store.fail_saves(Error{ErrorKind::no_access, "cannot write f: No space left on device"});
    CPPUNIT_ASSERT_EQUAL(
        std::string("new\nthe new token could not be saved, and the next login may fail: cannot "
                    "write f: No space left on device"),
        shown(source.current(account)));
  }

  void spares_a_refresh_token_whose_successor_could_not_be_saved() {
    grant_token("second", R"(,"refresh_token":"rotated")");
    age();
    CPPUNIT_ASSERT_EQUAL(std::string("second"), shown(source.current(account)));
    store.fill_up(Error{ErrorKind::no_access, "the disk is full"});
    const std::string sentence =
        "no new token was asked for, since it could not be saved, and with it the account would be "
        "lost: the disk is full";
    clock.advance(seconds(3400));
    CPPUNIT_ASSERT_EQUAL("second\n" + sentence, shown(source.current(account)));
    clock.advance(seconds(200));
    CPPUNIT_ASSERT_EQUAL("no_access: " + sentence, shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void asks_where_nothing_can_be_saved_if_no_refresh_token_is_at_stake() {
    store.fill_up(Error{ErrorKind::no_access, "the disk is full"});
    age();
    grant_token("second");
    CPPUNIT_ASSERT_EQUAL(
        std::string("second\nthe new token could not be saved, and the next login may fail: the "
                    "disk is full"),
        shown(source.current(account)));
  }

  void says_that_a_failure_could_not_be_noted() {
    age();
    network.script().answer(503, "");
    store.fail_saves(Error{ErrorKind::no_access, "the disk is full"});
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: ") + busy_sentence +
                             " (and this could not be noted: the disk is full)",
                         shown(source.current(account)));
  }

  void does_not_bring_a_removed_account_back() {
    age();
    grant_token("new");
    network.script().on_request([&] { store.remove("user@example.com"); });
    CPPUNIT_ASSERT_EQUAL(
        std::string("new\nthe new token could not be saved, and the next login may fail: there is "
                    "no account user@example.com"),
        shown(source.current(account)));
    CPPUNIT_ASSERT(!*store.holds("user@example.com"));
  }

  void gives_up_when_the_account_is_removed_before_it_holds_the_lock() {
    age(seconds(100));
    store.on_lock([&] { store.remove("user@example.com"); });
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: there is no account user@example.com"),
                         shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, requests());
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void serves_a_live_token_where_the_lock_cannot_be_had() {
    store.fail_locks(Error{ErrorKind::unavailable, "another process holds it"});
    age(seconds(100));
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD\nanother process holds it"),
                         shown(source.current(account)));
    clock.advance(seconds(100));
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: another process holds it"),
                         shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, requests());
  }

  void waits_shortly_for_the_lock_while_the_token_lives() {
    store.fail_locks(Error{ErrorKind::unavailable, "another process holds it"});
    age(seconds(13));  // it must outlive the wait
    CPPUNIT_ASSERT(source.current(account));
    CPPUNIT_ASSERT(store.patience() == seconds(3));
    CPPUNIT_ASSERT(source.refreshed(account).error().kind == ErrorKind::unavailable);
    CPPUNIT_ASSERT_MESSAGE("a person wants a new one", store.patience() == bounds::lock_timeout);
    clock.advance(seconds(1));
    CPPUNIT_ASSERT(source.current(account));
    CPPUNIT_ASSERT(store.patience() == bounds::lock_timeout);
  }

  void keeps_a_rotated_refresh_token_of_an_unusable_reply() {
    age();
    network.script().answer(200, R"({"refresh_token":"rotated","token_type":"mac",)"
                                 R"("access_token":"a"})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the token server's reply holds a token of type \"mac\", where mail "
                    "wants Bearer; check the account's token_endpoint and scope"),
        shown(source.current(account)));
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT_EQUAL(1u, stored().failures);
    CPPUNIT_ASSERT(!source.current(account));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void says_that_a_rotated_refresh_token_could_not_be_saved() {
    age();
    network.script().answer(200, R"({"refresh_token":"rotated","token_type":"Bearer"})");
    store.fail_saves(Error{ErrorKind::no_access, "the disk is full"});
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_reply: the token server's reply holds no access_token; check the "
                    "account's token_endpoint and scope (and this could not be noted: the disk is "
                    "full)"),
        shown(source.current(account)));
  }

  // Once a CA file is put right, the next login must work; no server was bothered either.
  void remembers_nothing_of_failures_on_this_machine() {
    age();
    const std::string before(write(stored()));
    for (ErrorKind kind : {ErrorKind::bad_config, ErrorKind::no_access, ErrorKind::internal}) {
      network.script().fail(Error{kind, "it is broken"});
      CPPUNIT_ASSERT_EQUAL(std::string(kind_name(kind)) + ": it is broken",
                           shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(0, store.saves());
    network.refuse(Error{ErrorKind::no_access, "there is no network module"});
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: there is no network module"),
                         shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(before, write(stored()));
  }

  void warns_of_a_narrower_scope_once() {
    change_stored([](Record& record) { record.client.scope = "mail contacts"; });
    age();
    grant_token("new", R"(,"scope":"mail")");
    CPPUNIT_ASSERT_EQUAL(
        std::string("new\nthe server granted less than was asked for, without contacts; to grant "
                    "it all, run: sasl-oauth login user@example.com"),
        shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::string("mail"), stored().client.scope);
    clock.advance(seconds(3599));
    grant_token("newer", R"(,"scope":"mail")");
    CPPUNIT_ASSERT_EQUAL(std::string("newer"), shown(source.current(account)));
  }

  void warns_of_a_missing_token_type() {
    age();
    network.script().answer(200, R"({"access_token":"new","expires_in":3599})");
    CPPUNIT_ASSERT_EQUAL(
        std::string("new\nthe token server's reply has no token_type; Bearer is assumed"),
        shown(source.current(account)));
  }

  void needs_a_person_without_a_refresh_token() {
    change_stored([](Record& record) { record.refresh_token = Secret(); });
    age();
    for (int login = 0; login < 2; ++login) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("consent_needed: there is no refresh token for user@example.com; a person "
                      "must sign in: sasl-oauth login user@example.com"),
          shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, network.settings().size());  // nor was one opened
  }

 private:
  static std::string write(const Record& record) {
    return std::string(record.access_token.reveal()) + std::to_string(record.failures) +
           (record.verdict ? "verdict" : "") + std::to_string(to_unix(record.next_attempt_at));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceFailureTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "oauth/refresh_policy.h"
#include "tests/support/sample_record.h"

namespace oauth {
namespace {

Error transient() { return Error{ErrorKind::unavailable, "no connection"}; }

// Returns the pause that the `count`th failure in a row brings.
long long pause_after(unsigned count, double jitter) {
  Record record = sample_record();
  for (unsigned i = 0; i < count; ++i) apply_failure(record, transient(), sample_now, jitter);
  return (record.next_attempt_at - sample_now).count();
}

class RefreshPolicyFailureTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefreshPolicyFailureTest);
  CPPUNIT_TEST(remembers_a_final_refusal_and_what_was_refused);
  CPPUNIT_TEST(tells_who_can_mend_it);
  CPPUNIT_TEST(tells_how_to_ask_again_where_the_server_may_have_been_out_of_order);
  CPPUNIT_TEST(tells_the_administrator_for_whom_to_sign_in);
  CPPUNIT_TEST(lets_a_verdict_stand_for_ever_but_for_its_refresh_token_alone);
  CPPUNIT_TEST(doubles_the_pause_to_a_quarter_of_an_hour);
  CPPUNIT_TEST(spreads_the_pause);
  CPPUNIT_TEST(waits_as_the_server_asks_an_hour_at_most);
  CPPUNIT_TEST(takes_a_broken_reply_for_transient);
  CPPUNIT_TEST(says_when_it_will_ask_again);
  CPPUNIT_TEST(says_that_a_new_token_was_refused);
  CPPUNIT_TEST(does_not_wait_for_a_time_that_no_pause_reaches);
  CPPUNIT_TEST(makes_an_account_name_fit_for_a_log);
  CPPUNIT_TEST(tells_its_own_failures_from_a_servers);
  CPPUNIT_TEST_SUITE_END();

 public:
  void remembers_a_final_refusal_and_what_was_refused() {
    Record record = sample_record();
    const Error error{ErrorKind::consent_needed, "revoked", seconds(0), "invalid_grant",
                      "invalid_rapt"};
    apply_failure(record, error, sample_now, 0);
    CPPUNIT_ASSERT(record.verdict);
    CPPUNIT_ASSERT(record.verdict->kind == ErrorKind::consent_needed);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_grant"), record.verdict->code);
    CPPUNIT_ASSERT_EQUAL(std::string("invalid_rapt"), record.verdict->subcode);
    CPPUNIT_ASSERT(record.verdict->at == sample_now);
    CPPUNIT_ASSERT(record.verdict->refresh_token.equals(record.refresh_token));
    CPPUNIT_ASSERT(record.refresh_token.reveal() == "1//0gAbC-_x/y+z=");
    CPPUNIT_ASSERT_EQUAL(0u, record.failures);
  }

  void tells_how_to_ask_again_where_the_server_may_have_been_out_of_order() {
    Record record = sample_record();
    apply_failure(record, Error{ErrorKind::bad_config, "no", seconds(0), "404"}, sample_now, 0);
    CPPUNIT_ASSERT_EQUAL(
        std::string("no; if it is right, the server was out of order: run sasl-oauth refresh "
                    "user@example.com; else correct the client or provider, then run: sasl-oauth "
                    "login user@example.com"),
        record.verdict->reason);
  }

  void tells_who_can_mend_it() {
    const struct {
      ErrorKind kind;
      const char* reason;
    } cases[] = {
        {ErrorKind::consent_needed, "no; a person must sign in: sasl-oauth login user@example.com"},
        {ErrorKind::bad_config,
         "no; correct the client or provider, then run: sasl-oauth login user@example.com"},
        {ErrorKind::refused,
         "no; ask the mail domain's administrator, then run: sasl-oauth refresh "
         "user@example.com"}};
    for (const auto& each : cases) {
      Record record = sample_record();
      apply_failure(record, Error{each.kind, "no", seconds(0), "code"}, sample_now, 0);
      const auto reason = reason_to_wait(record, sample_now);
      CPPUNIT_ASSERT(reason);
      CPPUNIT_ASSERT(reason->kind == each.kind);
      CPPUNIT_ASSERT_EQUAL(std::string(each.reason), reason->message);
      CPPUNIT_ASSERT_EQUAL(std::string("code"), reason->code);
    }
  }

  void tells_the_administrator_for_whom_to_sign_in() {
    Record record = sample_record();
    record.kept_for = "postfix";
    apply_failure(record, Error{ErrorKind::consent_needed, "no"}, sample_now, 0.5);
    CPPUNIT_ASSERT_EQUAL(std::string("no; a person must sign in: sasl-oauth login user@example.com "
                                     "--for postfix"),
                         record.verdict->reason);
  }

  void lets_a_verdict_stand_for_ever_but_for_its_refresh_token_alone() {
    Record record = sample_record();
    apply_failure(record, Error{ErrorKind::consent_needed, "no"}, sample_now, 0);
    CPPUNIT_ASSERT(reason_to_wait(record, sample_now + bounds::max_token_lifetime));
    CPPUNIT_ASSERT(reason_to_wait(record, sample_now - seconds(86400)));
    record.refresh_token = Secret::copy_of("another");
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now));
  }

  void doubles_the_pause_to_a_quarter_of_an_hour() {
    const long long longest[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900};
    for (unsigned count = 1; count <= 12; ++count) {
      CPPUNIT_ASSERT_EQUAL(longest[count - 1], pause_after(count, 1.0));
    }
    CPPUNIT_ASSERT_EQUAL(900LL, pause_after(2000, 1.0));
  }

  void spreads_the_pause() {
    CPPUNIT_ASSERT_EQUAL(1LL, pause_after(20, 0.0));
    CPPUNIT_ASSERT_EQUAL(451LL, pause_after(20, 0.5));
    CPPUNIT_ASSERT_EQUAL(1LL, pause_after(1, 0.0));
  }

  void waits_as_the_server_asks_an_hour_at_most() {
    const struct {
      long long asked;
      long long pause;
    } cases[] = {{2, 2}, {3600, 3600}, {86400, 3600}, {0, 1}, {-5, 1}};
    for (const auto& each : cases) {
      Record record = sample_record();
      Error error = transient();
      error.retry_after = seconds(each.asked);
      apply_failure(record, error, sample_now, 0);
      CPPUNIT_ASSERT(record.next_attempt_at == sample_now + seconds(each.pause));
      const auto reason = reason_to_wait(record, sample_now);
      CPPUNIT_ASSERT(reason);
      CPPUNIT_ASSERT(reason->retry_after == seconds(each.pause));
    }
  }

  void takes_a_broken_reply_for_transient() {
    Record record = sample_record();
    apply_failure(record, Error{ErrorKind::bad_reply, "html"}, sample_now, 0);
    CPPUNIT_ASSERT(!record.verdict);
    CPPUNIT_ASSERT_EQUAL(1u, record.failures);
  }

  void says_when_it_will_ask_again() {
    Record record = sample_record();
    apply_failure(record, transient(), sample_now, 1.0);
    CPPUNIT_ASSERT_EQUAL(std::string("no new token for user@example.com after 1 failed try; the "
                                     "next one is asked for after 2023-11-14 22:13:21 UTC"),
                         reason_to_wait(record, sample_now)->message);
    apply_failure(record, transient(), sample_now, 1.0);
    CPPUNIT_ASSERT_EQUAL(std::string("no new token for user@example.com after 2 failed tries; the "
                                     "next one is asked for after 2023-11-14 22:13:22 UTC"),
                         reason_to_wait(record, sample_now)->message);
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now + seconds(2)));
  }

  void says_that_a_new_token_was_refused() {
    Record record = sample_record();
    record.forced_refresh = true;
    record.issued_at = sample_now;
    apply_refusal(record, sample_now);
    const auto reason = reason_to_wait(record, sample_now);
    CPPUNIT_ASSERT(reason->kind == ErrorKind::unavailable);
    CPPUNIT_ASSERT_EQUAL(
        std::string("the mail server refused the new token for user@example.com too; the next one "
                    "is asked for after 2023-11-14 22:14:20 UTC"),
        reason->message);
  }

  // Such a time was written before the clock was set back.
  void does_not_wait_for_a_time_that_no_pause_reaches() {
    Record record = sample_record();
    record.next_attempt_at = sample_now + bounds::max_retry_after + seconds(60);
    CPPUNIT_ASSERT(reason_to_wait(record, sample_now));
    record.next_attempt_at += seconds(1);
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now));
  }

  // The account of a foreign token file is its path, which may hold any octet: broken UTF-8 in the
  // reason would make the file unreadable.
  void makes_an_account_name_fit_for_a_log() {
    Record record = sample_record();
    record.account = "/tmp/\xf6\x1b";
    apply_failure(record, Error{ErrorKind::consent_needed, "no"}, sample_now, 0);
    CPPUNIT_ASSERT_EQUAL(std::string("no; a person must sign in: sasl-oauth login '/tmp/?\?'"),
                         record.verdict->reason);
  }

  void tells_its_own_failures_from_a_servers() {
    CPPUNIT_ASSERT(is_local(Error{ErrorKind::bad_config, "no CA file"}));
    CPPUNIT_ASSERT(is_local(Error{ErrorKind::no_access, "no module"}));
    CPPUNIT_ASSERT(is_local(Error{ErrorKind::internal, "bug"}));
    CPPUNIT_ASSERT(!is_local(Error{ErrorKind::bad_config, "x", seconds(0), "invalid_client"}));
    for (ErrorKind kind : {ErrorKind::consent_needed, ErrorKind::refused, ErrorKind::unavailable,
                           ErrorKind::bad_reply}) {
      CPPUNIT_ASSERT_MESSAGE(kind_name(kind), !is_local(Error{kind, "x"}));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshPolicyFailureTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "oauth/refresh_policy.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "oauth/base/bounds.h"
#include "tests/support/sample_record.h"

namespace oauth {
namespace {

constexpr seconds hour{3600};

// A record whose token was got `age` ago and lives for `life` in all.
Record record_of(seconds age, seconds life) {
  Record record = sample_record();
  record.issued_at = sample_now - age;
  record.expires_at = record.issued_at + life;
  return record;
}

TokenReply reply_of(const char* access_token, const char* refresh_token = "") {
  TokenReply reply;
  reply.access_token = Secret::copy_of(access_token);
  reply.refresh_token = Secret::copy_of(refresh_token);
  reply.expires_in = seconds(3599);
  return reply;
}

TokenReply reply_that_ends_in(seconds life) {
  TokenReply reply = reply_of("new", "rotated");
  reply.refresh_token_expires_in = life;
  return reply;
}

class RefreshPolicyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RefreshPolicyTest);
  CPPUNIT_TEST(takes_a_token_for_fresh_to_the_second);
  CPPUNIT_TEST(asks_for_half_of_a_short_life_at_most);
  CPPUNIT_TEST(takes_no_token_or_a_refused_one_for_stale);
  CPPUNIT_TEST(trusts_no_token_from_the_future);
  CPPUNIT_TEST(takes_a_token_of_unknown_age_by_its_end);
  CPPUNIT_TEST(sends_a_token_to_its_last_breath);
  CPPUNIT_TEST(puts_new_tokens_in);
  CPPUNIT_TEST(keeps_the_old_refresh_token_where_none_comes);
  CPPUNIT_TEST(learns_whether_the_server_replaces_the_refresh_token);
  CPPUNIT_TEST(forgets_all_failures_with_a_new_token);
  CPPUNIT_TEST(keeps_the_refresh_token_alone_of_an_unusable_reply);
  CPPUNIT_TEST(tells_when_the_refresh_token_ends);
  CPPUNIT_TEST(knows_whether_the_end_of_the_refresh_token_moves_on);
  CPPUNIT_TEST(marks_a_token_that_replaces_a_refused_one);
  CPPUNIT_TEST(lets_the_next_login_replace_a_refused_token);
  CPPUNIT_TEST(waits_a_minute_when_the_replacement_is_refused_too);
  CPPUNIT_TEST(finds_the_scope_that_was_not_granted);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_a_token_for_fresh_to_the_second() {
    const seconds need(300);
    CPPUNIT_ASSERT(is_fresh(record_of(hour - need, hour), need, sample_now));
    CPPUNIT_ASSERT(!is_fresh(record_of(hour - need + seconds(1), hour), need, sample_now));
    CPPUNIT_ASSERT(!is_fresh(record_of(hour, hour), seconds(0), sample_now));
    CPPUNIT_ASSERT(is_fresh(record_of(hour - seconds(1), hour), seconds(0), sample_now));
  }

  void asks_for_half_of_a_short_life_at_most() {
    const seconds need = bounds::min_validity_imap;
    CPPUNIT_ASSERT(is_fresh(record_of(seconds(0), seconds(600)), need, sample_now));
    CPPUNIT_ASSERT(is_fresh(record_of(seconds(300), seconds(600)), need, sample_now));
    CPPUNIT_ASSERT(!is_fresh(record_of(seconds(301), seconds(600)), need, sample_now));
    CPPUNIT_ASSERT(is_fresh(record_of(seconds(0), seconds(1)), need, sample_now));
    CPPUNIT_ASSERT(!is_fresh(record_of(seconds(0), seconds(0)), need, sample_now));
  }

  void takes_no_token_or_a_refused_one_for_stale() {
    Record none = sample_record();
    none.access_token = Secret();
    CPPUNIT_ASSERT(!is_fresh(none, seconds(0), sample_now));
    Record refused = sample_record();
    apply_refusal(refused, sample_now);
    CPPUNIT_ASSERT(!is_fresh(refused, seconds(0), sample_now));
    CPPUNIT_ASSERT(!is_alive(refused, sample_now));
  }

  void trusts_no_token_from_the_future() {
    CPPUNIT_ASSERT(is_fresh(record_of(seconds(-60), hour), seconds(300), sample_now));
    CPPUNIT_ASSERT(!is_fresh(record_of(seconds(-61), hour), seconds(300), sample_now));
    CPPUNIT_ASSERT(!is_alive(record_of(seconds(-86400), hour), sample_now));
  }

  void takes_a_token_of_unknown_age_by_its_end() {
    Record record = sample_record();
    record.issued_at = TimePoint();
    record.expires_at = sample_now + seconds(300);
    CPPUNIT_ASSERT(is_fresh(record, seconds(300), sample_now));
    CPPUNIT_ASSERT(!is_fresh(record, seconds(301), sample_now));
    record.expires_at = TimePoint::max();
    CPPUNIT_ASSERT(is_fresh(record, bounds::longest_min_validity, sample_now));
  }

  void sends_a_token_to_its_last_breath() {
    CPPUNIT_ASSERT(is_alive(record_of(hour - seconds(10), hour), sample_now));
    CPPUNIT_ASSERT(!is_alive(record_of(hour - seconds(9), hour), sample_now));
  }

  void puts_new_tokens_in() {
    Record record = sample_record();
    apply_reply(record, reply_of("new", "rotated"), sample_now);
    CPPUNIT_ASSERT(record.access_token.reveal() == "new");
    CPPUNIT_ASSERT(record.refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT(record.issued_at == sample_now);
    CPPUNIT_ASSERT(record.renewed_at == sample_now);
    CPPUNIT_ASSERT(record.expires_at == sample_now + seconds(3599));
  }

  void keeps_the_old_refresh_token_where_none_comes() {  // RFC 6749 section 6
    Record record = sample_record();
    apply_reply(record, reply_of("new"), sample_now);
    CPPUNIT_ASSERT(record.refresh_token.reveal() == "1//0gAbC-_x/y+z=");
    CPPUNIT_ASSERT_EQUAL(std::string("https://mail.google.com/"), record.client.scope);
  }

  void learns_whether_the_server_replaces_the_refresh_token() {
    Record record = sample_record();
    const struct {
      const char* refresh_token;
      bool rotates;
    } cases[] = {{"", false}, {"rotated", true}, {"rotated", false}, {"again", true}, {"", false}};
    for (const auto& one : cases) {
      apply_reply(record, reply_of("new", one.refresh_token), sample_now);
      CPPUNIT_ASSERT_EQUAL(one.rotates, record.refresh_token_rotates);
    }
    record.refresh_token = Secret();
    apply_reply(record, reply_of("new", "first"), sample_now);
    CPPUNIT_ASSERT(!record.refresh_token_rotates);
  }

  void forgets_all_failures_with_a_new_token() {
    Record record = sample_record();
    apply_failure(record, Error{ErrorKind::unavailable, "x"}, sample_now, 0);
    apply_failure(record, Error{ErrorKind::refused, "x"}, sample_now, 0);
    apply_reply(record, reply_of("new"), sample_now);
    CPPUNIT_ASSERT_EQUAL(0u, record.failures);
    CPPUNIT_ASSERT(record.next_attempt_at == TimePoint());
    CPPUNIT_ASSERT(!record.verdict);
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now));
  }

  void keeps_the_refresh_token_alone_of_an_unusable_reply() {
    Record record = sample_record();
    TokenReply reply = reply_of("", "rotated");
    reply.problem = "holds no access_token";
    apply_reply(record, std::move(reply), sample_now);
    CPPUNIT_ASSERT(record.refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT(record.access_token.reveal() == "ya29.OLD");
    CPPUNIT_ASSERT(record.expires_at == sample_now + seconds(3000));
  }

  void tells_when_the_refresh_token_ends() {
    Record record = sample_record();
    TokenReply reply = reply_of("new");
    reply.refresh_token_expires_in = seconds(604799);
    apply_reply(record, std::move(reply), sample_now);
    CPPUNIT_ASSERT(record.refresh_expires_at == sample_now + seconds(604799));
    apply_reply(record, reply_of("newer"), sample_now);
    CPPUNIT_ASSERT(record.refresh_expires_at == sample_now + seconds(604799));
    apply_reply(record, reply_of("newest", "rotated"), sample_now);
    CPPUNIT_ASSERT(!record.refresh_expires_at);
  }

  void knows_whether_the_end_of_the_refresh_token_moves_on() {
    const TimePoint later = sample_now + seconds(5000);
    Record fast = sample_record();
    apply_reply(fast, reply_that_ends_in(seconds(604800)), sample_now);
    CPPUNIT_ASSERT(fast.refresh_expiry_told_at == sample_now);
    apply_reply(fast, reply_that_ends_in(seconds(599801)), later);
    CPPUNIT_ASSERT(fast.refresh_expiry_told_at == sample_now);
    Record moving = sample_record();
    apply_reply(moving, reply_that_ends_in(seconds(604800)), sample_now);
    apply_reply(moving, reply_that_ends_in(seconds(604800)), later);
    CPPUNIT_ASSERT(moving.refresh_expiry_told_at == later);
    apply_reply(moving, reply_of("new", "rotated"), later);
    CPPUNIT_ASSERT(moving.refresh_expiry_told_at == TimePoint());
    Record older = sample_record();  // of a release that did not note it
    older.refresh_expires_at = older.granted_at + seconds(604800);
    apply_reply(older, reply_that_ends_in(*older.refresh_expires_at - sample_now), sample_now);
    CPPUNIT_ASSERT(older.refresh_expiry_told_at == older.granted_at);
  }

  void marks_a_token_that_replaces_a_refused_one() {
    Record record = sample_record();
    apply_reply(record, reply_of("new"), sample_now);
    CPPUNIT_ASSERT(!record.forced_refresh);
    apply_refusal(record, sample_now);
    apply_reply(record, reply_of("forced"), sample_now);
    CPPUNIT_ASSERT(record.forced_refresh);
    CPPUNIT_ASSERT(!record.was_refused);
  }

  void lets_the_next_login_replace_a_refused_token() {
    Record record = sample_record();
    apply_refusal(record, sample_now);
    CPPUNIT_ASSERT(record.was_refused);
    CPPUNIT_ASSERT(record.expires_at == TimePoint());
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now));
  }

  void waits_a_minute_when_the_replacement_is_refused_too() {
    Record record = sample_record();
    apply_refusal(record, sample_now);
    apply_reply(record, reply_of("forced"), sample_now);
    Record late = sample_record();
    apply_refusal(late, sample_now);
    apply_reply(late, reply_of("forced"), sample_now);
    apply_refusal(record, sample_now + seconds(59));
    CPPUNIT_ASSERT(reason_to_wait(record, sample_now + seconds(59)));
    CPPUNIT_ASSERT(!reason_to_wait(record, sample_now + seconds(60)));
    apply_refusal(late, sample_now + seconds(60));
    CPPUNIT_ASSERT(!reason_to_wait(late, sample_now + seconds(60)));
  }

  void finds_the_scope_that_was_not_granted() {
    const struct {
      const char* asked;
      const char* granted;
      const char* missing;
    } cases[] = {{"a b c", "c a b", ""},
                 {"a b c", "b", "a c"},
                 {"a b", "", ""},  // RFC 6749 section 5.1: then it is as asked for
                 {"", "a", ""},
                 {"  a   b ", "B", "a"},
                 {"https://mail.google.com/ openid email", "https://mail.google.com/", ""},
                 {"https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
                  "https://outlook.office.com/IMAP.AccessAsUser.All "
                  "https://outlook.office.com/SMTP.Send",
                  ""}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.asked, std::string(each.missing),
                                   missing_scope(each.asked, each.granted));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshPolicyTest);

}  // namespace
}  // namespace oauth

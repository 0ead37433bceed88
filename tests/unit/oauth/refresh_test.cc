// SPDX-License-Identifier: MIT
#include "oauth/refresh.h"

#include <cppunit/extensions/HelperMacros.h>

#include <optional>
#include <string>

#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

class CodeBook : public Explainer {
 public:
  std::string meaning_of(const std::string& provider, const Error& error) override {
    return provider + "'s " + error.code + " means that the password was changed";
  }
};

std::string shown(const std::optional<Result<AccessToken>>& end) {
  return end ? shown(*end) : "not the end";
}

// The paths that a login takes are in token_source_*_test.cc.
class RefreshTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(RefreshTest);
  CPPUNIT_TEST(holds_the_lock_from_the_request_to_the_answer);
  CPPUNIT_TEST(waits_no_longer_for_the_lock_than_it_is_told);
  CPPUNIT_TEST(renews_a_token_that_is_still_fresh);
  CPPUNIT_TEST(leaves_a_token_that_somebody_else_has_just_got);
  CPPUNIT_TEST(lets_a_person_alone_overrule_a_verdict);
  CPPUNIT_TEST(ends_in_the_error_and_not_in_the_old_token_unless_for_a_login);
  CPPUNIT_TEST(has_a_request_sent_again_with_the_nonce_and_with_no_third_one);
  CPPUNIT_TEST(says_and_remembers_what_the_servers_code_means);
  CPPUNIT_TEST_SUITE_END();

 public:
  void holds_the_lock_from_the_request_to_the_answer() {
    {
      Refresh refresh(ports(), account, Wanted::renewed);
      CPPUNIT_ASSERT_EQUAL(std::string("not the end"), shown(begin(refresh)));
      CPPUNIT_ASSERT(store.is_locked());
      CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(refresh.take(answer("new"))));
      CPPUNIT_ASSERT(stored().access_token.reveal() == "new");
      CPPUNIT_ASSERT(store.is_locked());
    }
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void waits_no_longer_for_the_lock_than_it_is_told() {
    store.fail_locks(Error{ErrorKind::unavailable, "held by another"});
    Refresh refresh(ports(), account, Wanted::renewed);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: held by another"), shown(begin(refresh)));
    CPPUNIT_ASSERT(store.patience() == std::chrono::milliseconds(0));
  }

  void renews_a_token_that_is_still_fresh() {
    Refresh renewed(ports(), account, Wanted::renewed);
    CPPUNIT_ASSERT_EQUAL(std::string("not the end"), shown(begin(renewed)));
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"), renewed.request().url);
  }

  void leaves_a_token_that_somebody_else_has_just_got() {
    const Record before = stored();
    store.on_lock([&] {
      change_stored([](Record& record) { record.access_token = Secret::copy_of("theirs"); });
    });
    Refresh refresh(ports(), account, Wanted::renewed);
    CPPUNIT_ASSERT_EQUAL(std::string("theirs"), shown(begin(refresh)));
  }

  void lets_a_person_alone_overrule_a_verdict() {
    change_stored([](Record& record) {
      record.verdict.emplace();
      record.verdict->kind = ErrorKind::bad_config;
      record.verdict->reason = "wrong client";
      record.verdict->refresh_token = record.refresh_token.clone();
    });
    for (Wanted wanted : {Wanted::fresh, Wanted::renewed, Wanted::newer}) {
      age();
      Refresh refresh(ports(), account, wanted);
      CPPUNIT_ASSERT_EQUAL(
          std::string(wanted == Wanted::newer ? "not the end" : "bad_config: wrong client"),
          shown(begin(refresh)));
    }
  }

  void ends_in_the_error_and_not_in_the_old_token_unless_for_a_login() {
    age(seconds(100));
    const Error lost{ErrorKind::unavailable, "connection lost"};
    for (Wanted wanted : {Wanted::fresh, Wanted::renewed, Wanted::newer}) {
      change_stored([](Record& record) { record.next_attempt_at = TimePoint(); });
      Refresh refresh(ports(), account, wanted);
      CPPUNIT_ASSERT(!begin(refresh));
      CPPUNIT_ASSERT_EQUAL(std::string(wanted == Wanted::fresh ? "ya29.OLD\nconnection lost"
                                                               : "unavailable: connection lost"),
                           shown(refresh.take(lost)));
    }
  }

  void has_a_request_sent_again_with_the_nonce_and_with_no_third_one() {
    change_stored([](Record& record) { record.dpop_key = Secret::copy_of("key"); });
    Refresh refresh(ports(), account, Wanted::renewed);
    CPPUNIT_ASSERT(!begin(refresh));
    const std::string first = proof_of(refresh);
    CPPUNIT_ASSERT_EQUAL(std::string("not the end"), shown(refresh.take(wish_for_nonce("n1"))));
    CPPUNIT_ASSERT(proof_of(refresh) != first);
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: "),
                         shown(refresh.take(wish_for_nonce("n2"))).substr(0, 12));
    CPPUNIT_ASSERT_EQUAL(std::string("n2"), stored().dpop_nonce);
  }

  void says_and_remembers_what_the_servers_code_means() {
    CodeBook book;
    RefreshPorts with_book = ports();
    with_book.explainer = &book;
    Refresh refresh(with_book, account, Wanted::renewed);
    CPPUNIT_ASSERT(!begin(refresh));
    HttpResponse refusal;
    refusal.status = 400;
    refusal.body = Secret::copy_of(R"({"error":"invalid_grant"})");
    const std::string reason =
        "oauth2.googleapis.com answered invalid_grant (google's invalid_grant means that the "
        "password was changed); a person must sign in: sasl-oauth login user@example.com";
    CPPUNIT_ASSERT_EQUAL("consent_needed: " + reason, shown(refresh.take(std::move(refusal))));
    CPPUNIT_ASSERT_EQUAL(reason, stored().verdict->reason);
  }

 private:
  RefreshPorts ports() { return {store, network, clock, random}; }

  std::optional<Result<AccessToken>> begin(Refresh& refresh) {
    return refresh.begin(stored(), std::chrono::milliseconds(0));
  }

  static HttpResponse answer(const std::string& token) {
    HttpResponse response;
    response.status = 200;
    response.body = Secret::copy_of(R"({"access_token":")" + token + R"(","token_type":"Bearer"})");
    return response;
  }

  static HttpResponse wish_for_nonce(const std::string& nonce) {
    HttpResponse response;
    response.status = 400;
    response.body = Secret::copy_of(R"({"error":"use_dpop_nonce"})");
    response.dpop_nonce = nonce;
    return response;
  }

  static std::string proof_of(const Refresh& refresh) {
    for (const HttpHeader& header : refresh.request().headers) {
      if (header.name == "DPoP") return std::string(header.value.reveal());
    }
    return "no proof";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshTest);

}  // namespace
}  // namespace oauth

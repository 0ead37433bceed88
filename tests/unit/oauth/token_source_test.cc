// SPDX-License-Identifier: MIT
#include "oauth/token_source.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

class TokenSourceTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(TokenSourceTest);
  CPPUNIT_TEST(hands_out_a_fresh_token_without_lock_write_or_network);
  CPPUNIT_TEST(refreshes_a_token_that_runs_out);
  CPPUNIT_TEST(reckons_the_life_from_before_the_request);
  CPPUNIT_TEST(needs_the_validity_of_the_account_or_of_the_record);
  CPPUNIT_TEST(has_a_new_refresh_token_stored_with_the_access_token);
  CPPUNIT_TEST(keeps_the_old_refresh_token_where_none_comes);
  CPPUNIT_TEST(takes_what_another_process_has_just_brought);
  CPPUNIT_TEST(asks_with_the_refresh_token_that_stands_under_the_lock);
  CPPUNIT_TEST(holds_the_lock_until_all_is_saved);
  CPPUNIT_TEST(asks_once_and_serves_all_the_next_logins);
  CPPUNIT_TEST(refreshes_on_demand_though_the_token_is_fresh);
  CPPUNIT_TEST(takes_anothers_refresh_for_its_own_on_demand);
  CPPUNIT_TEST(puts_the_records_network_before_the_accounts);
  CPPUNIT_TEST(says_which_account_is_missing);
  CPPUNIT_TEST(hands_on_the_user_to_send);
  CPPUNIT_TEST(hands_on_the_stores_warning);
  CPPUNIT_TEST(is_not_upset_by_a_clock_that_moves);
  CPPUNIT_TEST_SUITE_END();

 public:
  void hands_out_a_fresh_token_without_lock_write_or_network() {
    const auto token = source.current(account);
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), shown(token));
    CPPUNIT_ASSERT(token->expires_at == sample_now + seconds(3000));
    CPPUNIT_ASSERT_EQUAL(std::string(), token->user);
    CPPUNIT_ASSERT_EQUAL(1, store.loads());
    CPPUNIT_ASSERT_EQUAL(0, store.locks());
    CPPUNIT_ASSERT_EQUAL(0, store.saves());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, network.settings().size());
  }

  void refreshes_a_token_that_runs_out() {
    age(seconds(299));
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    CPPUNIT_ASSERT_EQUAL(1, store.locks());
    CPPUNIT_ASSERT_EQUAL(1, store.saves());
    CPPUNIT_ASSERT(!store.is_locked());
    CPPUNIT_ASSERT(stored().access_token.reveal() == "new");
  }

  void reckons_the_life_from_before_the_request() {
    age();
    grant_token("new");
    const TimePoint asked_at = clock.now();
    network.script().on_request([&] { clock.advance(seconds(12)); });
    const auto token = source.current(account);
    CPPUNIT_ASSERT(token->expires_at == asked_at + seconds(3599));
    CPPUNIT_ASSERT(stored().issued_at == asked_at);
  }

  void needs_the_validity_of_the_account_or_of_the_record() {
    account.min_validity = bounds::min_validity_imap;
    age(seconds(1800));
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), shown(source.current(account)));
    clock.advance(seconds(1));
    change_stored([](Record& record) { record.min_validity = seconds(60); });
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), shown(source.current(account)));
    change_stored([](Record& record) { record.min_validity.reset(); });
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
  }

  void has_a_new_refresh_token_stored_with_the_access_token() {
    age();
    grant_token("new", R"(,"refresh_token":"rotated")");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT(stored().access_token.reveal() == "new");
  }

  void keeps_the_old_refresh_token_where_none_comes() {
    age();
    grant_token("new");
    CPPUNIT_ASSERT(source.current(account));
    CPPUNIT_ASSERT(stored().refresh_token.reveal() == "1//0gAbC-_x/y+z=");
  }

  void takes_what_another_process_has_just_brought() {
    age();
    store.on_lock([&] { bring("theirs"); });
    CPPUNIT_ASSERT_EQUAL(std::string("theirs"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, requests());
    CPPUNIT_ASSERT_EQUAL(0, store.saves());
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void asks_with_the_refresh_token_that_stands_under_the_lock() {
    age();
    store.on_lock([&] {
      change_stored([](Record& record) { record.refresh_token = Secret::copy_of("theirs"); });
    });
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT(network.requests()[0].body.find("refresh_token=theirs&") != std::string::npos);
  }

  void holds_the_lock_until_all_is_saved() {
    age();
    grant_token("new");
    bool was_locked = false;
    network.script().on_request([&] { was_locked = store.is_locked(); });
    CPPUNIT_ASSERT(source.current(account));
    CPPUNIT_ASSERT(was_locked);
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void asks_once_and_serves_all_the_next_logins() {
    age();
    grant_token("new");
    for (int login = 0; login < 5; ++login) {
      CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

  void refreshes_on_demand_though_the_token_is_fresh() {
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.refreshed(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
    CPPUNIT_ASSERT(!stored().forced_refresh);
  }

  void takes_anothers_refresh_for_its_own_on_demand() {
    store.on_lock([&] { bring("theirs"); });
    CPPUNIT_ASSERT_EQUAL(std::string("theirs"), shown(source.refreshed(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, requests());
  }

  void puts_the_records_network_before_the_accounts() {
    account.network.proxy = "http://proxy.example:3128";
    account.network.ca_file = "/etc/ca.pem";
    account.network.request_timeout = seconds(7);
    change_stored([](Record& record) { record.network.ca_file = "/own/ca.pem"; });
    age();
    grant_token("new");
    CPPUNIT_ASSERT(source.current(account));
    const NetworkSettings& used = network.settings().at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("http://proxy.example:3128"), used.proxy);
    CPPUNIT_ASSERT_EQUAL(std::string("/own/ca.pem"), used.ca_file);
    CPPUNIT_ASSERT(used.request_timeout == seconds(7));
  }

  void says_which_account_is_missing() {
    account.name = "nobody@example.com";
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: there is no account nobody@example.com"),
                         shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(0, store.locks());
  }

  void hands_on_the_user_to_send() {
    change_stored([](Record& record) { record.user = "shared@example.com"; });
    CPPUNIT_ASSERT_EQUAL(std::string("shared@example.com"), source.current(account)->user);
  }

  void hands_on_the_stores_warning() {
    store.warn("f can be read by everybody");
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD\nf can be read by everybody"),
                         shown(source.current(account)));
    age();
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new\nf can be read by everybody"),
                         shown(source.current(account)));
  }

  void is_not_upset_by_a_clock_that_moves() {
    clock.advance(seconds(86400));  // forward, or a day asleep: the token is dead
    grant_token("after");
    CPPUNIT_ASSERT_EQUAL(std::string("after"), shown(source.current(account)));
    clock.advance(seconds(-86400));  // and back: its age cannot be told
    grant_token("back");
    for (int login = 0; login < 3; ++login) {
      CPPUNIT_ASSERT_EQUAL(std::string("back"), shown(source.current(account)));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests());
  }

 private:
  void bring(const char* token) {
    change_stored([&](Record& record) {
      record.access_token = Secret::copy_of(token);
      record.issued_at = clock.now();
      record.expires_at = clock.now() + seconds(3599);
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/account_keeper.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/memory_store.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::sample_now;
using oauth::Secret;

std::string text_of(const Secret& secret) { return std::string(secret.reveal()); }

SignInPlan plan() {
  SignInPlan plan;
  plan.provider.name = "example";
  plan.provider.network.ca_file = "/etc/example/ca.pem";
  plan.provider.network.proxy = "http://proxy:3128";
  plan.client.token_endpoint = "https://sso.example.com/token";
  plan.client.client_id = "me";
  plan.client.client_secret = Secret::copy_of("s3cret");
  plan.client.authentication = oauth::ClientAuthentication::client_secret_basic;
  plan.client.scope = "mail offline_access";
  plan.network.ca_dir = "/of/the/configuration";
  return plan;
}

SignedIn signed_in(const std::string& user = {}) {
  SignedIn done;
  done.account = "user@example.com";
  done.user = user;
  done.reply.access_token = Secret::copy_of("access");
  done.reply.refresh_token = Secret::copy_of("refresh");
  done.reply.expires_in = oauth::seconds(3600);
  done.at = sample_now;
  return done;
}

class AccountKeeperTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountKeeperTest);
  CPPUNIT_TEST(makes_a_record_that_needs_no_configuration);
  CPPUNIT_TEST(remembers_the_granted_scope);
  CPPUNIT_TEST(keeps_the_first_account);
  CPPUNIT_TEST(keeps_what_a_person_wrote_into_the_older_record);
  CPPUNIT_TEST(forgets_what_was_held_against_the_older_record);
  CPPUNIT_TEST(learns_how_long_a_grant_of_the_client_lived);
  CPPUNIT_TEST(keeps_nothing_without_the_lock_or_room);
  CPPUNIT_TEST_SUITE_END();

 public:
  void makes_a_record_that_needs_no_configuration() {
    const Record record = make_record(plan(), signed_in("shared@example.com"));
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com shared@example.com example"),
                         record.account + " " + record.user + " " + record.provider);
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.com/token me s3cret"),
                         record.client.token_endpoint + " " + record.client.client_id + " " +
                             text_of(record.client.client_secret));
    CPPUNIT_ASSERT(record.client.authentication ==
                   oauth::ClientAuthentication::client_secret_basic);
    CPPUNIT_ASSERT_EQUAL(
        std::string("/etc/example/ca.pem http://proxy:3128 "),
        record.network.ca_file + " " + record.network.proxy + " " + record.network.ca_dir);
    CPPUNIT_ASSERT_EQUAL(std::string("access refresh"),
                         text_of(record.access_token) + " " + text_of(record.refresh_token));
    CPPUNIT_ASSERT(record.issued_at == sample_now && record.granted_at == sample_now);
    CPPUNIT_ASSERT(record.expires_at == sample_now + oauth::seconds(3600));
  }

  void remembers_the_granted_scope() {
    SignedIn done = signed_in();
    CPPUNIT_ASSERT_EQUAL(std::string("mail offline_access"),
                         make_record(plan(), signed_in()).client.scope);
    done.reply.scope = "mail";
    CPPUNIT_ASSERT_EQUAL(std::string("mail"), make_record(plan(), std::move(done)).client.scope);
  }

  void keeps_the_first_account() {
    oauth::MemoryStore store;
    const auto kept = keep_account(store, make_record(plan(), signed_in()));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(kept));
    CPPUNIT_ASSERT(kept->expires_at == sample_now + oauth::seconds(3600));
    CPPUNIT_ASSERT(kept->warnings.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("refresh"),
                         text_of(store.get("user@example.com").refresh_token));
    CPPUNIT_ASSERT_EQUAL(1, store.saves());
    CPPUNIT_ASSERT(!store.is_locked());
  }

  void keeps_what_a_person_wrote_into_the_older_record() {
    oauth::MemoryStore store;
    Record before = oauth::sample_record();
    before.user = "shared@example.com";
    before.min_validity = oauth::seconds(1200);
    before.unknown.emplace_back("note", Secret::copy_of("\"mine\""));
    store.put(before);
    CPPUNIT_ASSERT(keep_account(store, make_record(plan(), signed_in())));
    const Record after = store.get("user@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("shared@example.com"), after.user);
    CPPUNIT_ASSERT(after.min_validity == oauth::seconds(1200));
    CPPUNIT_ASSERT_EQUAL(std::string("note"), after.unknown.at(0).first);
    CPPUNIT_ASSERT_EQUAL(std::string("me"), after.client.client_id);
    CPPUNIT_ASSERT(keep_account(store, make_record(plan(), signed_in("new@example.com"))));
    CPPUNIT_ASSERT_EQUAL(std::string("new@example.com"), store.get("user@example.com").user);
  }

  void forgets_what_was_held_against_the_older_record() {
    oauth::MemoryStore store;
    Record before = oauth::sample_record();
    before.verdict = oauth::Verdict{oauth::ErrorKind::consent_needed, "invalid_grant", "no",
                                    sample_now, before.refresh_token.clone()};
    before.failures = 3;
    store.put(before);
    CPPUNIT_ASSERT(keep_account(store, make_record(plan(), signed_in())));
    const Record after = store.get("user@example.com");
    CPPUNIT_ASSERT(!after.verdict && after.failures == 0);
  }

  void learns_how_long_a_grant_of_the_client_lived() {
    oauth::MemoryStore store;
    Record before = oauth::sample_record();
    before.client.client_id = "me";
    before.granted_at = sample_now - std::chrono::hours(7 * 24 + 3);
    before.verdict = oauth::Verdict{oauth::ErrorKind::consent_needed, "invalid_grant", "no",
                                    sample_now, before.refresh_token.clone()};
    store.put(before);
    CPPUNIT_ASSERT(keep_account(store, make_record(plan(), signed_in())));
    CPPUNIT_ASSERT(store.get("user@example.com").grant_lifetime == std::chrono::hours(7 * 24));
  }

  void keeps_nothing_without_the_lock_or_room() {
    oauth::MemoryStore store;
    store.put(oauth::sample_record());
    store.fail_saves({oauth::ErrorKind::no_access, "the disk is full"});
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: the disk is full"),
                         oauth::sentence_of(keep_account(store, make_record(plan(), signed_in()))));
    store.fail_locks({oauth::ErrorKind::unavailable, "locked"});
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable: locked"),
                         oauth::sentence_of(keep_account(store, make_record(plan(), signed_in()))));
    CPPUNIT_ASSERT_EQUAL(std::string("1//0gAbC-_x/y+z="),
                         text_of(store.get("user@example.com").refresh_token));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountKeeperTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "oauth/store/derived_record.h"

#include <cppunit/extensions/HelperMacros.h>

#include "oauth/store/file_store.h"
#include "oauth/store/record_json.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class DerivedRecordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DerivedRecordTest);
  CPPUNIT_TEST(serves_addresses_of_its_domain_alone);
  CPPUNIT_TEST(holds_no_key_on_disk_and_has_it_when_loaded);
  CPPUNIT_TEST(follows_a_corrected_pattern);
  CPPUNIT_TEST(is_of_no_use_without_its_pattern);
  CPPUNIT_TEST(makes_no_file_for_a_name_that_is_none);
  CPPUNIT_TEST(leaves_alone_a_record_that_stands);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { save(pattern("the key")); }

  void serves_addresses_of_its_domain_alone() {
    for (const char* user : {"a@example.org", "a.b+c@EXAMPLE.org", "o'neil@example.org"}) {
      CPPUNIT_ASSERT_MESSAGE(user, check_user_of("*@example.org", user));
    }
    for (const char* user : {"", "a", "a@example.com", "@example.org", "*@example.org",
                             ".a@example.org", "a..b@example.org", "a b@example.org",
                             "a\n@example.org", "a@b@example.org", "\xc3\xa4@example.org"}) {
      const auto checked = check_user_of("*@example.org", user);
      CPPUNIT_ASSERT_MESSAGE(user, !checked);
      CPPUNIT_ASSERT(checked.error().kind == ErrorKind::no_access);
    }
    CPPUNIT_ASSERT(!check_user_of("*@example.org", std::string(65, 'a') + "@example.org"));
    CPPUNIT_ASSERT(check_user_of("*@example.org", std::string(64, 'a') + "@example.org"));
  }

  void holds_no_key_on_disk_and_has_it_when_loaded() {
    CPPUNIT_ASSERT(store_.derive("*@example.org", "user@example.org"));
    Result<Record> record = store_.load("user@example.org");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT(record->grant == GrantType::jwt_bearer);
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.org"), record->assertion.subject);
    CPPUNIT_ASSERT_EQUAL(std::string("the key"), std::string(record->assertion.key.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("https://sso.example.org/token"),
                         record->client.token_endpoint);
    record->access_token = Secret::copy_of("token");
    save(*record);
    const std::string text(write_record(*store_.load("user@example.org")).reveal());
    CPPUNIT_ASSERT(text.find("the key") == std::string::npos);
    CPPUNIT_ASSERT(text.find("\"derived_from\": \"*@example.org\"") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("token"),
                         std::string(store_.load("user@example.org")->access_token.reveal()));
  }

  void follows_a_corrected_pattern() {
    CPPUNIT_ASSERT(store_.derive("*@example.org", "user@example.org"));
    save(pattern("another key"));
    CPPUNIT_ASSERT_EQUAL(std::string("another key"),
                         std::string(store_.load("user@example.org")->assertion.key.reveal()));
  }

  void is_of_no_use_without_its_pattern() {
    CPPUNIT_ASSERT(store_.derive("*@example.org", "user@example.org"));
    Record other = pattern("key");
    other.grant = GrantType::client_credentials;
    save(other);
    const auto record = store_.load("user@example.org");
    CPPUNIT_ASSERT(!record && record.error().kind == ErrorKind::bad_config);
    const auto lease = store_.lock("*@example.org", std::chrono::seconds(1));
    CPPUNIT_ASSERT(lease && *store_.remove(**lease, "*@example.org"));
    const auto orphan = store_.load("user@example.org");
    CPPUNIT_ASSERT(!orphan && orphan.error().kind == ErrorKind::no_access);
    CPPUNIT_ASSERT(orphan.error().message.find("*@example.org") != std::string::npos);
  }

  void makes_no_file_for_a_name_that_is_none() {
    const auto before = store_.accounts();
    CPPUNIT_ASSERT(!store_.derive("*@example.org", "user@example.com"));
    CPPUNIT_ASSERT(!store_.derive("*@example.org", "../user@example.org "));
    const auto after = store_.accounts();
    CPPUNIT_ASSERT(before && after && *before == *after);
  }

  void leaves_alone_a_record_that_stands() {
    CPPUNIT_ASSERT(store_.derive("*@example.org", "user@example.org"));
    Record record = *store_.load("user@example.org");
    record.access_token = Secret::copy_of("token");
    save(record);
    CPPUNIT_ASSERT(store_.derive("*@example.org", "user@example.org"));
    CPPUNIT_ASSERT_EQUAL(std::string("token"),
                         std::string(store_.load("user@example.org")->access_token.reveal()));
  }

 private:
  static Record pattern(const char* key) {
    Record record;
    record.account = "*@example.org";
    record.grant = GrantType::jwt_bearer;
    record.client.token_endpoint = "https://sso.example.org/token";
    record.assertion.issuer = "robot@example.org";
    record.assertion.key = Secret::copy_of(key);
    return record;
  }

  void save(const Record& record) {
    const auto lease = store_.lock(record.account, std::chrono::seconds(1));
    CPPUNIT_ASSERT(lease);
    CPPUNIT_ASSERT(store_.save(**lease, record, SaveMode::create));
  }

  const TemporaryFolder folder_;
  FileStore store_{folder_.path()};
};

CPPUNIT_TEST_SUITE_REGISTRATION(DerivedRecordTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/client_correction.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/config_reader.h"
#include "tests/support/memory_files.h"
#include "tests/support/memory_store.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::Secret;

constexpr char provider[] =
    "[provider.google]\ntoken_endpoint = \"https://oauth2.googleapis.com/token\"\n";

class ClientCorrectionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientCorrectionTest);
  CPPUNIT_TEST(finds_a_corrected_secret);
  CPPUNIT_TEST(finds_nothing_where_nothing_differs);
  CPPUNIT_TEST(never_takes_another_client);
  CPPUNIT_TEST(takes_no_client_for_a_record_that_names_no_provider);
  CPPUNIT_TEST(tells_why_the_secret_cannot_be_had);
  CPPUNIT_TEST(takes_back_a_verdict_due_to_the_old_client);
  CPPUNIT_TEST(leaves_a_verdict_that_a_person_must_mend);
  CPPUNIT_TEST(leaves_a_record_that_has_another_client_by_now);
  CPPUNIT_TEST_SUITE_END();

 public:
  void finds_a_corrected_secret() {
    const auto client = corrected(same_client("client_secret = \"new\"\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(client));
    CPPUNIT_ASSERT(*client);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), std::string((*client)->client_secret.reveal()));
  }

  void finds_nothing_where_nothing_differs() {
    CPPUNIT_ASSERT(
        !*corrected(same_client("client_secret = \"p@ss w\xc3\xb6rd&=+%\"\n"
                                "token_endpoint_auth_method = \"client_secret_post\"\n")));
    CPPUNIT_ASSERT(!*corrected(""));
  }

  void never_takes_another_client() {
    CPPUNIT_ASSERT(!*corrected(
        "[client.mine]\nprovider = \"google\"\nclient_id = \"other\"\nclient_secret = \"new\"\n"));
    CPPUNIT_ASSERT(*corrected(same_client("client_secret = \"new\"\n") +
                              "[client.other]\nprovider = \"google\"\nclient_id = \"other\"\n"));
  }

  void takes_no_client_for_a_record_that_names_no_provider() {
    record_.provider.clear();
    CPPUNIT_ASSERT(!*corrected("[client.any]\nclient_id = \"" + record_.client.client_id +
                               "\"\nclient_secret = \"new\"\n"));
  }

  void tells_why_the_secret_cannot_be_had() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: F:6: client_secret comes from /secret, which does not exist;"
                    " create it, or correct the path"),
        oauth::sentence_of(corrected(same_client("client_secret = \"file:/secret\"\n"))));
  }

  void takes_back_a_verdict_due_to_the_old_client() {
    const Record after = correct(oauth::ErrorKind::bad_config);
    CPPUNIT_ASSERT(!after.verdict);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), std::string(after.client.client_secret.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("https://mail.google.com/"), after.client.scope);
    CPPUNIT_ASSERT(!correct(oauth::ErrorKind::refused).verdict);
  }

  void leaves_a_verdict_that_a_person_must_mend() {
    CPPUNIT_ASSERT(correct(oauth::ErrorKind::consent_needed).verdict);
  }

  void leaves_a_record_that_has_another_client_by_now() {
    oauth::MemoryStore store;
    Record record = oauth::sample_record();
    record.client.client_id = "another";
    store.put(record);
    CPPUNIT_ASSERT(correct_client(store, "user@example.com", new_client()));
    CPPUNIT_ASSERT_EQUAL(0, store.saves());
  }

 private:
  oauth::MemoryFiles files_;
  Record record_ = oauth::sample_record();

  static std::string same_client(const std::string& more) {
    return "[client.mine]\nprovider = \"google\"\n"
           "client_id = \"1234567890-abc.apps.googleusercontent.com\"\n" +
           more;
  }

  oauth::Result<std::optional<oauth::Client>> corrected(const std::string& text) {
    const auto configuration =
        oauth::parse_configuration(provider + text, "F", oauth::SourceTrust::private_file);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(configuration));
    oauth::ConfigLoader loader(files_, {"/etc", "/usr/share", "", ""});
    oauth::SecretResolver secrets(files_, "", nullptr);
    return corrected_client(*configuration, loader, secrets, record_);
  }

  static oauth::Client new_client() {
    Record record = oauth::sample_record();
    record.client.client_secret = Secret::copy_of("new");
    return std::move(record.client);
  }

  static Record correct(oauth::ErrorKind verdict) {
    oauth::MemoryStore store;
    Record record = oauth::sample_record();
    record.verdict =
        oauth::Verdict{verdict, "code", "reason", oauth::sample_now, record.refresh_token.clone()};
    store.put(record);
    const auto corrected = correct_client(store, "user@example.com", new_client());
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(corrected));
    CPPUNIT_ASSERT(!store.is_locked());
    return store.get("user@example.com");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientCorrectionTest);

}  // namespace
}  // namespace tool

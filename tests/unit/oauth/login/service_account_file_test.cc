// SPDX-License-Identifier: MIT
#include "oauth/login/service_account_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char whole[] = R"({
  "type": "service_account",
  "project_id": "example-project",
  "private_key_id": "0123456789abcdef0123456789abcdef01234567",
  "private_key": "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n",
  "client_email": "mailer@example-project.iam.gserviceaccount.com",
  "client_id": "123456789012345678901",
  "auth_uri": "https://accounts.google.com/o/oauth2/auth",
  "token_uri": "https://oauth2.googleapis.com/token",
  "universe_domain": "googleapis.com"
})";

class ServiceAccountFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServiceAccountFileTest);
  CPPUNIT_TEST(reads_what_googles_console_writes);
  CPPUNIT_TEST(refuses_what_is_no_key_of_a_service_account);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_what_googles_console_writes() {
    const auto file = parse_service_account_file(whole, "key.json");
    CPPUNIT_ASSERT(file);
    CPPUNIT_ASSERT_EQUAL(std::string("mailer@example-project.iam.gserviceaccount.com"),
                         file->email);
    CPPUNIT_ASSERT_EQUAL(
        std::string_view("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"),
        file->key.reveal());
    CPPUNIT_ASSERT_EQUAL(std::string("0123456789abcdef0123456789abcdef01234567"), file->key_id);
    CPPUNIT_ASSERT_EQUAL(std::string("123456789012345678901"), file->number);
    CPPUNIT_ASSERT_EQUAL(std::string("https://oauth2.googleapis.com/token"), file->token_endpoint);
  }

  void refuses_what_is_no_key_of_a_service_account() {
    const std::string no_type =
        "bad_config: key.json is no key of a service account (its \"type\" says otherwise); make "
        "one in Google's console: IAM, Service accounts, Keys, Add key, JSON";
    const struct {
      const char* from;
      const char* to;
      std::string sentence;
    } cases[] = {
        {"\"type\": \"service_account\"", "\"type\": \"authorized_user\"", no_type},
        {"\"type\": \"service_account\",", "", no_type},
        {"\"client_email\"", "\"mail\"",
         "bad_config: key.json holds no client_email; download it again"},
        {"\"private_key\"", "\"key\"",
         "bad_config: key.json holds no private_key; download it again"},
        {"\"project_id\"", "\"type\"",
         "bad_config: key.json has a member twice; download it again"},
        {"mailer@", "mai\\u0000ler@",
         "bad_config: key.json has a control character in its client_email; download it again"},
    };
    for (const auto& each : cases) {
      std::string text = whole;
      text.replace(text.find(each.from), std::string(each.from).size(), each.to);
      CPPUNIT_ASSERT_EQUAL(each.sentence,
                           sentence_of(parse_service_account_file(text, "key.json")));
    }
    std::string plain = whole;
    plain.replace(plain.find("https://oauth2"), 8, "http://");
    CPPUNIT_ASSERT(!parse_service_account_file(plain, "key.json"));
    CPPUNIT_ASSERT(!parse_service_account_file("[]", "key.json"));
    CPPUNIT_ASSERT(!parse_service_account_file(std::string(whole) + "x", "key.json"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServiceAccountFileTest);

}  // namespace
}  // namespace oauth

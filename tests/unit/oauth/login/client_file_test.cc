// SPDX-License-Identifier: MIT
#include "oauth/login/client_file.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char desktop[] = R"({"installed":{"client_id":"123-abc.apps.googleusercontent.com",
  "project_id":"mail-1","auth_uri":"https://accounts.google.com/o/oauth2/auth",
  "token_uri":"https://oauth2.googleapis.com/token",
  "auth_provider_x509_cert_url":"https://www.googleapis.com/oauth2/v1/certs",
  "client_secret":"GOCSPX-s3cret","redirect_uris":["http://localhost"]}})";

class ClientFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientFileTest);
  CPPUNIT_TEST(reads_the_file_of_a_desktop_app);
  CPPUNIT_TEST(reads_the_file_of_a_web_application);
  CPPUNIT_TEST(knows_google_by_its_old_and_new_hosts_alone);
  CPPUNIT_TEST(may_lack_a_secret);
  CPPUNIT_TEST(says_what_else_a_file_is);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_file_of_a_desktop_app() {
    const auto file = parse_client_file(desktop, "F");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(file));
    CPPUNIT_ASSERT(file->type == ClientFile::Type::installed);
    CPPUNIT_ASSERT_EQUAL(std::string("123-abc.apps.googleusercontent.com"), file->client_id);
    CPPUNIT_ASSERT_EQUAL(std::string("GOCSPX-s3cret"), std::string(file->client_secret.reveal()));
    CPPUNIT_ASSERT_EQUAL(std::string("google"), file->provider);
  }

  void reads_the_file_of_a_web_application() {
    const auto file = parse_client_file(R"({"web":{"client_id":"i","client_secret":"s"}})", "F");
    CPPUNIT_ASSERT(file->type == ClientFile::Type::web);
    CPPUNIT_ASSERT_EQUAL(std::string(), file->provider);
  }

  void knows_google_by_its_old_and_new_hosts_alone() {
    const struct {
      const char* member;
      const char* provider;
    } cases[] = {{R"("token_uri":"https://accounts.google.com/o/oauth2/token")", "google"},
                 {R"("token_uri":"https://www.googleapis.com/oauth2/v4/token")", "google"},
                 {R"("auth_uri":"https://accounts.google.com/o/oauth2/auth")", "google"},
                 {R"("token_uri":"https://oauth2.googleapis.com.evil.example/token")", ""},
                 {R"("token_uri":"not a URL")", ""}};
    for (const auto& each : cases) {
      const std::string text =
          R"({"installed":{"client_id":"i",)" + std::string(each.member) + "}}";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(each.provider),
                                   parse_client_file(text, "F")->provider);
    }
  }

  void may_lack_a_secret() {
    CPPUNIT_ASSERT(
        parse_client_file(R"({"installed":{"client_id":"i"}})", "F")->client_secret.empty());
  }

  void says_what_else_a_file_is() {
    const struct {
      const char* text;
      const char* sentence;
    } cases[] = {
        {R"({"type":"service_account","private_key":"hunter2"})",
         "bad_config: F is the key of a service account, which no person signs in with; download an"
         " OAuth client of type Desktop app instead"},
        {R"({"type":"authorized_user","refresh_token":"hunter2"})",
         "bad_config: F holds somebody's tokens, not a client; give the client's file instead"},
        {R"({"refresh_token":"hunter2"})",
         "bad_config: F holds somebody's tokens, not a client; give the client's file instead"},
        {R"({"x":"hunter2"})",
         "bad_config: F holds neither \"installed\" nor \"web\"; give the JSON file of an OAuth"
         " client from Google's console, or describe the client in a [client.NAME] table"},
        {R"({"installed":{"client_secret":"hunter2"}})",
         "bad_config: F holds no client_id; download it again"},
        {R"({"installed":"hunter2"})", "bad_config: F holds no client_id; download it again"},
        {R"({"installed":{"client_id":"i","client_secret":"hunter2\n"}})",
         "bad_config: F has a control character in its client_secret; download it again"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.sentence),
                           sentence_of(parse_client_file(each.text, "F")));
    }
    const std::string broken = sentence_of(parse_client_file("{\"a\": hunter2", "F"));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, broken.find("hunter2"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), broken.find("bad_config: F is not a JSON object"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientFileTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "plugin/context.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace plugin {
namespace {

using oauth::Result;

std::string record_of(const std::string& account, const std::string& token) {
  return R"({"version":1,"expires_at":4102444800,"user":"","access_token":")" + token +
         R"(","account":")" + account +
         R"(","token_endpoint":"https://127.0.0.1:1/","client_id":"c","refresh_token":"r"})";
}

constexpr char service_account[] =
    R"({"version":1,"expires_at":0,"user":"","access_token":"","account":"*@example.org",)"
    R"("grant_type":"urn:ietf:params:oauth:grant-type:jwt-bearer",)"
    R"("token_endpoint":"https://127.0.0.1:1/","assertion_issuer":"relay@project.example",)"
    R"("assertion_key":"-----BEGIN"})";

/// A finder with real files: a store and a configuration that are the test's own.
class ContextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ContextTest);
  CPPUNIT_TEST(finds_the_account_of_a_user);
  CPPUNIT_TEST(finds_what_a_password_stands_for);
  CPPUNIT_TEST(looks_again_by_user_and_server);
  CPPUNIT_TEST(serves_a_domain_by_its_pattern_account);
  CPPUNIT_TEST(gives_each_user_of_a_service_account_a_record_of_his_own);
  CPPUNIT_TEST(says_what_is_wrong_with_a_domains_record);
  CPPUNIT_TEST(takes_the_user_from_the_configuration);
  CPPUNIT_TEST(says_which_account_is_missing_where);
  CPPUNIT_TEST(names_a_token_file_that_is_missing);
  CPPUNIT_TEST(never_names_what_may_be_a_password);
  CPPUNIT_TEST(says_where_the_configuration_is_wrong);
  CPPUNIT_TEST(remembers_a_refusal_in_a_record);
  CPPUNIT_TEST(remembers_nothing_of_a_literal_token);
  CPPUNIT_TEST_SUITE_END();

  oauth::TemporaryFolder folder_;
  std::unique_ptr<CredentialFinder> finder_;

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  void write(const std::string& name, const std::string& text) {
    folder_.write(name, text);
    chmod(path(name).c_str(), 0600);
  }

  void configure(const std::string& more) {
    write("config.toml", "[store]\ndir = \"" + folder_.path() + "\"\n" + more);
    setenv("SASL_OAUTH_CONFIG", path("config.toml").c_str(), 1);
    finder_ = make_finder("imap", "imap.example.org");
  }

  Result<std::unique_ptr<Credential>> for_password(const std::string& password,
                                                   const std::string& user = "v@example.org") {
    Result<PasswordMeaning> meaning = parse_password(oauth::Secret::copy_of(password));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(meaning));
    return finder_->for_password(std::move(*meaning), user);
  }

  static std::string token_of(Result<std::unique_ptr<Credential>> found) {
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(found));
    CPPUNIT_ASSERT(*found != nullptr);
    const Result<oauth::AccessToken> token = (*found)->current();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(token));
    return token->user + ":" + std::string(token->token.reveal());
  }

 public:
  void setUp() override {
    configure("");
    write("u@example.org.json", record_of("u@example.org", "ya29.stored"));
  }
  void tearDown() override { unsetenv("SASL_OAUTH_CONFIG"); }

  void finds_the_account_of_a_user() {
    CPPUNIT_ASSERT_EQUAL(std::string(":ya29.stored"),
                         token_of(finder_->for_account("u@example.org")));
    const auto none = finder_->for_account("v@example.org");
    CPPUNIT_ASSERT(none && *none == nullptr);
  }

  void finds_what_a_password_stands_for() {
    write("line", "ya29.of-a-line\n");
    write("foreign", R"({"access_token":"ya29.foreign","refresh_token":"r","user":"m@example.org",)"
                     R"("expiry":"4102444800"})");
    const struct {
      std::string password;
      const char* user;
      const char* found;
    } cases[] = {{"", "u@example.org", ":ya29.stored"},
                 {"oauth2", "u@example.org", ":ya29.stored"},
                 {"-", "U@Example.ORG", ":ya29.stored"},
                 {"oauth2:u@example.org", "v", ":ya29.stored"},
                 {"file:" + path("line"), "v", ":ya29.of-a-line"},
                 {path("line"), "v", ":ya29.of-a-line"},
                 {path("foreign"), "v", "m@example.org:ya29.foreign"},
                 {path("u@example.org.json"), "v", ":ya29.stored"},
                 {"token:/x", "v", ":/x"},
                 {"ya29.literal", "u@example.org", ":ya29.literal"}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(one.found), token_of(for_password(one.password, one.user)));
    }
  }

  void serves_a_domain_by_its_pattern_account() {
    write("%2a@example.org.json", record_of("*@example.org", "ya29.of-the-domain"));
    CPPUNIT_ASSERT_EQUAL(std::string("v@example.org:ya29.of-the-domain"),
                         token_of(finder_->for_account("v@example.org")));
    CPPUNIT_ASSERT_EQUAL(std::string(":ya29.stored"),
                         token_of(finder_->for_account("u@example.org")));
    const auto none = finder_->for_account("v@example.com");
    CPPUNIT_ASSERT(none && *none == nullptr);
  }

  // Its tokens are for one user each.
  void gives_each_user_of_a_service_account_a_record_of_his_own() {
    write("%2a@example.org.json", service_account);
    const std::string own = path("v@example.org.json");
    CPPUNIT_ASSERT(access(own.c_str(), F_OK) != 0);
    for (int i = 0; i < 2; ++i) {
      const auto found = finder_->for_account("v@example.org");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(found));
      CPPUNIT_ASSERT(*found != nullptr);
      CPPUNIT_ASSERT_EQUAL(0, access(own.c_str(), F_OK));
    }
    CPPUNIT_ASSERT_EQUAL(std::string(":ya29.stored"),
                         token_of(finder_->for_account("u@example.org")));
  }

  void says_what_is_wrong_with_a_domains_record() {
    write("%2a@example.org.json", "{\"version\":1,");
    const std::string sentence = oauth::sentence_of(finder_->for_account("v@example.org"));
    CPPUNIT_ASSERT_MESSAGE(sentence,
                           sentence.find(path("%2a@example.org.json")) != std::string::npos);
  }

  // The server is imap.example.org.
  void looks_again_by_user_and_server() {
    for (const char* password : {"", "-", "oauth2"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("u@example.org:ya29.stored"),
                           token_of(for_password(password, "u")));
    }
    write("u@imap.example.org.json", record_of("u@imap.example.org", "ya29.nearer"));
    CPPUNIT_ASSERT_EQUAL(std::string("u@imap.example.org:ya29.nearer"),
                         token_of(for_password("", "u")));
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account w in " + folder_.path() +
                             "; run as this user: sasl-oauth login w",
                         oauth::sentence_of(for_password("", "w")));
  }

  void takes_the_user_from_the_configuration() {
    configure("[account.\"u@example.org\"]\nuser = \"mailbox@example.org\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("mailbox@example.org:ya29.stored"),
                         token_of(finder_->for_account("u@example.org")));
  }

  void says_which_account_is_missing_where() {
    const auto says = [&](const std::string& name) {
      return "no_access: there is no account " + name + " in " + folder_.path() +
             "; run as this user: sasl-oauth login " + name;
    };
    CPPUNIT_ASSERT_EQUAL(says("v@example.org"), oauth::sentence_of(for_password("")));
    CPPUNIT_ASSERT_EQUAL(says("work"), oauth::sentence_of(for_password("oauth2:work")));
  }

  void names_a_token_file_that_is_missing() {
    for (const std::string& prefix : {std::string(), std::string("file:")}) {
      auto found = for_password(prefix + path("missing"));
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(found));
      const std::string sentence = oauth::sentence_of((*found)->current());
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("no_access: cannot open " + path("missing") +
                                                     ": No such file or directory") == 0);
    }
    auto found = for_password("file:/hunter2");
    CPPUNIT_ASSERT(oauth::sentence_of((*found)->current()).find("/hunter2") != std::string::npos);
  }

  void never_names_what_may_be_a_password() {
    for (const char* password : {"/hunter2", "/hunter2/4711", "//hunter2", "/hunter2/", "/"}) {
      auto found = for_password(password);
      const std::string sentence =
          found ? oauth::sentence_of((*found)->current()) : oauth::sentence_of(found);
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("no_access: ") == 0);
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.find("hunter2") == std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(
        std::string("no_access: the password begins with '/' but is no path of a file that this "
                    "program can see; write file:PATH to have it named here, token:TEXT if it is "
                    "an access token"),
        oauth::sentence_of(for_password("/hunter2")));
  }

  void says_where_the_configuration_is_wrong() {
    configure("colour = 1\n");
    for (const std::string& sentence : {oauth::sentence_of(finder_->for_account("u@example.org")),
                                        oauth::sentence_of(for_password("ya29.literal"))}) {
      CPPUNIT_ASSERT_MESSAGE(sentence,
                             sentence.find("bad_config: " + path("config.toml") + ":3: ") == 0);
    }
  }

  void remembers_a_refusal_in_a_record() {
    auto found = finder_->for_account("u@example.org");
    const auto token = (*found)->current();
    CPPUNIT_ASSERT((*found)->note_refusal(token->token));
    // The next one asks the server; here nobody listens.
    const auto next = (*finder_->for_account("u@example.org"))->current();
    CPPUNIT_ASSERT(!next);
    CPPUNIT_ASSERT(next.error().kind == oauth::ErrorKind::unavailable);
  }

  void remembers_nothing_of_a_literal_token() {
    auto found = for_password("ya29.literal");
    const auto token = (*found)->current();
    CPPUNIT_ASSERT((*found)->note_refusal(token->token));
    CPPUNIT_ASSERT_EQUAL(std::string(":ya29.literal"), token_of(std::move(found)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ContextTest);

}  // namespace
}  // namespace plugin

// SPDX-License-Identifier: MIT
#include "plugin/password.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sentence.h"

namespace plugin {
namespace {

using Kind = PasswordMeaning::Kind;

oauth::Result<PasswordMeaning> parse(std::string_view text) {
  return parse_password(oauth::Secret::copy_of(text));
}

class PasswordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordTest);
  CPPUNIT_TEST(knows_each_form);
  CPPUNIT_TEST(refuses_the_rest_with_a_sentence);
  CPPUNIT_TEST(repeats_nothing_of_the_password);
  CPPUNIT_TEST(takes_a_token_up_to_its_bound);
  CPPUNIT_TEST(tells_what_looks_like_a_password);
  CPPUNIT_TEST_SUITE_END();

 public:
  void knows_each_form() {
    const struct {
      const char* password;
      Kind kind;
      const char* name;
      const char* token;
    } forms[] = {
        {"", Kind::look_up, "", ""},
        {"-", Kind::look_up, "", ""},
        {"oauth2", Kind::look_up, "", ""},
        {"oauth2:work", Kind::account, "work", ""},
        {"oauth2:*@example.com", Kind::account, "*@example.com", ""},
        {"oauth2:a:b", Kind::account, "a:b", ""},
        {"file:/etc/token", Kind::token_file, "/etc/token", ""},
        {"file:/with blank", Kind::token_file, "/with blank", ""},
        {"/etc/tokens/user@example.com", Kind::path, "/etc/tokens/user@example.com", ""},
        {"/with blank", Kind::path, "/with blank", ""},
        {"token:abc", Kind::token, "", "abc"},
        {"token:oauth2", Kind::token, "", "oauth2"},
        {"token:/etc", Kind::token, "", "/etc"},
        {"token:a:b!", Kind::token, "", "a:b!"},
        {"ya29.TEST-token_0123456789~+/=", Kind::token, "", "ya29.TEST-token_0123456789~+/="},
        {"OAuth2", Kind::token, "", "OAuth2"},
        {"--", Kind::token, "", "--"},
        {"token", Kind::token, "", "token"},
        {"file", Kind::token, "", "file"},
    };
    for (const auto& form : forms) {
      const auto meaning = parse(form.password);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(form.password, std::string("success"),
                                   oauth::sentence_of(meaning));
      CPPUNIT_ASSERT_MESSAGE(form.password, meaning->kind == form.kind);
      CPPUNIT_ASSERT_EQUAL(std::string(form.name), meaning->name);
      CPPUNIT_ASSERT_EQUAL(std::string(form.token), std::string(meaning->token.reveal()));
    }
  }

  void refuses_the_rest_with_a_sentence() {
    const std::string neither =
        "bad_config: the password is neither an access token nor \"oauth2\" nor a token file";
    const std::string empty_token =
        "bad_config: the access token after \"token:\" is empty or has a forbidden character";
    const std::string not_absolute =
        "bad_config: the token file that the password names must be an absolute path";
    const struct {
      std::string password;
      std::string sentence;
    } cases[] = {
        {"oauth2:", "bad_config: nothing follows the ':' of the password"},
        {std::string("oauth2:a\0b", 10),
         "bad_config: the name in the password has a control character in it"},
        {"oauth2:a\n", "bad_config: the name in the password has a control character in it"},
        {"file:", not_absolute},
        {"file:token.json", not_absolute},
        {"file:~/token.json", not_absolute},
        {"file:/a\x01z", "bad_config: the name in the password has a control character in it"},
        {"/a\n", neither},
        {"token:", empty_token},
        {"token:a b", empty_token},
        {"token:a\x01z", empty_token},
        {std::string("token:a\0", 8), empty_token},
        {"ya29.token\n", neither},
        {std::string("ya29.token\0", 11), neither},
        {"ya29\x01user=root", neither},
        {"pass word", neither},
        {"hunter2!", neither},
        {"=", neither},
        {"a=b", neither},
        {"OAUTH2:work", neither},
        {"p\xc3\xa4ss", neither},
        {" ", neither},
    };
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL(one.sentence, oauth::sentence_of(parse(one.password)));
    }
  }

  void repeats_nothing_of_the_password() {
    const std::string secret = "hunter2-4711";
    for (const std::string& password :
         {secret + " x", "token:" + secret + " ", "file:" + secret, "oauth2:" + secret + "\n",
          "token:" + std::string(20000, 'x') + secret}) {
      const std::string sentence = oauth::sentence_of(parse(password));
      CPPUNIT_ASSERT(sentence.find("bad_config") == 0);
      CPPUNIT_ASSERT_EQUAL(std::string::npos, sentence.find(secret));
    }
  }

  void takes_a_token_up_to_its_bound() {
    std::string token(oauth::bounds::max_token_bytes, 't');
    CPPUNIT_ASSERT_EQUAL(token, std::string(parse(token)->token.reveal()));
    const std::string too_long =
        "bad_config: the access token given as password is longer than 16 KiB";
    CPPUNIT_ASSERT_EQUAL(too_long, oauth::sentence_of(parse(token + "t")));
    CPPUNIT_ASSERT_EQUAL(too_long, oauth::sentence_of(parse("token:" + token + "t")));
    CPPUNIT_ASSERT_EQUAL(too_long, oauth::sentence_of(parse(std::string(16 << 20, 't'))));
  }

  void tells_what_looks_like_a_password() {
    const struct {
      std::string token;
      bool is_password;
    } cases[] = {{"hunter2", true},
                 {"abcdefghijklmnop", true},  // Google's app passwords have sixteen letters
                 {std::string(31, 'a'), true},
                 {std::string(32, 'a'), false},
                 {"ya29.short", false}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.token, one.is_password,
                                   looks_like_password(oauth::Secret::copy_of(one.token)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordTest);

}  // namespace
}  // namespace plugin

// SPDX-License-Identifier: MIT
#include "oauth/wire/jwt_view.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"

namespace oauth {
namespace {

std::string jwt(std::string_view header, std::string_view claims,
                std::string_view signature = "x") {
  return base64url_encode(header) + "." + base64url_encode(claims) + "." +
         base64url_encode(signature);
}

class JwtViewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JwtViewTest);
  CPPUNIT_TEST(reads_the_example_of_rfc_7515);
  CPPUNIT_TEST(reads_a_token_without_a_signature);
  CPPUNIT_TEST(takes_nothing_else_for_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_example_of_rfc_7515() {  // appendix A.1
    const auto view = view_jwt(
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogI"
        "mh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_"
        "wW1gFWFOEjXk");
    CPPUNIT_ASSERT(view);
    CPPUNIT_ASSERT_EQUAL(std::string("HS256"), std::string(view->header.string("alg")));
    CPPUNIT_ASSERT_EQUAL(std::string("joe"), std::string(view->claims.string("iss")));
    CPPUNIT_ASSERT_EQUAL(std::string("1300819380"),
                         std::string(view->claims.find("exp")->text.reveal()));
  }

  void reads_a_token_without_a_signature() {
    CPPUNIT_ASSERT(view_jwt(jwt(R"({"alg":"none"})", "{}", "")));
  }

  void takes_nothing_else_for_one() {
    const std::string alg = R"({"alg":"HS256"})";
    const std::string good = jwt(alg, "{}");
    CPPUNIT_ASSERT(view_jwt(good));
    for (const std::string& text :
         {std::string(), std::string("ya29.opaque"), std::string(".."), std::string("a.b.c"),
          good + ".x", good + "=", good + "!", good.substr(1), jwt("{}", "{}"), jwt(alg, "[]"),
          jwt(alg, R"({"a":1,"a":2})"), jwt(alg, "\xff"), jwt("x", "{}"),
          jwt(alg, "{}", std::string(bounds::max_token_bytes, 'x'))}) {
      CPPUNIT_ASSERT_MESSAGE(text, !view_jwt(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JwtViewTest);

}  // namespace
}  // namespace oauth

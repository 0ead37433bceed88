// SPDX-License-Identifier: MIT
#include "oauth/wire/jwt.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/jwt_vectors.h"
#include "tests/support/signatures.h"

namespace oauth {
namespace {

class JwtTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JwtTest);
  CPPUNIT_TEST(builds_the_signing_input_of_rfc_7515_appendix_a_1);
  CPPUNIT_TEST(appends_the_signature);
  CPPUNIT_TEST(knows_the_compact_form);
  CPPUNIT_TEST_SUITE_END();

 public:
  void builds_the_signing_input_of_rfc_7515_appendix_a_1() {
    const Secret header = Secret::copy_of("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}");
    const Secret claims = Secret::copy_of(
        "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}");
    CPPUNIT_ASSERT_EQUAL(std::string("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                                     "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly"
                                     "9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"),
                         jwt_signing_input(header, claims));
  }

  void appends_the_signature() {
    const Secret jwt =
        compact_jwt(vectors::google_input, base64url_decoded(vectors::google_signature));
    CPPUNIT_ASSERT_EQUAL(std::string(vectors::google_input) + "." + vectors::google_signature,
                         std::string(jwt.reveal()));
    CPPUNIT_ASSERT(is_compact_jwt(jwt.reveal()));
  }

  void knows_the_compact_form() {
    CPPUNIT_ASSERT(is_compact_jwt("a.b.c"));
    CPPUNIT_ASSERT(is_compact_jwt("aA0-_.aA0-_.aA0-_"));
    for (const char* text : {"", "a", "a.b", "a.b.", ".b.c", "a..c", "a.b.c.d", "a.b.c=", "a.b.c ",
                             "a.b+.c", "a.b.c\n", "..", "."}) {
      CPPUNIT_ASSERT_MESSAGE(text, !is_compact_jwt(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JwtTest);

}  // namespace
}  // namespace oauth

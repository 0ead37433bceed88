// SPDX-License-Identifier: MIT
#include "oauth/wire/http_date.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

// More dates are in retry_after_test.cc.
class HttpDateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HttpDateTest);
  CPPUNIT_TEST(reads_the_three_forms);
  CPPUNIT_TEST(reads_dates_gone_by_too);
  CPPUNIT_TEST(refuses_what_is_no_date);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_three_forms() {  // RFC 9110 section 5.6.7
    for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994"}) {
      CPPUNIT_ASSERT_MESSAGE(text,
                             parse_http_date(text, from_unix(784111777)) == from_unix(784111777));
    }
  }

  void reads_dates_gone_by_too() {
    CPPUNIT_ASSERT(parse_http_date("Thu, 01 Jan 1970 00:00:30 GMT", from_unix(1700000000)) ==
                   from_unix(30));
  }

  void refuses_what_is_no_date() {
    for (const char* text :
         {"", "120", "Wed", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49:37 GMT x"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_http_date(text, from_unix(1700000000)));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpDateTest);

}  // namespace
}  // namespace oauth

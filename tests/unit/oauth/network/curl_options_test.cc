// SPDX-License-Identifier: MIT
#include "oauth/network/curl_options.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>

#include "tests/support/http_exchange.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class CurlOptionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlOptionsTest);
  CPPUNIT_TEST(remember_the_first_that_failed);
  CPPUNIT_TEST(obey_no_key_log_of_somebody_else);
  CPPUNIT_TEST_SUITE_END();

 public:
  void remember_the_first_that_failed() {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                     &curl_easy_cleanup);
    CurlOptions options(handle.get());
    options.set(CURLOPT_NOSIGNAL, 1L);
    CPPUNIT_ASSERT(options.code() == CURLE_OK);
    options.set(CURLOPT_PROTOCOLS_STR, "gopher-of-mars");
    const CURLcode code = options.code();
    CPPUNIT_ASSERT(code != CURLE_OK);
    options.set(CURLOPT_NOSIGNAL, 1L);
    CPPUNIT_ASSERT(options.code() == code);
  }

  void obey_no_key_log_of_somebody_else() {
    const Variable variable("SSLKEYLOGFILE", "/tmp/keys");
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(check_environment(EnvironmentUse::obeyed)));
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: SSLKEYLOGFILE is set for a program with raised"
                                     " privileges; unset it"),
                         sentence_of(check_environment(EnvironmentUse::ignored)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlOptionsTest);

}  // namespace
}  // namespace oauth

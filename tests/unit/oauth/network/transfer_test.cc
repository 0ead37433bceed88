// SPDX-License-Identifier: MIT
#include "oauth/network/transfer.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/http_exchange.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

class TransferTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TransferTest);
  CPPUNIT_TEST(is_ready_without_a_byte_sent);
  CPPUNIT_TEST(is_refused_before_anything_is_sent);
  CPPUNIT_TEST(takes_an_end_without_a_head_for_a_lost_connection);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_ready_without_a_byte_sent() {
    const HttpRequest request = post_to("https://sso.example.com");
    const auto transfer = Transfer::prepare({quick(), "a/1", EnvironmentUse::obeyed}, request);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(transfer));
    CPPUNIT_ASSERT((*transfer)->handle() != nullptr);
  }

  void is_refused_before_anything_is_sent() {
    NetworkSettings settings = quick();
    settings.ca_file = "/nonexistent/ca.pem";
    const HttpRequest request = post_to("https://sso.example.com");
    const auto transfer = Transfer::prepare({settings, "a/1", EnvironmentUse::obeyed}, request);
    CPPUNIT_ASSERT_EQUAL(std::string("bad_config: cannot read ca_file /nonexistent/ca.pem: No such"
                                     " file or directory; correct the path or its mode"),
                         sentence_of(transfer));
  }

  void takes_an_end_without_a_head_for_a_lost_connection() {
    const HttpRequest request = post_to("https://sso.example.com");
    const auto transfer = Transfer::prepare({quick(), "a/1", EnvironmentUse::obeyed}, request);
    const auto response = (*transfer)->finish(CURLE_OK);
    CPPUNIT_ASSERT(!response && response.error().kind == ErrorKind::unavailable);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TransferTest);

}  // namespace
}  // namespace oauth

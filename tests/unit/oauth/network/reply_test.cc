// SPDX-License-Identifier: MIT
#include "oauth/network/reply.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>

#include "oauth/base/bounds.h"

namespace oauth {
namespace {

class ReplyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ReplyTest);
  CPPUNIT_TEST(keeps_the_body_byte_for_byte);
  CPPUNIT_TEST(takes_a_body_of_the_longest_length_and_not_a_byte_more);
  CPPUNIT_TEST(keeps_the_headers_that_are_read_whatever_their_case);
  CPPUNIT_TEST(forgets_the_headers_of_an_interim_response);
  CPPUNIT_TEST(tells_whether_the_head_was_whole);
  CPPUNIT_TEST(ends_a_flood_of_headers);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_the_body_byte_for_byte() {
    Reply reply;
    CPPUNIT_ASSERT(reply.add_body(std::string_view("a\0b", 3)));
    CPPUNIT_ASSERT(reply.add_body({}));
    CPPUNIT_ASSERT(reply.add_body("\r\n"));
    const HttpResponse response = std::move(reply).take(200);
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT(response.body.reveal() == std::string_view("a\0b\r\n", 5));
  }

  void takes_a_body_of_the_longest_length_and_not_a_byte_more() {
    Reply reply;
    CPPUNIT_ASSERT(reply.add_body(std::string(bounds::max_reply_bytes - 1, 'x')));
    CPPUNIT_ASSERT(reply.add_body("x"));
    CPPUNIT_ASSERT(reply.stop() == Reply::Stop::none);
    CPPUNIT_ASSERT(!reply.add_body("x"));
    CPPUNIT_ASSERT(reply.stop() == Reply::Stop::body_too_long);
  }

  void keeps_the_headers_that_are_read_whatever_their_case() {
    Reply reply;
    for (const char* line : {"HTTP/1.1 429 Slow\r\n", "CONTENT-type:\tapplication/json; a=b \r\n",
                             "retry-After: 120\r\n", "X-Retry-After: 5\r\n",
                             "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "\r\n"}) {
      CPPUNIT_ASSERT_MESSAGE(line, reply.add_header(line));
    }
    const HttpResponse response = std::move(reply).take(429);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json; a=b"), response.content_type);
    CPPUNIT_ASSERT_EQUAL(std::string("120"), response.retry_after);
    CPPUNIT_ASSERT_EQUAL(std::string("Sun, 06 Nov 1994 08:49:37 GMT"), response.date);
  }

  void forgets_the_headers_of_an_interim_response() {
    Reply reply;
    for (const char* line : {"HTTP/1.1 103 Early Hints\r\n", "Content-Type: text/html\r\n",
                             "Retry-After: 9\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "\r\n"}) {
      CPPUNIT_ASSERT_MESSAGE(line, reply.add_header(line));
    }
    const HttpResponse response = std::move(reply).take(200);
    CPPUNIT_ASSERT_EQUAL(std::string(), response.content_type);
    CPPUNIT_ASSERT_EQUAL(std::string(), response.retry_after);
  }

  void tells_whether_the_head_was_whole() {
    Reply reply;
    const struct {
      const char* line;
      bool is_whole;
    } steps[] = {{"HTTP/1.1 103 Early Hints\r\n", false},
                 {"\r\n", true},
                 {"HTTP/1.1 200 OK\r\n", false},
                 {"X: y\r\n", false},
                 {"\r\n", true}};
    CPPUNIT_ASSERT(!reply.has_whole_head());
    for (const auto& step : steps) {
      CPPUNIT_ASSERT(reply.add_header(step.line));
      CPPUNIT_ASSERT_EQUAL(step.is_whole, reply.has_whole_head());
    }
  }

  void ends_a_flood_of_headers() {
    Reply reply;
    const std::string line = "X: " + std::string(1019, 'y') + "\r\n";
    std::size_t taken = 0;
    while (reply.add_header(line)) taken += line.size();
    CPPUNIT_ASSERT_EQUAL(bounds::max_header_bytes, taken);
    CPPUNIT_ASSERT(reply.stop() == Reply::Stop::header_too_long);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReplyTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/redirect_page.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace tool {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

class RedirectPageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RedirectPageTest);
  CPPUNIT_TEST(is_not_stored_tells_nobody_and_loads_nothing);
  CPPUNIT_TEST(counts_its_bytes);
  CPPUNIT_TEST(says_how_it_ended);
  CPPUNIT_TEST(shows_text_as_text);
  CPPUNIT_TEST(names_the_status);
  CPPUNIT_TEST_SUITE_END();

 public:
  void is_not_stored_tells_nobody_and_loads_nothing() {
    for (const std::string& page :
         {page_of_success("a"), page_of_failure("b"), page_of_status(404)}) {
      CPPUNIT_ASSERT(holds(page, "\r\nCache-Control: no-store\r\n"));
      CPPUNIT_ASSERT(holds(page, "\r\nReferrer-Policy: no-referrer\r\n"));
      CPPUNIT_ASSERT(holds(page, "\r\nConnection: close\r\n"));
      CPPUNIT_ASSERT(holds(page, "\r\nContent-Security-Policy: default-src 'none';"));
      for (const char* part : {"http:", "https:", "src=", "href=", "url(", "<script"}) {
        CPPUNIT_ASSERT_MESSAGE(part, !holds(page, part));
      }
    }
  }

  void counts_its_bytes() {
    const std::string page = page_of_success("j\xc3\xb6rg@example.org");
    const std::size_t body = page.find("\r\n\r\n") + 4;
    CPPUNIT_ASSERT(
        holds(page, "\r\nContent-Length: " + std::to_string(page.size() - body) + "\r\n"));
  }

  void says_how_it_ended() {
    const std::string good = page_of_success("you@example.org");
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), good.find("HTTP/1.1 200 OK\r\n"));
    CPPUNIT_ASSERT(holds(good, "Signed in") && holds(good, "you@example.org") &&
                   holds(good, "You can close this window"));
    const std::string bad = page_of_failure("the server said no");
    CPPUNIT_ASSERT(holds(bad, "Not signed in") && holds(bad, "the server said no"));
  }

  void shows_text_as_text() {
    CPPUNIT_ASSERT(holds(page_of_failure("<script>\"&"), "<p>&lt;script&gt;&quot;&amp;</p>"));
  }

  void names_the_status() {
    const struct {
      int status;
      const char* line;
    } cases[] = {{400, "HTTP/1.1 400 Bad Request\r\n"},
                 {404, "HTTP/1.1 404 Not Found\r\n"},
                 {405, "HTTP/1.1 405 Method Not Allowed\r\n"},
                 {414, "HTTP/1.1 414 URI Too Long\r\n"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::size_t(0), page_of_status(each.status).find(each.line));
    }
    CPPUNIT_ASSERT(holds(page_of_status(405), "\r\nAllow: GET\r\n"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RedirectPageTest);

}  // namespace
}  // namespace tool

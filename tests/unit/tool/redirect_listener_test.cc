// SPDX-License-Identifier: MIT
#include "tool/redirect_listener.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "oauth/base/bounds.h"
#include "tests/support/loopback_visitor.h"

namespace tool {
namespace {

using oauth::LoopbackVisitor;

constexpr char right[] = "GET /?state=s&code=c HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n";
constexpr char page[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwelcome";

bool is_expected(std::string_view query) { return query == "state=s&code=c"; }

std::string status_of(const std::string& response) { return response.substr(9, 3); }

class RedirectListenerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RedirectListenerTest);
  CPPUNIT_TEST(listens_on_a_loopback_port_of_the_systems_choice);
  CPPUNIT_TEST(listens_where_and_for_what_the_client_has_registered);
  CPPUNIT_TEST(says_that_a_port_is_taken);
  CPPUNIT_TEST(brings_the_query_and_answers_when_told);
  CPPUNIT_TEST(turns_others_away_and_goes_on_waiting);
  CPPUNIT_TEST(reads_a_line_that_comes_in_pieces);
  CPPUNIT_TEST(takes_no_more_than_a_line_of_the_limit);
  CPPUNIT_TEST(answers_the_same_redirect_twice_but_brings_it_once);
  CPPUNIT_TEST(does_not_mind_who_leaves_or_says_nothing);
  CPPUNIT_TEST(makes_room_for_the_browser_in_a_flood);
  CPPUNIT_TEST(gives_a_browser_the_page_whatever_it_sends_behind_its_line);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    auto opened = RedirectListener::open();
    listener_ = std::make_unique<RedirectListener>(std::move(*opened));
  }
  void tearDown() override { listener_.reset(); }

  void listens_on_a_loopback_port_of_the_systems_choice() {
    CPPUNIT_ASSERT(listener_->port() != 0);
    CPPUNIT_ASSERT_EQUAL("http://127.0.0.1:" + std::to_string(listener_->port()) + "/",
                         listener_->redirect_uri());
    CPPUNIT_ASSERT(!listener_->serve(is_expected));
  }

  void listens_where_and_for_what_the_client_has_registered() {
    auto opened = RedirectListener::open({"localhost", 0, "/callback"});
    listener_ = std::make_unique<RedirectListener>(std::move(*opened));
    CPPUNIT_ASSERT_EQUAL("http://localhost:" + std::to_string(listener_->port()) + "/callback",
                         listener_->redirect_uri());
    LoopbackVisitor stranger(listener_->port());
    stranger.send(right);
    CPPUNIT_ASSERT_EQUAL(std::string("404"), status_of(turned_away(stranger)));
    LoopbackVisitor browser(listener_->port());
    browser.send("GET /callback?state=s&code=c HTTP/1.1\r\n\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("state=s&code=c"), wait_for_query());
    auto v6 = RedirectListener::open({"::1", 0, "/"});
    if (v6) CPPUNIT_ASSERT_EQUAL(std::string("http://[::1]:"), v6->redirect_uri().substr(0, 13));
  }

  void says_that_a_port_is_taken() {
    const auto second = RedirectListener::open({"127.0.0.1", listener_->port(), "/"});
    CPPUNIT_ASSERT(!second);
    CPPUNIT_ASSERT_EQUAL("cannot listen on " + listener_->redirect_uri() +
                             ": Address already in use; end what uses the port, or add --paste",
                         second.error().message);
  }

  void brings_the_query_and_answers_when_told() {
    LoopbackVisitor browser(listener_->port());
    browser.send(right);
    CPPUNIT_ASSERT_EQUAL(std::string("state=s&code=c"), wait_for_query());
    CPPUNIT_ASSERT_EQUAL(std::string(), browser.received());
    CPPUNIT_ASSERT_EQUAL(std::string(page), answer_to(browser));
  }

  void turns_others_away_and_goes_on_waiting() {
    const struct {
      const char* request;
      const char* status;
    } cases[] = {{"GET /favicon.ico HTTP/1.1\r\n\r\n", "404"},
                 {"GET / HTTP/1.1\r\n\r\n", "404"},
                 {"GET /?state=other&code=c HTTP/1.1\r\n\r\n", "404"},
                 {"GET /?code=c HTTP/1.1\r\n\r\n", "404"},
                 {"GET /x?state=s&code=c HTTP/1.1\r\n\r\n", "404"},
                 {"POST /?state=s&code=c HTTP/1.1\r\nContent-Length: 2\r\n\r\nab", "405"},
                 {"\x16\x03\x01\x02\n", "400"}};
    for (const auto& each : cases) {
      LoopbackVisitor visitor(listener_->port());
      visitor.send(each.request);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(each.request, std::string(each.status),
                                   status_of(turned_away(visitor)));
    }
    brings_the_query_and_answers_when_told();
  }

  void reads_a_line_that_comes_in_pieces() {
    LoopbackVisitor browser(listener_->port());
    for (const char* piece : {"GE", "T /?state=s&co", "de=c HTTP/1.1\r"}) {
      browser.send(piece);
      for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT(!poll_once());
    }
    browser.send("\n");
    CPPUNIT_ASSERT_EQUAL(std::string("state=s&code=c"), wait_for_query());
  }

  void takes_no_more_than_a_line_of_the_limit() {
    LoopbackVisitor visitor(listener_->port());
    visitor.send("GET /?" + std::string(10000, 'a') + " HTTP/1.1\r\n\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("414"), status_of(turned_away(visitor)));
    LoopbackVisitor endless(listener_->port());
    endless.send(std::string(oauth::bounds::max_request_line_bytes + 1, 'a'));
    CPPUNIT_ASSERT_EQUAL(std::string("414"), status_of(turned_away(endless)));
  }

  void answers_the_same_redirect_twice_but_brings_it_once() {
    LoopbackVisitor prefetch(listener_->port());
    prefetch.send(right);
    wait_for_query();
    LoopbackVisitor browser(listener_->port());
    browser.send(right);
    std::string second;
    std::thread reader([&] {
      second = browser.read_all();
      browser.close();
    });
    const std::string first = answer_to(prefetch);
    reader.join();
    CPPUNIT_ASSERT_EQUAL(std::string(page), first);
    CPPUNIT_ASSERT_EQUAL(std::string(page), second);
  }

  void does_not_mind_who_leaves_or_says_nothing() {
    LoopbackVisitor silent(listener_->port());
    {
      LoopbackVisitor leaving(listener_->port());
      leaving.send("GET /?sta");
    }
    for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT(!poll_once());
    brings_the_query_and_answers_when_told();
  }

  void makes_room_for_the_browser_in_a_flood() {
    std::vector<std::unique_ptr<LoopbackVisitor>> flood;
    for (std::size_t i = 0; i < 2 * oauth::bounds::max_visitors; ++i) {
      flood.push_back(std::make_unique<LoopbackVisitor>(listener_->port()));
      listener_->serve(is_expected);
    }
    std::vector<struct pollfd> watched;
    listener_->watch(watched);
    CPPUNIT_ASSERT(watched.size() <= oauth::bounds::max_visitors + 1);
    brings_the_query_and_answers_when_told();
  }

  void gives_a_browser_the_page_whatever_it_sends_behind_its_line() {
    LoopbackVisitor browser(listener_->port());
    browser.send("GET /?state=s&code=c HTTP/1.1\r\nCookie: " + std::string(30000, 'c') +
                 "\r\n\r\n");
    wait_for_query();
    CPPUNIT_ASSERT_EQUAL(std::string(page), answer_to(browser));
  }

 private:
  std::unique_ptr<RedirectListener> listener_;

  // Waits for something to happen, and serves it.
  std::optional<oauth::Secret> poll_once(int milliseconds = 20) {
    std::vector<struct pollfd> watched;
    listener_->watch(watched);
    ::poll(watched.data(), watched.size(), milliseconds);
    return listener_->serve(is_expected);
  }

  std::string wait_for_query() {
    for (int i = 0; i < 100; ++i) {
      if (const auto query = poll_once(100)) return std::string(query->reveal());
    }
    return "nobody came";
  }

  // Serves until the visitor has its whole response.
  std::string turned_away(LoopbackVisitor& visitor) {
    std::string response;
    std::thread reader([&] {
      response = visitor.read_all();
      visitor.close();
    });
    for (int i = 0; i < 500; ++i) {
      CPPUNIT_ASSERT(!poll_once());
      std::vector<struct pollfd> watched;
      listener_->watch(watched);
      if (i > 0 && watched.size() == 1) break;
    }
    reader.join();
    return response;
  }

  std::string answer_to(LoopbackVisitor& browser) {
    std::string response;
    std::thread reader([&] {
      response = browser.read_all();
      browser.close();
    });
    listener_->answer(page, is_expected);
    reader.join();
    return response;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RedirectListenerTest);

}  // namespace
}  // namespace tool

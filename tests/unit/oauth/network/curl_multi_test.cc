// SPDX-License-Identifier: MIT
#include "oauth/network/curl_multi.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "tests/support/http_exchange.h"
#include "tests/support/loopback_server.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Conversations of one request each, or of more where `rounds` says so.
class ListedRequests : public RequestQueue {
 public:
  explicit ListedRequests(const std::vector<std::string>& origins, int rounds = 1) {
    for (const std::string& origin : origins) requests_.push_back(post_to(origin));
    rounds_left.assign(origins.size(), rounds);
    answers.resize(origins.size());
  }

  std::optional<Item> next() override {
    if (begun == requests_.size()) return std::nullopt;
    most_at_once = std::max(most_at_once, ++under_way);
    return item(begun++);
  }

  std::optional<Item> take(std::size_t conversation, Result<HttpResponse> response) override {
    answers[conversation] += response ? std::string(response->body.reveal())
                                      : std::string(kind_name(response.error().kind));
    if (--rounds_left[conversation] > 0) return item(conversation);
    --under_way;
    return std::nullopt;
  }

  std::size_t begun = 0;
  std::size_t under_way = 0;
  std::size_t most_at_once = 0;
  std::vector<int> rounds_left;
  std::vector<std::string> answers;

 private:
  Item item(std::size_t conversation) { return {conversation, quick(), &requests_[conversation]}; }
  std::vector<HttpRequest> requests_;
};

std::string http(const LoopbackServer& server) { return "http://" + server.authority(); }

void send_all(RequestQueue& queue, CurlMulti::Limits limits = {}) {
  const auto sent = CurlMulti("sasl-oauth/9.9", EnvironmentUse::obeyed).send_all(queue, limits);
  CPPUNIT_ASSERT_MESSAGE(sent ? "" : sent.error().message, bool(sent));
}

class CurlMultiTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlMultiTest);
  CPPUNIT_TEST(gives_each_conversation_its_own_answer);
  CPPUNIT_TEST(goes_on_with_a_conversation_that_has_another_request);
  CPPUNIT_TEST(sends_what_a_single_client_sends);
  CPPUNIT_TEST(waits_for_silent_servers_all_at_once);
  CPPUNIT_TEST(has_no_more_under_way_than_it_may);
  CPPUNIT_TEST(begins_nothing_once_its_time_is_over);
  CPPUNIT_TEST(answers_at_once_what_cannot_be_sent);
  CPPUNIT_TEST_SUITE_END();

 public:
  void gives_each_conversation_its_own_answer() {
    const LoopbackServer one({ok_reply("one")});
    const LoopbackServer two({ok_reply("two")});
    ListedRequests queue({http(one), http(two), http(one)});
    send_all(queue);
    CPPUNIT_ASSERT((std::vector<std::string>{"one", "two", "one"}) == queue.answers);
  }

  void goes_on_with_a_conversation_that_has_another_request() {
    const LoopbackServer server({ok_reply("x")});
    ListedRequests queue({http(server), http(server)}, 3);
    send_all(queue);
    CPPUNIT_ASSERT((std::vector<std::string>{"xxx", "xxx"}) == queue.answers);
    CPPUNIT_ASSERT_EQUAL(6, server.connections());
  }

  void sends_what_a_single_client_sends() {
    const LoopbackServer server({ok_reply("x")});
    ListedRequests queue({http(server)});
    send_all(queue);
    CPPUNIT_ASSERT(post_plain(server));
    const std::vector<std::string> requests = server.requests();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests.size());
    CPPUNIT_ASSERT_EQUAL(requests[1], requests[0]);
  }

  void waits_for_silent_servers_all_at_once() {
    const LoopbackServer server({"", Manner::silent});
    ListedRequests queue(std::vector<std::string>(8, http(server)));
    const auto start = steady_clock::now();
    send_all(queue);
    CPPUNIT_ASSERT(steady_clock::now() - start < milliseconds(4000));  // 8 s one by one
    for (const std::string& answer : queue.answers) {
      CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), answer);
    }
  }

  void has_no_more_under_way_than_it_may() {
    const LoopbackServer server({ok_reply("x")});
    ListedRequests queue(std::vector<std::string>(7, http(server)));
    send_all(queue, {3, milliseconds(60000)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{7}, queue.begun);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, queue.most_at_once);
    CPPUNIT_ASSERT((std::vector<std::string>(7, "x")) == queue.answers);
  }

  void begins_nothing_once_its_time_is_over() {
    const LoopbackServer server({ok_reply("x")});
    ListedRequests queue({http(server)});
    send_all(queue, {3, milliseconds(0)});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, queue.begun);
    CPPUNIT_ASSERT_EQUAL(0, server.connections());
  }

  void answers_at_once_what_cannot_be_sent() {
    const LoopbackServer server({ok_reply("x")});
    ListedRequests queue({"http://192.0.2.1", http(server)});
    send_all(queue);
    CPPUNIT_ASSERT((std::vector<std::string>{"bad_config", "x"}) == queue.answers);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlMultiTest);

}  // namespace
}  // namespace oauth

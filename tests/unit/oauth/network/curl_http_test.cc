// SPDX-License-Identifier: MIT
#include "oauth/network/curl_http.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "oauth/base/bounds.h"
#include "tests/support/http_exchange.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Returns the header lines of a request, sorted: their order is libcurl's own affair.
std::vector<std::string> header_lines(const std::string& request) {
  std::vector<std::string> lines;
  std::size_t at = request.find("\r\n") + 2;
  for (std::size_t end; (end = request.find("\r\n", at)) != at; at = end + 2) {
    lines.push_back(request.substr(at, end - at));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line).append("\n");
  return text;
}

// Counts the sockets of IPv4 in this process that a child would inherit.
int inheritable_sockets() {
  int count = 0;
  for (int descriptor = 0; descriptor < 256; ++descriptor) {
    int domain = 0;
    socklen_t size = sizeof domain;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0) continue;
    if (domain == AF_INET && (::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0) ++count;
  }
  return count;
}

class CurlHttpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CurlHttpTest);
  CPPUNIT_TEST(posts_exactly_these_bytes);
  CPPUNIT_TEST(gets_exactly_these_bytes);
  CPPUNIT_TEST(posts_a_body_with_nul_and_an_empty_one);
  CPPUNIT_TEST(posts_a_long_body_without_asking_first);
  CPPUNIT_TEST(returns_every_status_with_body_and_headers);
  CPPUNIT_TEST(returns_the_response_after_an_interim_one);
  CPPUNIT_TEST(decodes_chunks);
  CPPUNIT_TEST(decompresses_nothing);
  CPPUNIT_TEST(follows_no_redirect);
  CPPUNIT_TEST(keeps_no_cookie);
  CPPUNIT_TEST(opens_sockets_that_no_child_inherits);
  CPPUNIT_TEST(takes_a_slow_reply_that_is_in_time);
  CPPUNIT_TEST(takes_a_reply_of_the_longest_length);
  CPPUNIT_TEST(refuses_a_longer_reply);
  CPPUNIT_TEST(refuses_a_flood_of_headers);
  CPPUNIT_TEST(refuses_what_is_not_http);
  CPPUNIT_TEST(reports_a_lost_connection);
  CPPUNIT_TEST(survives_a_peer_that_hangs_up_while_it_sends);
  CPPUNIT_TEST(reports_a_refused_connection);
  CPPUNIT_TEST(reports_a_host_that_cannot_be_found);
  CPPUNIT_TEST(ends_in_time_with_a_silent_server);
  CPPUNIT_TEST(ends_in_time_with_a_slow_server);
  CPPUNIT_TEST(refuses_plain_http_beyond_this_machine);
  CPPUNIT_TEST(refuses_a_header_that_would_break_the_request);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { forget_environment(); }

  // --- what is sent ---

  void posts_exactly_these_bytes() {
    LoopbackServer server({ok_reply("{}")});
    CPPUNIT_ASSERT(post_plain(server));
    const std::string request = server.requests().at(0);
    const std::string line = "POST /token?q=" + secret + " HTTP/1.1\r\n";
    CPPUNIT_ASSERT_EQUAL(line, request.substr(0, line.size()));
    CPPUNIT_ASSERT_EQUAL("Accept: application/json\nAuthorization: Basic " + secret +
                             "\nContent-Length: 18\nContent-Type: "
                             "application/x-www-form-urlencoded\nHost: " +
                             server.authority() + "\nUser-Agent: sasl-oauth/9.9\n",
                         joined(header_lines(request)));
    CPPUNIT_ASSERT_EQUAL("\r\n\r\na=b&c=" + secret, request.substr(request.find("\r\n\r\n")));
  }

  void gets_exactly_these_bytes() {
    LoopbackServer server({ok_reply("{}")});
    HttpRequest request;
    request.method = HttpMethod::get;
    request.url = "http://" + server.authority() + "/.well-known/openid-configuration";
    CPPUNIT_ASSERT(send(request));
    const std::string sent = server.requests().at(0);
    const std::string line = "GET /.well-known/openid-configuration HTTP/1.1\r\n";
    CPPUNIT_ASSERT_EQUAL(line, sent.substr(0, line.size()));
    CPPUNIT_ASSERT_EQUAL(
        "Accept: */*\nHost: " + server.authority() + "\nUser-Agent: sasl-oauth/9.9\n",
        joined(header_lines(sent)));
    CPPUNIT_ASSERT_EQUAL(std::string("\r\n\r\n"), sent.substr(sent.find("\r\n\r\n")));
  }

  void posts_a_body_with_nul_and_an_empty_one() {
    for (const std::string& body : {std::string("a\0b", 3), std::string()}) {
      LoopbackServer server({ok_reply("{}")});
      CPPUNIT_ASSERT(send(post_to("http://" + server.authority(), body)));
      const std::string request = server.requests().at(0);
      CPPUNIT_ASSERT_EQUAL("\r\n\r\n" + body, request.substr(request.find("\r\n\r\n")));
      CPPUNIT_ASSERT(request.find("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") !=
                     std::string::npos);
    }
  }

  void posts_a_long_body_without_asking_first() {
    // libcurl asks beyond 1 MiB (7.88), older ones beyond 1 KiB.
    const std::string body(1100 * 1000, 'x');
    LoopbackServer server({ok_reply("{}")});
    const auto response = send(post_to("http://" + server.authority(), body));
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    const std::string request = server.requests().at(0);
    CPPUNIT_ASSERT(request.find("Expect") == std::string::npos);
    CPPUNIT_ASSERT_EQUAL(body.size(), request.size() - request.find("\r\n\r\n") - 4);
  }

  // --- what comes back ---

  void returns_every_status_with_body_and_headers() {
    const struct {
      const char* head;
      std::string body;
      int status;
      const char* content_type;
      const char* retry_after;
    } cases[] = {
        {"200 OK\r\nContent-Type: application/json;charset=UTF-8", "{\"a\":1}", 200,
         "application/json;charset=UTF-8", ""},
        {"500 Oops\r\ncontent-type: text/html", "<html>" + secret + "</html>", 500, "text/html",
         ""},
        {"429 Slow\r\nRETRY-AFTER:  Wed, 21 Oct 2037 07:28:00 GMT ", "", 429, "",
         "Wed, 21 Oct 2037 07:28:00 GMT"},
        {"401 No\r\nWWW-Authenticate: Basic", "{}", 401, "", ""},
        {"200 OK\r\nX-Empty:", std::string("{\"a\":\"\0\"}", 9), 200, "", ""},
    };
    for (const auto& one : cases) {
      LoopbackServer server({std::string("HTTP/1.1 ") + one.head + "\r\nContent-Length: " +
                             std::to_string(one.body.size()) + "\r\n\r\n" + one.body});
      const auto response = post_plain(server);
      CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
      CPPUNIT_ASSERT_EQUAL(one.status, response->status);
      CPPUNIT_ASSERT_MESSAGE(one.head, response->body.reveal() == one.body);
      CPPUNIT_ASSERT_EQUAL(std::string(one.content_type), response->content_type);
      CPPUNIT_ASSERT_EQUAL(std::string(one.retry_after), response->retry_after);
      CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }
  }

  void returns_the_response_after_an_interim_one() {
    LoopbackServer server(
        {"HTTP/1.1 103 Early Hints\r\nContent-Type: text/html\r\n\r\n"
         "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"});
    const auto response = post_plain(server);
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT_EQUAL(200, response->status);
    CPPUNIT_ASSERT_EQUAL(std::string(), response->content_type);
  }

  void decodes_chunks() {
    LoopbackServer server(
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
         "5\r\n{\"a\":\r\n2;x=y\r\n1}\r\n0\r\nTrailer: t\r\n\r\n"});
    const auto response = post_plain(server);
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT(response->body.reveal() == "{\"a\":1}");
  }

  void decompresses_nothing() {
    LoopbackServer server(
        {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nzzzz"});
    const auto response = post_plain(server);
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT(response->body.reveal() == "zzzz");
  }

  void follows_no_redirect() {
    LoopbackServer target({ok_reply("never")});
    for (int status : {301, 302, 303, 307, 308}) {
      LoopbackServer server({"HTTP/1.1 " + std::to_string(status) + " There\r\nLocation: http://" +
                             target.authority() + "/\r\nContent-Length: 0\r\n\r\n"});
      const auto response = post_plain(server);
      CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
      CPPUNIT_ASSERT_EQUAL(status, response->status);
      CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }
    CPPUNIT_ASSERT_EQUAL(0, target.connections());
  }

  void keeps_no_cookie() {
    LoopbackServer server({"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\n{}"});
    CurlHttp http(quick(), "sasl-oauth/9.9", EnvironmentUse::obeyed);
    const HttpRequest request = post_to("http://" + server.authority());
    CPPUNIT_ASSERT(http.send(request));
    CPPUNIT_ASSERT(http.send(request));
    CPPUNIT_ASSERT_EQUAL(server.requests().at(0), server.requests().at(1));
  }

  void opens_sockets_that_no_child_inherits() {
    LoopbackServer server({ok_reply("{}")});
    const int before = inheritable_sockets();
    int during = -1;
    server.on_request([&] { during = inheritable_sockets(); });
    CPPUNIT_ASSERT(post_plain(server));
    CPPUNIT_ASSERT_EQUAL(before, during);
  }

  void takes_a_slow_reply_that_is_in_time() {
    LoopbackServer server({ok_reply("{}"), Manner::byte_by_byte});
    const auto response = post_plain(server);
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT(response->body.reveal() == "{}");
  }

  // --- bounds ---

  void takes_a_reply_of_the_longest_length() {
    LoopbackServer server({ok_reply(std::string(bounds::max_reply_bytes, 'x'))});
    const auto response = post_plain(server);
    CPPUNIT_ASSERT_MESSAGE(message_of(response), response);
    CPPUNIT_ASSERT_EQUAL(bounds::max_reply_bytes, response->body.size());
  }

  void refuses_a_longer_reply() {
    const std::string too_long = secret + std::string(bounds::max_reply_bytes, 'x');
    const Answer answers[] = {
        {ok_reply(too_long)},
        {"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + too_long, Manner::endlessly},
        {"HTTP/1.1 200 OK\r\n\r\n" + too_long, Manner::endlessly},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1fffff\r\n" + too_long,
         Manner::endlessly},
    };
    for (const Answer& answer : answers) {
      LoopbackServer server(answer);
      assert_fails(post_plain(server), ErrorKind::bad_reply,
                   server.authority() + " sent more than 65536 bytes of reply");
    }
  }

  void refuses_a_flood_of_headers() {
    const std::string line = "X-Flood: " + std::string(1013, 'y') + "\r\n";
    std::string interim_responses;
    for (int i = 0; i < 40; ++i) {
      interim_responses.append("HTTP/1.1 103 Early Hints\r\n").append(line).append("\r\n");
    }
    const Answer answers[] = {
        {"HTTP/1.1 200 OK\r\n" + line, Manner::endlessly},
        {"HTTP/1.1 200 OK\r\nX-Flood: " + std::string(200 * 1024, 'y'), Manner::endlessly},
        {"HTTP/1.1 200 OK\r\nX-Flood: " + std::string(40 * 1024, 'y') + "\r\n\r\n"},
        {interim_responses},
    };
    for (const Answer& answer : answers) {
      LoopbackServer server(answer);
      assert_fails(post_plain(server), ErrorKind::bad_reply,
                   server.authority() + " sent more than 32768 bytes of headers");
    }
  }

  void refuses_what_is_not_http() {
    for (const std::string& bytes : {"220 mail.example ESMTP " + secret + "\r\n",
                                     "<html>" + secret + "</html>", std::string(100, '\0')}) {
      LoopbackServer server({bytes});
      assert_fails(post_plain(server), ErrorKind::bad_reply,
                   server.authority() + " does not answer in HTTP");
    }
  }

  // --- what can go wrong on the way ---

  void reports_a_lost_connection() {
    const Answer answers[] = {
        {""},
        {"", Manner::reset},
        {"HTTP/1.1 200 OK\r\nContent-Len"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + secret},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + secret, Manner::reset},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" + secret},
    };
    for (const Answer& answer : answers) {
      LoopbackServer server(answer);
      assert_fails(post_plain(server), ErrorKind::unavailable,
                   "connection to " + server.authority() + " was lost: ");
    }
  }

  void survives_a_peer_that_hangs_up_while_it_sends() {
    ::signal(SIGPIPE, SIG_DFL);
    TestAuthority authority;
    const TlsIdentity identity = authority.issue("IP:127.0.0.1");
    NetworkSettings settings = quick();
    settings.ca_file = folder_.write("ca.pem", authority.pem());
    const std::string body(4 * 1024 * 1024, 'x');
    for (const TlsIdentity* tls : {static_cast<const TlsIdentity*>(nullptr), &identity}) {
      LoopbackServer server({"", Manner::deaf_reset}, tls);
      const std::string scheme = tls != nullptr ? "https://" : "http://";
      assert_fails(send(post_to(scheme + server.authority(), body), settings),
                   ErrorKind::unavailable, server.authority());
    }
  }

  void reports_a_refused_connection() {
    std::string authority;
    { authority = LoopbackServer({""}).authority(); }
    assert_fails(send(post_to("http://" + authority)), ErrorKind::unavailable,
                 "cannot connect to " + authority + ": ");
  }

  void reports_a_host_that_cannot_be_found() {
    // A label has 63 octets at most (RFC 1035 section 2.3.4), so nobody is asked for this one.
    const std::string host = std::string(64, 'a') + ".invalid";
    assert_fails(send(post_to("https://" + host)), ErrorKind::unavailable,
                 "cannot find host " + host);
  }

  void ends_in_time_with_a_silent_server() {
    LoopbackServer server({"", Manner::silent});
    const auto started = steady_clock::now();
    assert_fails(post_plain(server), ErrorKind::unavailable,
                 "no answer from " + server.authority() + " in time");
    CPPUNIT_ASSERT(steady_clock::now() - started < milliseconds(2500));
  }

  void ends_in_time_with_a_slow_server() {
    LoopbackServer server({ok_reply(std::string(1000, 'x')), Manner::byte_by_byte});
    const auto started = steady_clock::now();
    assert_fails(post_plain(server), ErrorKind::unavailable, "in time");
    CPPUNIT_ASSERT(steady_clock::now() - started < milliseconds(2500));
  }

  void refuses_plain_http_beyond_this_machine() {
    for (const char* origin :
         {"http://oauth2.example.com", "http://10.0.0.1", "ftp://127.0.0.1", "file://"}) {
      const auto response = send(post_to(origin));
      CPPUNIT_ASSERT_MESSAGE(origin, !response);
      CPPUNIT_ASSERT_MESSAGE(origin, response.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT(response.error().message.find(secret) == std::string::npos);
    }
  }

  void refuses_a_header_that_would_break_the_request() {
    LoopbackServer server({ok_reply("{}")});
    HttpRequest request = post_to("http://" + server.authority());
    request.headers.push_back({"X", Secret::copy_of(secret + "\r\nY: z")});
    const auto response = send(request);
    CPPUNIT_ASSERT(!response);
    CPPUNIT_ASSERT(response.error().kind == ErrorKind::internal);
    CPPUNIT_ASSERT(response.error().message.find(secret) == std::string::npos);
    CPPUNIT_ASSERT_EQUAL(0, server.connections());
  }

 private:
  TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CurlHttpTest);

}  // namespace
}  // namespace oauth

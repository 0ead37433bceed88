// SPDX-License-Identifier: MIT
#include "tests/support/http_exchange.h"

#include <cppunit/TestAssert.h>
#include <stdlib.h>

#include <chrono>

#include "oauth/base/text.h"

namespace oauth {

void forget_environment() {
  for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                           "no_proxy", "NO_PROXY", "SSLKEYLOGFILE"}) {
    ::unsetenv(name);
  }
}

Variable::Variable(const char* name, const std::string& value) : name_(name) {
  ::setenv(name, value.c_str(), 1);
}

Variable::~Variable() { ::unsetenv(name_); }

NetworkSettings quick() {
  NetworkSettings settings;
  settings.connect_timeout = std::chrono::seconds(1);
  settings.request_timeout = std::chrono::seconds(1);
  return settings;
}

HttpRequest post_to(const std::string& origin, std::string_view body) {
  HttpRequest request;
  request.url = origin + "/token?q=" + secret;
  request.headers.push_back({"Accept", Secret::copy_of("application/json")});
  request.headers.push_back({"Authorization", Secret::copy_of("Basic " + secret)});
  request.body = Secret::copy_of(body);
  return request;
}

Result<HttpResponse> send(const HttpRequest& request, const NetworkSettings& settings,
                          EnvironmentUse environment) {
  return CurlHttp(settings, "sasl-oauth/9.9", environment).send(request);
}

Result<HttpResponse> post_plain(const LoopbackServer& server) {
  return send(post_to("http://" + server.authority()));
}

std::string ok_reply(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string message_of(const Result<HttpResponse>& result) {
  return result ? "" : result.error().message;
}

void assert_fails(const Result<HttpResponse>& result, ErrorKind kind, const std::string& words) {
  CPPUNIT_ASSERT_MESSAGE(words, !result);
  const std::string& message = result.error().message;
  CPPUNIT_ASSERT_EQUAL_MESSAGE(message, std::string(kind_name(kind)),
                               std::string(kind_name(result.error().kind)));
  CPPUNIT_ASSERT_MESSAGE(message + " | " + words, message.find(words) != std::string::npos);
  CPPUNIT_ASSERT_MESSAGE(message, message.find("; ") != std::string::npos);
  CPPUNIT_ASSERT_MESSAGE(message, message.find(secret) == std::string::npos);
  CPPUNIT_ASSERT_MESSAGE(message, !has_control_bytes(message) && message.size() < 700);
}

}  // namespace oauth

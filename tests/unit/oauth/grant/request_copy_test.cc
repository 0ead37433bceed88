// SPDX-License-Identifier: MIT
#include "oauth/grant/request_copy.h"

#include <cppunit/extensions/HelperMacros.h>

namespace oauth {
namespace {

class RequestCopyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RequestCopyTest);
  CPPUNIT_TEST(copies_every_member);
  CPPUNIT_TEST_SUITE_END();

 public:
  void copies_every_member() {
    HttpRequest request;
    request.method = HttpMethod::get;
    request.url = "https://sso.example.com/token";
    request.headers.push_back(HttpHeader{"Accept", Secret::copy_of("application/json")});
    request.body = Secret::copy_of("a=b");
    request.certificate = "certificate";
    request.key = Secret::copy_of("key");
    const HttpRequest copy = copy_of(request);
    CPPUNIT_ASSERT(copy.method == HttpMethod::get);
    CPPUNIT_ASSERT_EQUAL(request.url, copy.url);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, copy.headers.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Accept"), copy.headers[0].name);
    CPPUNIT_ASSERT(copy.headers[0].value.equals(request.headers[0].value));
    CPPUNIT_ASSERT(copy.body.equals(request.body));
    CPPUNIT_ASSERT_EQUAL(request.certificate, copy.certificate);
    CPPUNIT_ASSERT(copy.key.equals(request.key));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RequestCopyTest);

}  // namespace
}  // namespace oauth

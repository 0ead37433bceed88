// SPDX-License-Identifier: MIT
// What a server says is in server_finder_test and tests/e2e.
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdDiscoverTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdDiscoverTest);
  CPPUNIT_TEST(asks_nobody_about_what_is_no_server);
  CPPUNIT_TEST(reads_the_configuration_first);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks_nobody_about_what_is_no_server() {
    Options options;
    options.issuer = "http://sso.example.com";
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_discover, options));
    CPPUNIT_ASSERT_EQUAL(
        std::string("sasl-oauth: cannot find out about the authorization server of"
                    " http://sso.example.com:"
                    " http://sso.example.com/.well-known/oauth-authorization-server is not"
                    " https\n"),
        desk_.errors());
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.output());
  }

  void reads_the_configuration_first() {
    desk_.configure("[nonsense]\n");
    Options options;
    options.issuer = "sso.example.com";
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_discover, options));
    CPPUNIT_ASSERT(desk_.errors().find("unknown") != std::string::npos);
  }

 private:
  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdDiscoverTest);

}  // namespace
}  // namespace tool

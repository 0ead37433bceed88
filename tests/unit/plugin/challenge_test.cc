// SPDX-License-Identifier: MIT
#include "plugin/challenge.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace plugin {
namespace {

class ChallengeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ChallengeTest);
  CPPUNIT_TEST(says_who_refused_and_why);
  CPPUNIT_TEST_SUITE_END();

 public:
  void says_who_refused_and_why() {
    const Challenge all{true, "401", "mail", "https://idp.example.org"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("imap.example.org refused the access token of u@example.org, status 401, it "
                    "wants the scope mail, its tokens come from https://idp.example.org"),
        describe(all, "imap.example.org", "u@example.org"));
    CPPUNIT_ASSERT_EQUAL(std::string("the server refused the access token of u?"),
                         describe(Challenge(), "", "u\n"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChallengeTest);

}  // namespace
}  // namespace plugin

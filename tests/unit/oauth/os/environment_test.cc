// SPDX-License-Identifier: MIT
#include "oauth/os/environment.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>

#include <string>

namespace oauth {
namespace {

class EnvironmentTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EnvironmentTest);
  CPPUNIT_TEST(finds_a_person_by_number_and_by_name);
  CPPUNIT_TEST(finds_nobody_under_an_unknown_name);
  CPPUNIT_TEST(reads_a_variable);
  CPPUNIT_TEST(takes_no_rights_for_granted_that_nobody_gave);
  CPPUNIT_TEST_SUITE_END();

 public:
  void finds_a_person_by_number_and_by_name() {
    const auto root = person_by_uid(0);
    CPPUNIT_ASSERT(root && root->name == "root" && root->home == "/root");
    const auto same = person_by_name("root");
    CPPUNIT_ASSERT(same && same->uid == 0 && same->gid == 0 && same->home == root->home);
  }

  void finds_nobody_under_an_unknown_name() {
    CPPUNIT_ASSERT(!person_by_name("no-such-user"));
    CPPUNIT_ASSERT(!person_by_name(""));
    CPPUNIT_ASSERT(!person_by_uid(4294967294u));
  }

  void reads_a_variable() {
    CPPUNIT_ASSERT_EQUAL(std::string(), environment("SASL_OAUTH_NO_SUCH_VARIABLE"));
    CPPUNIT_ASSERT_EQUAL(std::string(getenv("PATH")), environment("PATH"));
  }

  void takes_no_rights_for_granted_that_nobody_gave() { CPPUNIT_ASSERT(!is_privileged()); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EnvironmentTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "oauth/machine_grant.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

class MachineGrantTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MachineGrantTest);
  CPPUNIT_TEST(has_a_name_for_each_grant_and_back);
  CPPUNIT_TEST(knows_none_that_a_person_signs_in);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_a_name_for_each_grant_and_back() {
    const struct {
      GrantType grant;
      const char* name;
    } cases[] = {{GrantType::client_credentials, "client_credentials"},
                 {GrantType::jwt_bearer, "jwt_bearer"},
                 {GrantType::command, "command"}};
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string(each.name), std::string(grant_name(each.grant)));
      CPPUNIT_ASSERT(machine_grant_from(each.name) == each.grant);
    }
  }

  void knows_none_that_a_person_signs_in() {
    CPPUNIT_ASSERT_EQUAL(std::string("refresh_token"),
                         std::string(grant_name(GrantType::refresh_token)));
    for (const char* name : {"refresh_token", "password", "", "Command"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !machine_grant_from(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MachineGrantTest);

}  // namespace
}  // namespace oauth

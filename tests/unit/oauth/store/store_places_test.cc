// SPDX-License-Identifier: MIT
#include "oauth/store/store_places.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

namespace oauth {
namespace {

using Folders = std::vector<std::string>;

class StorePlacesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StorePlacesTest);
  CPPUNIT_TEST(looks_in_the_home_then_in_the_services_places);
  CPPUNIT_TEST(lists_them_for_a_sentence);
  CPPUNIT_TEST(leaves_out_what_does_not_count_or_is_not_known);
  CPPUNIT_TEST(looks_nowhere_else_where_one_is_configured);
  CPPUNIT_TEST_SUITE_END();

 public:
  void looks_in_the_home_then_in_the_services_places() {
    CPPUNIT_ASSERT(
        (places_.all() == Folders{"/home/me/.local/state/sasl-oauth", "/var/lib/sasl-oauth/me",
                                  "/var/lib/sasl-oauth/jail/me"}));
  }

  void lists_them_for_a_sentence() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("/home/me/.local/state/sasl-oauth or /var/lib/sasl-oauth/me or "
                    "/var/lib/sasl-oauth/jail/me"),
        places_.listed());
    places_.configured = "/mail/accounts";
    CPPUNIT_ASSERT_EQUAL(std::string("/mail/accounts"), places_.listed());
    CPPUNIT_ASSERT_EQUAL(std::string(), StorePlaces().listed());
  }

  void leaves_out_what_does_not_count_or_is_not_known() {
    places_.home.clear();
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), places_.all().size());
    places_.user.clear();
    CPPUNIT_ASSERT(places_.all().empty());
  }

  void looks_nowhere_else_where_one_is_configured() {
    places_.configured = "/mail/accounts";
    CPPUNIT_ASSERT((places_.all() == Folders{"/mail/accounts"}));
  }

 private:
  StorePlaces places_{"", "/home/me", "/var/lib/sasl-oauth", "me"};
};

CPPUNIT_TEST_SUITE_REGISTRATION(StorePlacesTest);

}  // namespace
}  // namespace oauth

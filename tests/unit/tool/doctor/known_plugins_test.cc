// SPDX-License-Identifier: MIT
#include "tool/doctor/known_plugins.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace tool {
namespace {

class KnownPluginsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(KnownPluginsTest);
  CPPUNIT_TEST(knows_a_plugin_by_its_whole_file_name);
  CPPUNIT_TEST_SUITE_END();

 public:
  void knows_a_plugin_by_its_whole_file_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("sasl-xoauth2"),
                         std::string(known_plugin("libsasl-xoauth2.so")->name));
    CPPUNIT_ASSERT(known_plugin("liboauth2.so") != nullptr);
    CPPUNIT_ASSERT_EQUAL(60U, known_plugin("libsasl-xoauth2.so")->strength.max_ssf);
    for (const char* file : {"", "libplain.so", "libsasl-xoauth2.so.0", "sasl-xoauth2.so"}) {
      CPPUNIT_ASSERT_MESSAGE(file, known_plugin(file) == nullptr);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(KnownPluginsTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "oauth/os/module_check.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <string>

#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class ModuleCheckTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ModuleCheckTest);
  CPPUNIT_TEST(opens_a_module_of_ours);
  CPPUNIT_TEST(says_why_another_file_is_none);
  CPPUNIT_TEST(finds_the_systems_libsasl);
  CPPUNIT_TEST_SUITE_END();

 public:
  void opens_a_module_of_ours() {
    CPPUNIT_ASSERT(static_cast<bool>(check_module(network(), "sasl_oauth_network")));
  }

  void says_why_another_file_is_none() {
    const TemporaryFolder folder;
    assert_refused("core.so", "its path is not absolute");
    assert_refused(folder.path() + "/none.so", "cannot open shared object file");
    assert_refused(folder.write("text.so", "text"), "file too short");
    const auto foreign = check_module(network(), "sasl_oauth_core");
    CPPUNIT_ASSERT(!foreign);
    CPPUNIT_ASSERT_EQUAL(std::string("it is not sasl-oauth's"), foreign.error().message);
  }

  void finds_the_systems_libsasl() {
    const auto found = system_libsasl();
    CPPUNIT_ASSERT(found.has_value());  // the tests were linked with its headers
    CPPUNIT_ASSERT_EQUAL(2, found->major);
    CPPUNIT_ASSERT_EQUAL(
        std::string("2.") + std::to_string(found->minor) + "." + std::to_string(found->step),
        found->version());
    CPPUNIT_ASSERT(found->path.find("libsasl2.so") != std::string::npos);
  }

 private:
  static std::string network() {
    const char* path = std::getenv("TEST_NETWORK_MODULE");
    CPPUNIT_ASSERT(path != nullptr);
    return path;
  }

  static void assert_refused(const std::string& path, const std::string& words) {
    const auto checked = check_module(path, "sasl_oauth_core");
    CPPUNIT_ASSERT(!checked);
    CPPUNIT_ASSERT(checked.error().kind == ErrorKind::no_access);
    CPPUNIT_ASSERT_MESSAGE(checked.error().message,
                           checked.error().message.find(words) != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ModuleCheckTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "plugin/door/libsasl_version.h"

#include <cppunit/extensions/HelperMacros.h>
#include <dlfcn.h>

#include "tests/support/fake_core_copy.h"

namespace door {
namespace {

void assert_unknown(LibsaslVersion version) {
  CPPUNIT_ASSERT_EQUAL(0, version.major);
  CPPUNIT_ASSERT_EQUAL(0, version.minor);
}

class LibsaslVersionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LibsaslVersionTest);
  CPPUNIT_TEST(supports_2_1_alone);
  CPPUNIT_TEST(asks_the_system_libsasl);
  CPPUNIT_TEST(asks_the_object_that_holds_the_address);
  CPPUNIT_TEST(does_not_ask_another_object_for_the_main_program);
  CPPUNIT_TEST(knows_nothing_of_an_object_without_the_function);
  CPPUNIT_TEST(knows_nothing_of_an_address_outside_of_all_objects);
  CPPUNIT_TEST(leaves_no_reference);
  CPPUNIT_TEST_SUITE_END();

 public:
  void supports_2_1_alone() {
    CPPUNIT_ASSERT(is_supported({2, 1}));
    for (const LibsaslVersion version :
         {LibsaslVersion{0, 0}, {1, 1}, {2, 0}, {2, 2}, {3, 1}, {1, 2}}) {
      CPPUNIT_ASSERT(!is_supported(version));
    }
  }

  void asks_the_system_libsasl() {
    void* libsasl = dlopen("libsasl2.so.2", RTLD_LAZY | RTLD_LOCAL);
    CPPUNIT_ASSERT(libsasl != nullptr);
    CPPUNIT_ASSERT(is_supported(libsasl_version_at(dlsym(libsasl, "sasl_client_init"))));
    dlclose(libsasl);
  }

  void asks_the_object_that_holds_the_address() {
    FakeCoreCopy first;
    FakeCoreCopy second;
    first.state().version_minor = 7;
    const LibsaslVersion one = libsasl_version_at(first.symbol("sasl_oauth_core"));
    const LibsaslVersion two = libsasl_version_at(second.symbol("sasl_oauth_core"));
    CPPUNIT_ASSERT_EQUAL(2, one.major);
    CPPUNIT_ASSERT_EQUAL(7, one.minor);
    CPPUNIT_ASSERT_EQUAL(2, two.minor);
  }

  void does_not_ask_another_object_for_the_main_program() {
    void* libsasl = dlopen("libsasl2.so.2", RTLD_LAZY | RTLD_GLOBAL);
    CPPUNIT_ASSERT(dlsym(RTLD_DEFAULT, "sasl_version_info") != nullptr);
    assert_unknown(libsasl_version_at(reinterpret_cast<const void*>(&assert_unknown)));
    dlclose(libsasl);
  }

  void knows_nothing_of_an_object_without_the_function() {
    assert_unknown(libsasl_version_at(dlsym(RTLD_DEFAULT, "getpid")));
  }

  void knows_nothing_of_an_address_outside_of_all_objects() {
    const int on_the_stack = 0;
    assert_unknown(libsasl_version_at(&on_the_stack));
    assert_unknown(libsasl_version_at(nullptr));
  }

  void leaves_no_reference() {
    FakeCoreCopy copy;
    CPPUNIT_ASSERT_EQUAL(2, libsasl_version_at(copy.symbol("sasl_oauth_core")).major);
    copy.close();
    CPPUNIT_ASSERT(dlopen(copy.path(), RTLD_LAZY | RTLD_NOLOAD) == nullptr);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LibsaslVersionTest);

}  // namespace
}  // namespace door

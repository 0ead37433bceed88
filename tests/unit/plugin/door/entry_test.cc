// SPDX-License-Identifier: MIT
// The door as libsasl finds it: a library with one symbol. Logins through it are in tests/host.
#include <cppunit/extensions/HelperMacros.h>
#include <dlfcn.h>
#include <sasl/sasl.h>
#include <sasl/saslplug.h>
#include <stdlib.h>

#include <string>

namespace door {
namespace {

class EntryTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EntryTest);
  CPPUNIT_TEST(is_absent_in_front_of_a_libsasl_that_it_does_not_know);
  CPPUNIT_TEST(refuses_a_libsasl_with_an_older_interface);
  CPPUNIT_TEST(refuses_null_where_libsasl_promises_a_pointer);
  CPPUNIT_TEST_SUITE_END();

  int version_ = 0;
  sasl_client_plug_t* list_ = nullptr;
  int count_ = -1;

  static sasl_client_plug_init_t* entry() {
    const char* path = getenv("TEST_DOOR");
    CPPUNIT_ASSERT_MESSAGE("TEST_DOOR is not set", path != nullptr);
    void* door = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CPPUNIT_ASSERT_MESSAGE(path, door != nullptr);
    void* symbol = dlsym(door, "sasl_client_plug_init");
    CPPUNIT_ASSERT(symbol != nullptr);
    return reinterpret_cast<sasl_client_plug_init_t*>(symbol);
  }

 public:
  // This program is none at all. An error would be logged by every program on the machine.
  void is_absent_in_front_of_a_libsasl_that_it_does_not_know() {
    CPPUNIT_ASSERT_EQUAL(SASL_OK, entry()(nullptr, 4, &version_, &list_, &count_));
    CPPUNIT_ASSERT_EQUAL(4, version_);
    CPPUNIT_ASSERT_EQUAL(0, count_);
    CPPUNIT_ASSERT(list_ != nullptr);
  }

  void refuses_a_libsasl_with_an_older_interface() {
    CPPUNIT_ASSERT_EQUAL(SASL_BADVERS, entry()(nullptr, 3, &version_, &list_, &count_));
    CPPUNIT_ASSERT_EQUAL(0, version_);
    CPPUNIT_ASSERT(list_ == nullptr);
  }

  void refuses_null_where_libsasl_promises_a_pointer() {
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, entry()(nullptr, 4, nullptr, &list_, &count_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, entry()(nullptr, 4, &version_, nullptr, &count_));
    CPPUNIT_ASSERT_EQUAL(SASL_BADPARAM, entry()(nullptr, 4, &version_, &list_, nullptr));
    CPPUNIT_ASSERT_EQUAL(-1, count_);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EntryTest);

}  // namespace
}  // namespace door

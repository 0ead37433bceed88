// SPDX-License-Identifier: MIT
#include "plugin/door/marker.h"

#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.h"

namespace door {
namespace {

constexpr uid_t some_user = 4242;

class MarkerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MarkerTest);
  CPPUNIT_TEST(sees_no_account_where_there_is_no_mark);
  CPPUNIT_TEST(sees_the_mark_under_home);
  CPPUNIT_TEST(sees_the_mark_of_the_user_id);
  CPPUNIT_TEST(does_not_take_another_user_for_this_one);
  CPPUNIT_TEST(ignores_a_home_that_is_not_absolute);
  CPPUNIT_TEST(ignores_a_home_too_long_for_its_buffer);
  CPPUNIT_TEST(finds_the_user_id_of_a_name);
  CPPUNIT_TEST(sees_no_account_of_an_unknown_name);
  CPPUNIT_TEST_SUITE_END();

  oauth::TemporaryFolder folder_;

  std::string home() const { return folder_.path() + "/home"; }
  std::string state() const { return folder_.path() + "/state"; }
  bool has(const std::string& home, uid_t user = some_user) const {
    return has_account(home.c_str(), state().c_str(), user);
  }
  void mark_home() const {
    std::filesystem::create_directories(home() + "/.local/state/sasl-oauth");
    folder_.write("home/.local/state/sasl-oauth/.ready", "");
  }
  void mark(uid_t user) const {
    std::filesystem::create_directories(state() + "/uid");
    folder_.write("state/uid/" + std::to_string(user), "");
  }

 public:
  void sees_no_account_where_there_is_no_mark() {
    CPPUNIT_ASSERT(!has(home()));
    CPPUNIT_ASSERT(!has_account(nullptr, state().c_str(), some_user));
  }

  void sees_the_mark_under_home() {
    mark_home();
    CPPUNIT_ASSERT(has(home()));
    CPPUNIT_ASSERT(!has(home() + "/elsewhere"));
  }

  void sees_the_mark_of_the_user_id() {
    for (const uid_t user : {uid_t{0}, uid_t{7}, some_user, uid_t{4294967294U}}) {
      CPPUNIT_ASSERT(!has(home(), user));
      mark(user);
      CPPUNIT_ASSERT(has(home(), user));
      CPPUNIT_ASSERT(has_account(nullptr, state().c_str(), user));
    }
  }

  void does_not_take_another_user_for_this_one() {
    mark(some_user);
    for (const uid_t other : {uid_t{0}, uid_t{424}, uid_t{42420}}) {
      CPPUNIT_ASSERT(!has(home(), other));
    }
  }

  void ignores_a_home_that_is_not_absolute() {
    mark_home();
    const std::string relative = std::filesystem::relative(home());
    CPPUNIT_ASSERT(std::filesystem::exists(relative + "/.local/state/sasl-oauth/.ready"));
    CPPUNIT_ASSERT(!has(relative));
    CPPUNIT_ASSERT(!has(""));
  }

  void ignores_a_home_too_long_for_its_buffer() {
    mark_home();
    std::string slashes(2000, '/');
    CPPUNIT_ASSERT(!has(slashes + home()));
    slashes.resize(500);
    CPPUNIT_ASSERT(has(slashes + home()));
  }

  void finds_the_user_id_of_a_name() {
    CPPUNIT_ASSERT(!has_account(state().c_str(), "root"));
    mark(0);
    CPPUNIT_ASSERT(has_account(state().c_str(), "root"));
  }

  void sees_no_account_of_an_unknown_name() {
    mark(0);
    for (const char* name : {"", "no-such-user-here"}) {
      CPPUNIT_ASSERT_MESSAGE(name, !has_account(state().c_str(), name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MarkerTest);

}  // namespace
}  // namespace door

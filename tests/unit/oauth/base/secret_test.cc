// SPDX-License-Identifier: MIT
#include "oauth/base/secret.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace oauth {
namespace {

class SecretTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SecretTest);
  CPPUNIT_TEST(cannot_be_copied_or_turned_into_text);
  CPPUNIT_TEST(wipes_all_bytes_it_is_given);
  CPPUNIT_TEST(wipes_what_it_takes);
  CPPUNIT_TEST(keeps_every_byte_and_a_nul_behind_them);
  CPPUNIT_TEST(grows_by_appending);
  CPPUNIT_TEST(is_empty_once_moved_from);
  CPPUNIT_TEST(survives_a_move_onto_itself);
  CPPUNIT_TEST(clones_are_independent);
  CPPUNIT_TEST(compares_contents);
  CPPUNIT_TEST_SUITE_END();

 public:
  void cannot_be_copied_or_turned_into_text() {
    CPPUNIT_ASSERT(!std::is_copy_constructible_v<Secret>);
    CPPUNIT_ASSERT(!std::is_copy_assignable_v<Secret>);
    CPPUNIT_ASSERT((!std::is_convertible_v<Secret, std::string>));
    CPPUNIT_ASSERT((!std::is_convertible_v<Secret, std::string_view>));
    CPPUNIT_ASSERT(std::is_nothrow_move_constructible_v<Secret>);
    CPPUNIT_ASSERT(std::is_nothrow_move_assignable_v<Secret>);
  }

  void wipes_all_bytes_it_is_given() {
    char bytes[] = "secret";
    wipe(bytes, 6);
    CPPUNIT_ASSERT(std::memcmp(bytes, "\0\0\0\0\0\0", 6) == 0);
    wipe(nullptr, 0);
  }

  void wipes_what_it_takes() {
    std::string text = "a secret that is longer than a small string's buffer";
    const std::size_t size = text.size();
    const Secret secret = Secret::take(text);
    CPPUNIT_ASSERT(text.empty());
    CPPUNIT_ASSERT(std::string(size - 1, '\0') == std::string(text.data() + 1, size - 1));
    CPPUNIT_ASSERT_EQUAL(size, secret.size());
  }

  void keeps_every_byte_and_a_nul_behind_them() {
    const std::string_view bytes("a\0b\xff", 4);
    const Secret secret = Secret::copy_of(bytes);
    CPPUNIT_ASSERT(secret.reveal() == bytes);
    CPPUNIT_ASSERT_EQUAL('\0', secret.reveal().data()[4]);
    CPPUNIT_ASSERT_EQUAL('\0', Secret().reveal().data()[0]);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, Secret().size());
  }

  void grows_by_appending() {
    Secret secret;
    secret.append("");
    CPPUNIT_ASSERT(secret.empty());
    std::string expected;
    for (int i = 0; i < 1000; ++i) {
      secret.append(std::to_string(i));
      expected += std::to_string(i);
    }
    secret.append(Secret::copy_of("end"));
    CPPUNIT_ASSERT(secret.reveal() == expected + "end");
    CPPUNIT_ASSERT_EQUAL('\0', secret.reveal().data()[secret.size()]);
  }

  void is_empty_once_moved_from() {
    Secret from = Secret::copy_of("token");
    Secret to = Secret::copy_of("old");
    to = std::move(from);
    CPPUNIT_ASSERT(to.reveal() == "token");
    CPPUNIT_ASSERT(from.empty());
    CPPUNIT_ASSERT(from.reveal().empty());
    const Secret third(std::move(to));
    CPPUNIT_ASSERT(third.reveal() == "token");
    CPPUNIT_ASSERT(to.empty());
  }

  void survives_a_move_onto_itself() {
    Secret secret = Secret::copy_of("token");
    Secret& same = secret;
    secret = std::move(same);
    CPPUNIT_ASSERT(secret.reveal() == "token");
  }

  void clones_are_independent() {
    Secret first = Secret::copy_of("token");
    const Secret second = first.clone();
    first.append("s");
    CPPUNIT_ASSERT(second.reveal() == "token");
    CPPUNIT_ASSERT(first.reveal() == "tokens");
  }

  void compares_contents() {
    const Secret token = Secret::copy_of("token");
    CPPUNIT_ASSERT(token.equals(Secret::copy_of("token")));
    CPPUNIT_ASSERT(!token.equals(Secret::copy_of("tokem")));
    CPPUNIT_ASSERT(!token.equals(Secret::copy_of("toke")));
    CPPUNIT_ASSERT(!token.equals(Secret()));
    CPPUNIT_ASSERT(Secret().equals(Secret()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SecretTest);

}  // namespace
}  // namespace oauth

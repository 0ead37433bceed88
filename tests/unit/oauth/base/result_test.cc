// SPDX-License-Identifier: MIT
#include "oauth/base/result.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace oauth {
namespace {

Error failure() { return Error{ErrorKind::refused, "no"}; }

class ResultTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ResultTest);
  CPPUNIT_TEST(holds_a_value);
  CPPUNIT_TEST(holds_an_error);
  CPPUNIT_TEST(tells_a_false_value_from_a_failure);
  CPPUNIT_TEST(moves_its_value_out);
  CPPUNIT_TEST(leaves_its_value_to_who_reads_a_temporary);
  CPPUNIT_TEST(throws_when_what_is_not_there_is_read);
  CPPUNIT_TEST(may_have_no_value_at_all);
  CPPUNIT_TEST_SUITE_END();

 public:
  void holds_a_value() {
    Result<std::string> result = std::string("yes");
    CPPUNIT_ASSERT(result);
    CPPUNIT_ASSERT_EQUAL(std::string("yes"), *result);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, result->size());
  }

  void holds_an_error() {
    const Result<int> result = failure();
    CPPUNIT_ASSERT(!result);
    CPPUNIT_ASSERT(result.error().kind == ErrorKind::refused);
    CPPUNIT_ASSERT_EQUAL(std::string("no"), result.error().message);
  }

  void tells_a_false_value_from_a_failure() {
    const Result<bool> result = false;
    CPPUNIT_ASSERT(result);
    CPPUNIT_ASSERT(!*result);
  }

  void moves_its_value_out() {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    const std::unique_ptr<int> value = std::move(result).value();
    CPPUNIT_ASSERT_EQUAL(7, *value);
    CPPUNIT_ASSERT(!*result);
  }

  void leaves_its_value_to_who_reads_a_temporary() {
    static_assert(std::is_same_v<decltype(*std::declval<Result<std::string>>()), std::string>);
    const auto letters = [] { return Result<std::string>(std::string(100, 'x')); };
    int count = 0;
    for (const char letter : *letters()) count += letter == 'x' ? 1 : 0;
    CPPUNIT_ASSERT_EQUAL(100, count);
  }

  void throws_when_what_is_not_there_is_read() {
    const Result<int> bad = failure();
    const Result<int> good = 1;
    CPPUNIT_ASSERT_THROW(bad.value(), std::bad_variant_access);
    CPPUNIT_ASSERT_THROW(good.error(), std::bad_variant_access);
    CPPUNIT_ASSERT_THROW(Result<void>().error(), std::bad_variant_access);
  }

  void may_have_no_value_at_all() {
    const Result<void> good;
    const Result<void> bad = failure();
    CPPUNIT_ASSERT(good);
    CPPUNIT_ASSERT(!bad);
    CPPUNIT_ASSERT_EQUAL(std::string("no"), bad.error().message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ResultTest);

}  // namespace
}  // namespace oauth

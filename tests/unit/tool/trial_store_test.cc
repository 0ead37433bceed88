// SPDX-License-Identifier: MIT
#include "tool/trial_store.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sample_record.h"

namespace tool {
namespace {

class TrialStoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TrialStoreTest);
  CPPUNIT_TEST(gives_back_what_was_saved_last);
  CPPUNIT_TEST_SUITE_END();

 public:
  void gives_back_what_was_saved_last() {
    TrialStore store(oauth::sample_record());
    CPPUNIT_ASSERT(*store.holds("user@example.com"));
    auto record = store.load("user@example.com");
    CPPUNIT_ASSERT(record);
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.OLD"), std::string(record->access_token.reveal()));
    record->access_token = oauth::Secret::copy_of("ya29.NEW");
    const auto lease = store.lock("user@example.com", std::chrono::seconds(0));
    CPPUNIT_ASSERT(lease && store.prepare(**lease));
    CPPUNIT_ASSERT(store.save(**lease, *record, oauth::SaveMode::replace));
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.NEW"),
                         std::string(store.load("x")->access_token.reveal()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TrialStoreTest);

}  // namespace
}  // namespace tool

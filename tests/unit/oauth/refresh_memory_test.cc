// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <new>
#include <string>

#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

// A store for whose work memory is short so many times.
class ShortStore : public MemoryStore {
 public:
  Result<void> save(StoreLease& lease, const Record& record, SaveMode mode) override {
    if (shortages-- > 0) throw std::bad_alloc();
    return MemoryStore::save(lease, record, mode);
  }

  int shortages = 0;
};

class RefreshMemoryTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(RefreshMemoryTest);
  CPPUNIT_TEST(saves_a_rotated_token_although_memory_was_short);
  CPPUNIT_TEST(saves_that_of_an_unusable_reply_too);
  CPPUNIT_TEST(notes_a_refusal_although_memory_was_short);
  CPPUNIT_TEST(remembers_that_the_token_before_was_refused);
  CPPUNIT_TEST(lets_go_of_the_account_where_there_is_no_memory_at_all);
  CPPUNIT_TEST_SUITE_END();

 public:
  void saves_a_rotated_token_although_memory_was_short() {
    grant_token("new", R"(,"refresh_token":"rotated")");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), current_with(1));
    CPPUNIT_ASSERT(kept().refresh_token.reveal() == "rotated");
  }

  void saves_that_of_an_unusable_reply_too() {
    network.script().answer(200, R"({"token_type":"mac","access_token":"new",)"
                                 R"("refresh_token":"rotated"})");
    CPPUNIT_ASSERT_EQUAL(std::string("bad_reply"), current_with(1).substr(0, 9));
    CPPUNIT_ASSERT(kept().refresh_token.reveal() == "rotated");
    CPPUNIT_ASSERT_EQUAL(1u, kept().failures);
  }

  void notes_a_refusal_although_memory_was_short() {
    refuse_grant();
    CPPUNIT_ASSERT_EQUAL(std::string("consent_needed: ") + revoked_sentence, current_with(1));
    CPPUNIT_ASSERT(kept().verdict.has_value());
  }

  void remembers_that_the_token_before_was_refused() {
    grant_token("new");
    Record record = sample_record();
    record.was_refused = true;
    store_.put(record);
    CPPUNIT_ASSERT_EQUAL(std::string("new"), current_with(1));
    CPPUNIT_ASSERT(kept().forced_refresh);
  }

  void lets_go_of_the_account_where_there_is_no_memory_at_all() {
    grant_token("new", R"(,"refresh_token":"rotated")");
    CPPUNIT_ASSERT_THROW(current_with(2), std::bad_alloc);
    CPPUNIT_ASSERT(!store_.is_locked());
  }

 private:
  std::string current_with(int shortages) {
    if (!store_.holds(account.name).value()) store_.put(sample_record());
    store_.shortages = shortages;
    age();
    return shown(TokenSource(RefreshPorts{store_, network, clock, random}).current(account));
  }
  Record kept() const { return store_.get(account.name); }

  ShortStore store_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RefreshMemoryTest);

}  // namespace
}  // namespace oauth

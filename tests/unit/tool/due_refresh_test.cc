// SPDX-License-Identifier: MIT
#include "tool/due_refresh.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <new>
#include <string>
#include <vector>

#include "tests/support/token_source_world.h"

namespace tool {
namespace {

using oauth::Record;
using oauth::sample_now;
using oauth::seconds;

/// Accounts with a store each, one script for their server, and a run over them.
class Run {
 public:
  Record& add(const std::string& name) {
    records_.push_back(oauth::sample_record());
    records_.back().account = name;
    records_.back().expires_at = sample_now + seconds(60);
    return records_.back();
  }

  void run() {
    std::vector<DueAccount> accounts;
    for (const Record& record : records_) {
      stores_.push_back(std::make_unique<oauth::MemoryStore>());
      stores_.back()->put(record);
      if (record.user == "short of memory") {
        stores_.back()->on_lock([] { throw std::bad_alloc(); });
      }
      if (record.user == "locked") {
        stores_.back()->fail_locks({oauth::ErrorKind::unavailable, "another holds it"});
      }
      accounts.push_back({{record.account, seconds(300), {}},
                          {*stores_.back(), network, clock, random},
                          {}});
    }
    DueRefresh due(std::move(accounts));
    const auto sent = network.send_all(due);
    CPPUNIT_ASSERT(bool(sent));
    due.run_commands();
    outcomes = due.outcomes();
  }

  void grant() {
    network.script().answer(200, R"({"access_token":"new","token_type":"Bearer"})");
  }
  Record stored(std::size_t number) const { return stores_[number]->get(records_[number].account); }
  bool is_locked(std::size_t number) const { return stores_[number]->is_locked(); }

  oauth::ScriptedNetwork network;
  oauth::FakeClock clock;
  oauth::FixedRandom random{0};
  std::vector<DueOutcome> outcomes;

 private:
  std::vector<Record> records_;
  std::vector<std::unique_ptr<oauth::MemoryStore>> stores_;
};

class DueRefreshTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DueRefreshTest);
  CPPUNIT_TEST(asks_for_those_that_are_due_and_no_others);
  CPPUNIT_TEST(saves_each_answer_and_lets_the_account_go);
  CPPUNIT_TEST(makes_a_verdict_of_a_refusal_and_asks_no_more);
  CPPUNIT_TEST(waits_in_a_pause_and_for_no_lock);
  CPPUNIT_TEST(repeats_with_the_servers_nonce);
  CPPUNIT_TEST(tells_why_an_account_cannot_be_read);
  CPPUNIT_TEST(goes_on_where_memory_is_short_for_one);
  CPPUNIT_TEST_SUITE_END();

 public:
  void asks_for_those_that_are_due_and_no_others() {
    Run run;
    run.add("due");
    run.add("fresh").expires_at = sample_now + seconds(3000);
    run.grant();
    run.run();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, run.network.requests().size());
    CPPUNIT_ASSERT(run.outcomes[0].result == DueResult::refreshed);
    CPPUNIT_ASSERT(run.outcomes[0].expires_at == sample_now + seconds(3600));
    CPPUNIT_ASSERT(run.outcomes[1].result == DueResult::not_due);
  }

  void saves_each_answer_and_lets_the_account_go() {
    Run run;
    run.add("a");
    run.add("b");
    run.grant();
    run.grant();
    run.run();
    for (std::size_t number : {0u, 1u}) {
      CPPUNIT_ASSERT(run.stored(number).access_token.reveal() == "new");
      CPPUNIT_ASSERT(run.stored(number).renewed_at == sample_now);
      CPPUNIT_ASSERT(!run.is_locked(number));
    }
  }

  void makes_a_verdict_of_a_refusal_and_asks_no_more() {
    Run run;
    run.add("dead");
    Record& known = run.add("known");
    known.verdict = oauth::Verdict{oauth::ErrorKind::consent_needed, "invalid_grant", "no",
                                   sample_now, known.refresh_token.clone()};
    run.network.script().answer(400, R"({"error":"invalid_grant"})");
    run.run();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, run.network.requests().size());
    CPPUNIT_ASSERT(run.outcomes[0].result == DueResult::failed);
    CPPUNIT_ASSERT(run.outcomes[0].error->kind == oauth::ErrorKind::consent_needed);
    CPPUNIT_ASSERT(run.stored(0).verdict.has_value());
    CPPUNIT_ASSERT(run.outcomes[1].result == DueResult::standing);
    CPPUNIT_ASSERT_EQUAL(std::string("no"), run.outcomes[1].error->message);
  }

  void waits_in_a_pause_and_for_no_lock() {
    Run run;
    Record& paused = run.add("paused");
    paused.failures = 1;
    paused.next_attempt_at = sample_now + seconds(30);
    run.add("locked").user = "locked";
    run.run();
    CPPUNIT_ASSERT(run.network.requests().empty());
    CPPUNIT_ASSERT(run.outcomes[0].result == DueResult::waiting);
    CPPUNIT_ASSERT(run.outcomes[0].error->kind == oauth::ErrorKind::unavailable);
    CPPUNIT_ASSERT(run.outcomes[1].result == DueResult::waiting);
    CPPUNIT_ASSERT(!run.outcomes[1].error);
  }

  void repeats_with_the_servers_nonce() {
    Run run;
    run.add("bound").dpop_key = oauth::Secret::copy_of("key");
    run.network.script().answer_with_nonce(400, R"({"error":"use_dpop_nonce"})", "n1");
    run.grant();
    run.run();
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, run.network.requests().size());
    CPPUNIT_ASSERT(run.outcomes[0].result == DueResult::refreshed);
    CPPUNIT_ASSERT_EQUAL(std::string("n1"), run.stored(0).dpop_nonce);
  }

  void goes_on_where_memory_is_short_for_one() {
    Run run;
    run.add("a");
    run.add("b").user = "short of memory";
    run.add("c");
    run.grant();
    run.grant();
    run.run();
    CPPUNIT_ASSERT(run.outcomes[0].result == DueResult::refreshed);
    CPPUNIT_ASSERT(run.outcomes[1].result == DueResult::failed);
    CPPUNIT_ASSERT_EQUAL(std::string("out of memory"), run.outcomes[1].error->message);
    CPPUNIT_ASSERT(run.outcomes[2].result == DueResult::refreshed);
  }

  void tells_why_an_account_cannot_be_read() {
    oauth::MemoryStore empty;
    Run run;
    std::vector<DueAccount> accounts;
    accounts.push_back({{"gone", seconds(300), {}}, {empty, run.network, run.clock, run.random},
                        {}});
    DueRefresh due(std::move(accounts));
    CPPUNIT_ASSERT(bool(run.network.send_all(due)));
    CPPUNIT_ASSERT(due.outcomes()[0].result == DueResult::failed);
    CPPUNIT_ASSERT_EQUAL(std::string("there is no account gone"),
                         due.outcomes()[0].error->message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DueRefreshTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/token_source.h"
#include "tests/support/token_source_world.h"

namespace oauth {
namespace {

class TokenSourceDpopTest : public CppUnit::TestFixture, private TokenSourceWorld {
  CPPUNIT_TEST_SUITE(TokenSourceDpopTest);
  CPPUNIT_TEST(sends_no_proof_for_an_unbound_refresh_token);
  CPPUNIT_TEST(repeats_once_with_the_nonce_and_stores_it_for_the_next_time);
  CPPUNIT_TEST(gives_the_second_request_what_the_first_one_left_of_the_time);
  CPPUNIT_TEST(says_so_where_the_server_wants_a_proof_and_there_is_no_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void sends_no_proof_for_an_unbound_refresh_token() {
    age();
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT(!network.requests()[0].header("DPoP"));
  }

  void repeats_once_with_the_nonce_and_stores_it_for_the_next_time() {
    bind();
    age();
    network.script().answer_with_nonce(400, R"({"error":"use_dpop_nonce"})", "n1");
    grant_token("new");
    CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests());
    CPPUNIT_ASSERT(network.requests()[0].header("DPoP"));
    CPPUNIT_ASSERT_EQUAL(std::string("n1"), stored().dpop_nonce);
    CPPUNIT_ASSERT(stored().dpop_key.reveal() == "key");

    age();
    clock.advance(seconds(600));
    grant_token("newer");
    CPPUNIT_ASSERT_EQUAL(std::string("newer"), shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, requests());
  }

  void gives_the_second_request_what_the_first_one_left_of_the_time() {
    const struct {
      int spent;
      int left;
    } cases[] = {{0, 15}, {4, 11}, {100, 1}, {-100, 15}};
    for (const auto& one : cases) {
      TokenSourceWorld world;
      world.change_stored([](Record& record) { record.dpop_key = Secret::copy_of("key"); });
      world.age();
      world.network.script().answer_with_nonce(400, R"({"error":"use_dpop_nonce"})", "n1");
      world.grant_token("new");
      world.network.script().on_request([&] { world.clock.advance(seconds(one.spent)); });
      CPPUNIT_ASSERT_EQUAL(std::string("new"), shown(world.source.current(world.account)));
      CPPUNIT_ASSERT(world.network.settings()[0].request_timeout == seconds(15));
      CPPUNIT_ASSERT(world.network.settings()[1].request_timeout == seconds(one.left));
    }
  }

  void says_so_where_the_server_wants_a_proof_and_there_is_no_key() {
    age();
    network.script().answer_with_nonce(400, R"({"error":"use_dpop_nonce"})", "n1");
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: oauth2.googleapis.com answered use_dpop_nonce; correct the client "
                    "or provider, then run: sasl-oauth login user@example.com"),
        shown(source.current(account)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, requests());
  }

 private:
  void bind() {
    change_stored([](Record& record) { record.dpop_key = Secret::copy_of("key"); });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TokenSourceDpopTest);

}  // namespace
}  // namespace oauth

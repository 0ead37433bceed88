// SPDX-License-Identifier: MIT
#include "plugin/door/rank.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sasl/sasl.h>
#include <string.h>

#include <filesystem>
#include <string>

#include "tests/support/temporary_folder.h"

namespace door {
namespace {

constexpr uid_t some_user = 4242;

class RankTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RankTest);
  CPPUNIT_TEST(is_low_without_an_account);
  CPPUNIT_TEST(is_high_with_an_account_of_this_user);
  CPPUNIT_TEST(obeys_prefer_before_the_accounts);
  CPPUNIT_TEST(takes_only_root_for_a_program_that_will_jail_itself);
  CPPUNIT_TEST(asks_for_the_user_to_be_before_a_jail);
  CPPUNIT_TEST(is_high_before_a_jail_where_sasl_xoauth2_is_configured);
  CPPUNIT_TEST(has_exactly_these_flags);
  CPPUNIT_TEST(needs_a_password_prompt_only_when_low);
  CPPUNIT_TEST_SUITE_END();

  oauth::TemporaryFolder folder_;
  const std::string state_ = folder_.path() + "/state";
  const std::string xoauth2_conf_ = folder_.path() + "/sasl-xoauth2.conf";
  const Places places_{"", xoauth2_conf_.c_str(), state_.c_str()};

  void mark(uid_t user) const {
    std::filesystem::create_directories(state_ + "/uid");
    folder_.write("state/uid/" + std::to_string(user), "");
  }

  static PluginConf preferring(Preference preference) {
    PluginConf conf;
    conf.prefer = preference;
    return conf;
  }

  static PluginConf jailed(const char* user) {
    PluginConf conf;
    strcpy(conf.jail_user, user);
    return conf;
  }

  bool is_high(const PluginConf& conf, uid_t user) const {
    return rank_of(conf, {"program", nullptr, user}, places_) == Rank::high;
  }

 public:
  void is_low_without_an_account() { CPPUNIT_ASSERT(!is_high({}, some_user)); }

  void is_high_with_an_account_of_this_user() {
    mark(some_user);
    CPPUNIT_ASSERT(is_high({}, some_user));
    CPPUNIT_ASSERT(!is_high({}, some_user + 1));
  }

  void obeys_prefer_before_the_accounts() {
    CPPUNIT_ASSERT(is_high(preferring(Preference::always), some_user));
    mark(some_user);
    CPPUNIT_ASSERT(!is_high(preferring(Preference::never), some_user));
  }

  void takes_only_root_for_a_program_that_will_jail_itself() {
    CPPUNIT_ASSERT(will_jail_itself(jailed("postfix"), {"smtp", nullptr, 0}));
    CPPUNIT_ASSERT(!will_jail_itself(jailed("postfix"), {"smtp", nullptr, some_user}));
    CPPUNIT_ASSERT(!will_jail_itself(jailed(""), {"smtp", nullptr, 0}));
  }

  void asks_for_the_user_to_be_before_a_jail() {
    mark(0);
    CPPUNIT_ASSERT(is_high(jailed("root"), 0));
    CPPUNIT_ASSERT(!is_high(jailed("daemon"), 0));
    mark(1);
    CPPUNIT_ASSERT(is_high(jailed("daemon"), 0));
    CPPUNIT_ASSERT(!is_high(jailed("no-such-user-here"), 0));
  }

  void is_high_before_a_jail_where_sasl_xoauth2_is_configured() {
    folder_.write("sasl-xoauth2.conf", "{}");
    CPPUNIT_ASSERT(is_high(jailed("no-such-user-here"), 0));
    CPPUNIT_ASSERT(!is_high(jailed("daemon"), some_user));
    CPPUNIT_ASSERT(!is_high({}, 0));
  }

  void has_exactly_these_flags() {
    constexpr unsigned low = SASL_SEC_PASS_CREDENTIALS | SASL_SEC_NODICTIONARY;
    PluginConf conf;
    CPPUNIT_ASSERT_EQUAL(low, security_flags(Rank::low, conf));
    CPPUNIT_ASSERT_EQUAL(low | SASL_SEC_NOANONYMOUS, security_flags(Rank::high, conf));
    conf.noplaintext = true;
    CPPUNIT_ASSERT_EQUAL(low | SASL_SEC_NOPLAINTEXT, security_flags(Rank::low, conf));
    CPPUNIT_ASSERT_EQUAL(low | SASL_SEC_NOANONYMOUS | SASL_SEC_NOPLAINTEXT,
                         security_flags(Rank::high, conf));
  }

  void needs_a_password_prompt_only_when_low() {
    CPPUNIT_ASSERT(required_prompts(Rank::low) == nullptr);
    const unsigned long* prompts = required_prompts(Rank::high);
    CPPUNIT_ASSERT_EQUAL(static_cast<unsigned long>(SASL_CB_AUTHNAME), prompts[0]);
    CPPUNIT_ASSERT_EQUAL(static_cast<unsigned long>(SASL_CB_LIST_END), prompts[1]);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RankTest);

}  // namespace
}  // namespace door

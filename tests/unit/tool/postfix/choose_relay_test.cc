// SPDX-License-Identifier: MIT
#include "tool/postfix/choose_relay.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

constexpr char sheets[] =
    "[provider.one]\ntoken_endpoint = \"https://example.org/t\"\nscope = \"mail\"\n"
    "mechanisms = [\"XOAUTH2\"]\nservers = { smtp = \"smtp.one.example:465 tls\" }\n"
    "[provider.two]\ntoken_endpoint = \"https://example.org/t\"\nscope = \"mail\"\n"
    "servers = { smtp = \"smtp.two.example:587 starttls\" }\n"
    "[provider.three]\ntoken_endpoint = \"https://example.org/t\"\nscope = \"mail\"\n";

class ChooseRelayTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ChooseRelayTest);
  CPPUNIT_TEST(takes_the_server_of_the_accounts_provider);
  CPPUNIT_TEST(takes_a_server_or_the_one_of_a_provider);
  CPPUNIT_TEST(says_when_nobody_knows_the_server);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    Options options;
    options.config_file = folder_.write("config.toml", sheets);
    auto world = World::open(options);
    CPPUNIT_ASSERT(static_cast<bool>(world));
    world_ = std::move(*world);
  }

  void takes_the_server_of_the_accounts_provider() {
    const auto relay = choose_relay(*world_, "", own());
    CPPUNIT_ASSERT_EQUAL(std::string("[smtp.one.example]:465"), relay->relay.nexthop());
    CPPUNIT_ASSERT(relay->relay.begins_with_tls);
    CPPUNIT_ASSERT_EQUAL(std::string("XOAUTH2"), relay->mechanisms.at(0));
  }

  void takes_a_server_or_the_one_of_a_provider() {
    CPPUNIT_ASSERT_EQUAL(std::string("[smtp.two.example]:587"),
                         choose_relay(*world_, "two", own())->relay.nexthop());
    CPPUNIT_ASSERT(!choose_relay(*world_, "two", own())->relay.begins_with_tls);
    CPPUNIT_ASSERT_EQUAL(std::string("[mailhost]:587"),
                         choose_relay(*world_, "mailhost", own())->relay.nexthop());
    const auto other = choose_relay(*world_, "[other.example]:25", own());
    CPPUNIT_ASSERT_EQUAL(std::string("[other.example]:25"), other->relay.nexthop());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), other->mechanisms.size());
  }

  void says_when_nobody_knows_the_server() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: nothing says which server sends this account's mail; name it, as "
                    "in: sasl-oauth postfix smtp.example.com you@example.com"),
        oauth::sentence_of(choose_relay(*world_, "", oauth::Provider())));
    CPPUNIT_ASSERT_EQUAL(
        std::string("bad_config: the provider \"three\" names no smtp server; name it, as in: "
                    "sasl-oauth postfix smtp.example.com you@example.com"),
        oauth::sentence_of(choose_relay(*world_, "three", own())));
    CPPUNIT_ASSERT(!choose_relay(*world_, "a b", own()));
  }

 private:
  oauth::Provider own() {
    const auto configuration = world_->configuration();
    CPPUNIT_ASSERT(static_cast<bool>(configuration));
    return *world_->loader().sheet(**configuration, {"one", {}});
  }

  const oauth::TemporaryFolder folder_;
  std::unique_ptr<World> world_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ChooseRelayTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "tool/account_provider.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

constexpr char sheets[] =
    "[provider.one]\ntoken_endpoint = \"https://example.org/t\"\nscope = \"mail\"\n"
    "domains = [\"one.example\"]\n"
    "[provider.two]\ntoken_endpoint = \"https://example.org/t\"\nscope = \"mail\"\n"
    "[account.\"me@elsewhere.example\"]\nprovider = \"two\"\n";

class AccountProviderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountProviderTest);
  CPPUNIT_TEST(knows_it_by_record_configuration_or_domain);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    Options options;
    options.config_file = folder_.write("config.toml", sheets);
    auto world = World::open(options);
    CPPUNIT_ASSERT(static_cast<bool>(world));
    world_ = std::move(*world);
  }

  void knows_it_by_record_configuration_or_domain() {
    const struct {
      const char* account;
      const char* of_record;
      const char* provider;
    } cases[] = {{"me@one.example", "", "one"},
                 {"me@one.example", "two", "two"},
                 {"me@elsewhere.example", "", "two"},
                 {"me@nowhere.example", "", ""}};
    for (const auto& each : cases) {
      const auto provider = provider_of_account(*world_, each.account, each.of_record);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(provider));
      CPPUNIT_ASSERT_EQUAL(std::string(each.provider), provider->name);
    }
    CPPUNIT_ASSERT(!provider_of_account(*world_, "me@one.example", "three"));
  }

 private:
  const oauth::TemporaryFolder folder_;
  std::unique_ptr<World> world_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountProviderTest);

}  // namespace
}  // namespace tool

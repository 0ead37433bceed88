// SPDX-License-Identifier: MIT
#include "tool/provider_limits.h"

#include <cppunit/extensions/HelperMacros.h>

#include <chrono>

#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class ProviderLimitsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProviderLimitsTest);
  CPPUNIT_TEST(are_what_the_providers_sheet_says);
  CPPUNIT_TEST(are_nothing_without_a_sheet_or_a_word_in_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void are_what_the_providers_sheet_says() {
    const auto world = world_with(
        "[provider.example]\ntoken_endpoint = \"https://t\"\nrefresh_token_idle_limit = \"2160h\"\n"
        "testing_grant_limit = \"168h\"\n");
    const oauth::GrantLimits limits = limits_of(*world, "example");
    CPPUNIT_ASSERT(limits.idle == std::chrono::hours(90 * 24));
    CPPUNIT_ASSERT(limits.testing == std::chrono::hours(7 * 24));
  }

  void are_nothing_without_a_sheet_or_a_word_in_it() {
    const auto world = world_with("[provider.example]\ntoken_endpoint = \"https://t\"\n");
    for (const char* name : {"example", "gone", "", "../x"}) {
      const oauth::GrantLimits limits = limits_of(*world, name);
      CPPUNIT_ASSERT_MESSAGE(name, limits.idle.count() == 0 && limits.testing.count() == 0);
    }
  }

 private:
  std::unique_ptr<World> world_with(const char* configuration) {
    Options options;
    options.config_file = folder_.write("config.toml", configuration);
    return std::move(*World::open(options));
  }

  const oauth::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProviderLimitsTest);

}  // namespace
}  // namespace tool

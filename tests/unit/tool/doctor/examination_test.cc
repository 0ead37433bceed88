// SPDX-License-Identifier: MIT
#include "tool/doctor/examination.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include "tests/support/captured_terminal.h"
#include "tests/support/doctor_fakes.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class ExaminationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExaminationTest);
  CPPUNIT_TEST(goes_from_the_plugin_to_the_network);
  CPPUNIT_TEST(looks_for_accounts_where_the_configuration_says);
  CPPUNIT_TEST(looks_for_them_in_the_folder_that_was_given_when_the_configuration_is_broken);
  CPPUNIT_TEST(tells_of_postfix_whatever_it_is_if_asked_for);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    folder_ = std::make_unique<oauth::TemporaryFolder>();
    chmod(folder_->path().c_str(), 0700);
    configure("[store]\ndir = \"" + folder_->path() + "\"\n");
    options_ = {};
    options_.config_file = folder_->path() + "/config.toml";
    options_.is_offline = true;
  }

  void goes_from_the_plugin_to_the_network() {
    std::string topics;
    for (const FindingGroup& group : run()) {
      const bool depends_on_this_machine =
          group.topic == "postfix" || group.topic == "mbsync" || group.topic == "mutt";
      if (!depends_on_this_machine) topics += group.topic + " ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("plugin configuration accounts rank network "), topics);
  }

  void looks_for_accounts_where_the_configuration_says() {
    add_account("you@example.com");
    const std::string all = told(of("accounts"));
    CPPUNIT_ASSERT_MESSAGE(all, all.find("ok: you@example.com: ") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(all, all.find(folder_->path() + "/config.toml") != std::string::npos);
  }

  void looks_for_them_in_the_folder_that_was_given_when_the_configuration_is_broken() {
    add_account("you@example.com");
    configure("[stor]\n");
    options_.store_folder = folder_->path();
    const std::string all = told(of("accounts"));
    CPPUNIT_ASSERT_MESSAGE(all, all.find("ok: you@example.com: ") != std::string::npos);
    CPPUNIT_ASSERT(told(of("configuration")).find("config.toml:1: ") != std::string::npos);
  }

  void tells_of_postfix_whatever_it_is_if_asked_for() {
    options_.program = "smtp";
    CPPUNIT_ASSERT(!of("postfix").empty());
  }

 private:
  void configure(const std::string& text) const {
    chmod(folder_->write("config.toml", text).c_str(), 0600);
  }

  void add_account(const std::string& name) const {
    const std::string text =
        "{\"version\": 1, \"expires_at\": 0, \"user\": \"\", \"access_token\": \"T\", "
        "\"account\": \"" +
        name + "\", \"refresh_token\": \"R\"}";
    chmod(folder_->write(name + ".json", text).c_str(), 0600);
  }

  std::vector<FindingGroup> run() {
    CapturedTerminal captured;
    auto world = World::open(options_);
    CPPUNIT_ASSERT(static_cast<bool>(world));
    auto groups = Examination(**world, options_, captured.terminal).run();
    CPPUNIT_ASSERT(static_cast<bool>(groups));
    return std::move(*groups);
  }

  Findings of(const std::string& topic) {
    for (FindingGroup& group : run()) {
      if (group.topic == topic) return std::move(group.findings);
    }
    return {};
  }

  std::unique_ptr<oauth::TemporaryFolder> folder_;
  Options options_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExaminationTest);

}  // namespace
}  // namespace tool

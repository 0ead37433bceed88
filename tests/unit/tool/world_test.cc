// SPDX-License-Identifier: MIT
#include "tool/world.h"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <string>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class WorldTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(WorldTest);
  CPPUNIT_TEST(reads_the_configuration_that_is_named);
  CPPUNIT_TEST(reports_a_broken_configuration);
  CPPUNIT_TEST(puts_the_store_of_the_command_line_before_all_others);
  CPPUNIT_TEST(wants_of_a_token_what_the_configuration_says);
  CPPUNIT_TEST(acts_for_others_as_root_alone);
  CPPUNIT_TEST(leaves_the_home_of_others_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_the_configuration_that_is_named() {
    const auto world = with("[store]\ndir = \"/somewhere\"\n");
    CPPUNIT_ASSERT_EQUAL(std::string("/somewhere"), (*world->configuration())->store_dir);
    CPPUNIT_ASSERT_EQUAL(std::string("/somewhere"), world->places()->configured);
  }

  void reports_a_broken_configuration() {
    const auto world = with("[stor]\n");
    const std::string sentence = oauth::sentence_of(world->configuration());
    CPPUNIT_ASSERT(sentence.find("bad_config: " + options_.config_file + ":1: ") == 0);
    CPPUNIT_ASSERT_EQUAL(sentence, oauth::sentence_of(world->places()));
  }

  void puts_the_store_of_the_command_line_before_all_others() {
    options_.store_folder = folder_.path() + "/./own/";
    const auto world = with("[store]\ndir = \"/somewhere\"\n");
    CPPUNIT_ASSERT_EQUAL(folder_.path() + "/own", world->places()->configured);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), world->places()->all().size());
  }

  void wants_of_a_token_what_the_configuration_says() {
    const auto world = with(
        "[defaults]\nmin_validity = { other = \"20m\", imap = \"1h\" }\n"
        "[network]\nproxy = \"http://p:1\"\n");
    CPPUNIT_ASSERT(world->configuration());
    const oauth::Account account = world->account("a@b");
    CPPUNIT_ASSERT_EQUAL(std::string("a@b http://p:1"), account.name + " " + account.network.proxy);
    CPPUNIT_ASSERT(account.min_validity == std::chrono::minutes(20));
  }

  void acts_for_others_as_root_alone() {
    Options options;
    options.for_user = "no such user";
    CPPUNIT_ASSERT_EQUAL(
        std::string(geteuid() == 0 ? "bad_config: there is no user no such user here; correct --for"
                                   : "no_access: --for no such user needs root; run it with sudo"),
        oauth::sentence_of(World::open(options)));
  }

  void leaves_the_home_of_others_alone() {
    const auto mine = with("");
    CPPUNIT_ASSERT(!mine->owner());
    CPPUNIT_ASSERT(mine->act_as_owner());
    if (geteuid() != 0) return;
    options_.for_user = "daemon";
    const auto of_daemon = with("");
    CPPUNIT_ASSERT_EQUAL(std::string("daemon"), of_daemon->owner()->name);
    CPPUNIT_ASSERT_EQUAL(std::string("/daemon"),
                         of_daemon->places()->home + "/" + of_daemon->places()->user);
  }

 private:
  const oauth::TemporaryFolder folder_;
  Options options_;

  std::unique_ptr<World> with(const std::string& configuration) {
    options_.config_file = folder_.write("config.toml", configuration);
    auto world = World::open(options_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(world));
    return std::move(*world);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WorldTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "plugin/jail.h"

#include <cppunit/extensions/HelperMacros.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <iostream>
#include <string>

#include "oauth/base/bounds.h"
#include "oauth/os/environment.h"
#include "tests/support/child.h"
#include "tests/support/temporary_folder.h"

namespace plugin {
namespace {

/// Each test in a process of its own, which takes along at most once. It takes along for the user
/// it is already, so that no rights are needed.
class JailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JailTest);
  CPPUNIT_TEST(takes_nothing_for_nobody);
  CPPUNIT_TEST(is_for_the_user_that_it_was_taken_for_alone);
  CPPUNIT_TEST(takes_along_once);
  CPPUNIT_TEST(keeps_the_configuration_as_it_was);
  CPPUNIT_TEST(holds_the_store_that_is_configured);
  CPPUNIT_TEST(says_why_there_is_no_store);
  CPPUNIT_TEST(takes_a_broken_configuration_along_as_it_is);
  CPPUNIT_TEST(takes_the_authorities_of_a_provider_along);
  CPPUNIT_TEST(remembers_where_it_started);
  CPPUNIT_TEST(finds_a_path_inside_and_outside_of_the_jail);
  CPPUNIT_TEST_SUITE_END();

  const oauth::TemporaryFolder folder_;
  const std::string config_ = folder_.path() + "/config.toml";
  const std::string store_ = folder_.path() + "/store";

  static std::string own_name() {
    const auto person = oauth::person_by_uid(geteuid());
    return person ? person->name : std::string();
  }

  static bool fails(const char* what) {
    std::cerr << "in the child: " << what << std::endl;
    return false;
  }

  /// Asserts that `claim` holds in a process of its own.
  void in_child(const std::function<bool()>& claim) const {
    const auto status = oauth::run_child([&] {
      setenv("SASL_OAUTH_CONFIG", config_.c_str(), 1);
      return claim() ? 0 : 1;
    });
    CPPUNIT_ASSERT_EQUAL(0, status);
  }

  /// The same of what a process takes along for its own user; passes where that has no name.
  void of_taken(const std::function<bool(TakenAlong&)>& claim) const {
    if (own_name().empty()) return;
    in_child([&] {
      take_along(own_name().c_str());
      TakenAlong* along = taken_along();
      return along != nullptr ? claim(*along) : fails("nothing was taken along");
    });
  }

  void configure(const std::string& more) const {
    folder_.write("config.toml", "[store]\ndir = \"" + store_ + "\"\n" + more);
  }

  static std::string text_of(TakenAlong& along, const std::string& path) {
    const auto content = along.files.read(path, oauth::bounds::max_config_bytes);
    return content && *content ? std::string((*content)->text.reveal()) : "(none)";
  }

 public:
  void setUp() override {
    chmod(folder_.path().c_str(), 0700);
    std::filesystem::create_directory(store_);
    configure("");
  }

  void takes_nothing_for_nobody() {
    in_child([] {
      take_along(nullptr);
      take_along("");
      take_along("no-such-user-here");
      return taken_along() == nullptr;
    });
  }

  void is_for_the_user_that_it_was_taken_for_alone() {
    const char* other = geteuid() == 0 ? "nobody" : "root";
    in_child([&] {
      take_along(other);
      return taken_along() == nullptr;
    });
    of_taken([](const TakenAlong& along) {
      return along.uid == geteuid() && along.user == own_name() && along.config.home.empty();
    });
  }

  void takes_along_once() {
    of_taken([&](TakenAlong& along) {
      configure("nonsense\n");
      take_along(own_name().c_str());
      return taken_along() == &along &&
             text_of(along, config_).find("nonsense") == std::string::npos;
    });
  }

  void keeps_the_configuration_as_it_was() {
    of_taken([&](TakenAlong& along) {
      std::filesystem::remove(config_);
      return text_of(along, config_) == "[store]\ndir = \"" + store_ + "\"\n";
    });
  }

  void holds_the_store_that_is_configured() {
    of_taken([&](const TakenAlong& along) {
      return along.stores.size() == 1 && along.stores[0].path() == store_ &&
             along.stores[0].reopen() && along.problem.empty() && along.places.configured == store_;
    });
  }

  void says_why_there_is_no_store() {
    chmod(folder_.path().c_str(), 0711);
    of_taken([](const TakenAlong& along) {
      return along.stores.empty() && along.problem.find("run: chmod 700 ") != std::string::npos;
    });
    chmod(folder_.path().c_str(), 0700);
    std::filesystem::remove(store_);
    of_taken([&](const TakenAlong& along) {
      return along.stores.empty() &&
             along.problem ==
                 store_ + " was not there when this program started; once it is, start it anew";
    });
  }

  // The first login reads it, and says where it is wrong.
  void takes_a_broken_configuration_along_as_it_is() {
    folder_.write("config.toml", "nonsense\n");
    of_taken([&](TakenAlong& along) {
      return text_of(along, config_) == "nonsense\n" && along.places.configured.empty();
    });
  }

  // A sheet that cannot be used spoils nothing: the login that needs it says so.
  void takes_the_authorities_of_a_provider_along() {
    std::filesystem::create_directory(folder_.path() + "/providers");
    const std::string sheet = folder_.write("providers/mine.toml",
                                            "token_endpoint = \"https://127.0.0.1:1/\"\n"
                                            "ca_file = \"/nonexistent/ca.pem\"\n");
    folder_.write("providers/broken.toml", "ca_file = 1\n");
    configure("[provider.table]\ntoken_endpoint = \"https://127.0.0.1:1/\"\n");
    of_taken([&](TakenAlong& along) {
      std::filesystem::remove_all(folder_.path() + "/providers");
      return text_of(along, sheet).find("/nonexistent/ca.pem") != std::string::npos;
    });
  }

  void remembers_where_it_started() {
    of_taken([&](const TakenAlong& along) {
      return along.folder == std::filesystem::current_path().string();
    });
  }

  void finds_a_path_inside_and_outside_of_the_jail() {
    folder_.write("token", "");
    TakenAlong along;
    along.folder = folder_.path();
    const std::string whole = folder_.path() + "/token";
    CPPUNIT_ASSERT_EQUAL(whole, path_within(along, whole));
    CPPUNIT_ASSERT_EQUAL(whole, path_within(along, "/token"));
    CPPUNIT_ASSERT_EQUAL(std::string("/none"), path_within(along, "/none"));
    CPPUNIT_ASSERT_EQUAL(folder_.path() + "/none", path_within(along, folder_.path() + "/none"));
    along.folder = "/no/such/jail";
    CPPUNIT_ASSERT_EQUAL(whole, path_within(along, "/no/such/jail" + whole));
    CPPUNIT_ASSERT_EQUAL("/no/such/jails" + whole, path_within(along, "/no/such/jails" + whole));
    for (const char* folder : {"", "/"}) {
      along.folder = folder;
      CPPUNIT_ASSERT_EQUAL(std::string("/none"), path_within(along, "/none"));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JailTest);

}  // namespace
}  // namespace plugin

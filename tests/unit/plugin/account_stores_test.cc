// SPDX-License-Identifier: MIT
#include "plugin/account_stores.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace plugin {
namespace {

class AccountStoresTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountStoresTest);
  CPPUNIT_TEST(looks_where_it_is_configured_alone);
  CPPUNIT_TEST(names_the_command_for_a_jailed_program);
  CPPUNIT_TEST(looks_by_descriptor_first_and_nowhere_twice);
  CPPUNIT_TEST(says_why_nothing_could_be_taken_along);
  CPPUNIT_TEST(says_the_first_folder_that_is_closed);
  CPPUNIT_TEST(says_that_a_descriptor_was_closed);
  CPPUNIT_TEST(says_that_a_user_without_entry_has_no_folder);
  CPPUNIT_TEST_SUITE_END();

  const oauth::TemporaryFolder folder_;
  const std::string held_ = folder_.path() + "/postfix";
  const std::string other_ = "/var/lib/none/postfix";

  /// What Postfix's smtp takes along.
  TakenAlong along() const {
    TakenAlong taken;
    taken.user = "postfix";
    taken.places = {held_, "", "/var/lib/none", "postfix"};
    return taken;
  }

  void hold(TakenAlong& taken) const {
    auto held = oauth::HeldFolder::take(held_);
    CPPUNIT_ASSERT(held && *held);
    taken.stores.push_back(std::move(**held));
  }

  static oauth::Error closed(const std::string& why) {
    return oauth::Error{oauth::ErrorKind::no_access, why};
  }

 public:
  void setUp() override {
    chmod(folder_.path().c_str(), 0700);
    std::filesystem::create_directory(held_);
    chmod(held_.c_str(), 0700);
  }

  void looks_where_it_is_configured_alone() {
    AccountStores stores(nullptr);
    stores.set_configured(held_);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, stores.all().size());
    CPPUNIT_ASSERT_EQUAL("there is no account u@example.org in " + held_ +
                             "; run as this user: sasl-oauth login u@example.org",
                         stores.missing("u@example.org").message);
  }

  void names_the_command_for_a_jailed_program() {
    const TakenAlong taken = along();
    const oauth::Error missing = AccountStores(&taken).missing("u@example.org");
    CPPUNIT_ASSERT(missing.kind == oauth::ErrorKind::no_access);
    CPPUNIT_ASSERT_EQUAL("there is no account u@example.org in " + held_ +
                             "; run as root: sasl-oauth login u@example.org --for postfix",
                         missing.message);
  }

  // The path leads elsewhere in a jail; what is behind it there is not ours.
  void looks_by_descriptor_first_and_nowhere_twice() {
    TakenAlong taken = along();
    hold(taken);
    CPPUNIT_ASSERT_EQUAL(0, rename(held_.c_str(), (held_ + ".moved").c_str()));
    std::filesystem::create_directory(held_);
    folder_.write("postfix.moved/u@example.org.json", "{}");
    const auto found = AccountStores(&taken).all();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    const auto holds = found[0]->holds("u@example.org");
    CPPUNIT_ASSERT(holds && *holds);
  }

  void says_why_nothing_could_be_taken_along() {
    TakenAlong taken = along();
    taken.problem = "it was not there";
    AccountStores stores(&taken);
    CPPUNIT_ASSERT_EQUAL("there is no account u in " + held_ +
                             " (it was not there); run as root: sasl-oauth login u --for postfix",
                         stores.missing("u").message);
  }

  void says_the_first_folder_that_is_closed() {
    AccountStores stores(nullptr);
    stores.set_configured(held_);
    stores.note_closed(closed("one is closed"));
    stores.note_closed(closed("the other is closed"));
    CPPUNIT_ASSERT_EQUAL("there is no account u in " + held_ +
                             " (one is closed); run as this user: sasl-oauth login u",
                         stores.missing("u").message);
  }

  void says_that_a_descriptor_was_closed() {
    TakenAlong taken = along();
    hold(taken);
    struct stat wanted = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(held_.c_str(), &wanted));
    for (int number = 3; number < 256; ++number) {
      struct stat status = {};
      if (fstat(number, &status) == 0 && status.st_ino == wanted.st_ino) close(number);
    }
    AccountStores stores(&taken);
    CPPUNIT_ASSERT(stores.all().empty());
    const std::string sentence = stores.missing("u").message;
    CPPUNIT_ASSERT_MESSAGE(sentence,
                           sentence.find("this program has closed its descriptor, which was taken "
                                         "before the jail") != std::string::npos);
  }

  void says_that_a_user_without_entry_has_no_folder() {
    TakenAlong taken;
    const oauth::Error missing = AccountStores(&taken).missing("u");
    CPPUNIT_ASSERT_EQUAL("there is no account u: user " + std::to_string(geteuid()) +
                             " is unknown here, so nobody can tell where his accounts are; if this "
                             "program runs in a chroot, name it and its user in the line "
                             "\"jailed:\" of sasl-oauth/plugin.conf",
                         missing.message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountStoresTest);

}  // namespace
}  // namespace plugin

// SPDX-License-Identifier: MIT
#include "tool/pending_file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "oauth/store/file_store.h"
#include "tests/support/sample_pending.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

using oauth::sentence_of;

class PendingFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PendingFileTest);
  CPPUNIT_TEST(keeps_one_sign_in_for_its_owner_alone);
  CPPUNIT_TEST(is_no_account_to_a_store);
  CPPUNIT_TEST(goes_once);
  CPPUNIT_TEST(is_reached_where_its_path_is_closed);
  CPPUNIT_TEST(has_nothing_where_nothing_is);
  CPPUNIT_TEST(refuses_a_file_that_others_may_read_or_that_is_malformed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void keeps_one_sign_in_for_its_owner_alone() {
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(file().save(oauth::sample_pending())));
    oauth::PendingSignIn second = oauth::sample_pending();
    second.scope = "other";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(file().save(second)));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(0600u, status.st_mode & 0777u);
    const auto loaded = file().load();
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(loaded));
    CPPUNIT_ASSERT_EQUAL(std::string("other"), (*loaded)->scope);
  }

  void is_no_account_to_a_store() {
    CPPUNIT_ASSERT(file().save(oauth::sample_pending()));
    oauth::FileStore store(folder_.path());
    CPPUNIT_ASSERT(store.accounts()->empty());
    CPPUNIT_ASSERT(!*store.holds("you@example.com"));
  }

  void goes_once() {
    CPPUNIT_ASSERT(file().save(oauth::sample_pending()));
    CPPUNIT_ASSERT(*file().remove());
    CPPUNIT_ASSERT(!*file().remove());
    CPPUNIT_ASSERT(!*file().load());
  }

  // As in STATEDIR/jail: root opens the folder, its owner acts.
  void is_reached_where_its_path_is_closed() {
    if (geteuid() != 0) return;
    constexpr uid_t somebody = 4711;
    const std::string store = folder_.path() + "/store";
    CPPUNIT_ASSERT_EQUAL(0, chmod(folder_.path().c_str(), 0700));
    CPPUNIT_ASSERT_EQUAL(0, mkdir(store.c_str(), 0700));
    CPPUNIT_ASSERT_EQUAL(0, chown(store.c_str(), somebody, somebody));
    auto folder = oauth::open_folder(store, oauth::Symlinks::refuse);
    CPPUNIT_ASSERT(folder && *folder);
    const auto pending = PendingFile::of(std::move(**folder), "you@example.com");
    CPPUNIT_ASSERT(pending);
    CPPUNIT_ASSERT_EQUAL(0, seteuid(somebody));
    const auto saved = pending->save(oauth::sample_pending());
    const auto loaded = pending->load();
    const auto removed = pending->remove();
    CPPUNIT_ASSERT_EQUAL(0, seteuid(0));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(saved));
    CPPUNIT_ASSERT(loaded && *loaded);
    CPPUNIT_ASSERT(removed && *removed);
  }

  void has_nothing_where_nothing_is() {
    const auto elsewhere = PendingFile::of(folder_.path() + "/none", "you@example.com");
    CPPUNIT_ASSERT(!*elsewhere->load());
    CPPUNIT_ASSERT(!*elsewhere->remove());
    CPPUNIT_ASSERT(!PendingFile::of(folder_.path(), ""));
  }

  void refuses_a_file_that_others_may_read_or_that_is_malformed() {
    folder_.write("you@example.com.sign-in", "{}");
    chmod(path_.c_str(), 0600);
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + path_ + " is of another release; remove it, and begin the sign-in again",
        sentence_of(file().load()));
    chmod(path_.c_str(), 0640);
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + path_ + " is not ours alone; remove it, and begin the sign-in again",
        sentence_of(file().load()));
  }

 private:
  const oauth::TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/you@example.com.sign-in";

  PendingFile file() const { return *PendingFile::of(folder_.path(), "You@Example.com"); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PendingFileTest);

}  // namespace
}  // namespace tool

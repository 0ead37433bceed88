// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

#include "oauth/store/file_store.h"
#include "oauth/store/record_json.h"
#include "tests/support/child.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

constexpr char name[] = "user@example.com";
constexpr std::chrono::milliseconds patience(1000);
constexpr uid_t nobody = 65534;
constexpr uid_t somebody = 54321;

class FileStoreAccessTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileStoreAccessTest);
  CPPUNIT_TEST(makes_records_and_locks_for_their_owner_alone);
  CPPUNIT_TEST(closes_a_record_that_stood_open);
  CPPUNIT_TEST(refuses_a_record_that_others_can_read);
  CPPUNIT_TEST(refuses_a_record_that_others_can_write);
  CPPUNIT_TEST(refuses_a_folder_that_others_can_write);
  CPPUNIT_TEST(takes_a_folder_that_others_can_pass);
  CPPUNIT_TEST(refuses_a_symbolic_link_as_a_record);
  CPPUNIT_TEST(refuses_a_symbolic_link_as_a_lock);
  CPPUNIT_TEST(is_not_led_astray_by_a_link_where_it_writes);
  CPPUNIT_TEST(refuses_what_is_no_file);
  CPPUNIT_TEST(follows_a_link_to_the_folder);
  CPPUNIT_TEST(refuses_another_users_record);
  CPPUNIT_TEST(refuses_another_users_folder);
  CPPUNIT_TEST(lets_root_read_for_a_user);
  CPPUNIT_TEST(leaves_a_users_record_his_when_root_refreshes_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { save(); }

  void makes_records_and_locks_for_their_owner_alone() {
    for (mode_t mask : {mode_t{0}, mode_t{077}, mode_t{0777}}) {
      const mode_t before = umask(mask);
      save();
      umask(before);
      CPPUNIT_ASSERT_EQUAL(mode_t{0600}, mode_of(record_));
      CPPUNIT_ASSERT_EQUAL(mode_t{0600}, mode_of(lock_));
    }
  }

  void closes_a_record_that_stood_open() {
    chmod(record_.c_str(), 0666);
    save();
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, mode_of(record_));
  }

  void refuses_a_record_that_others_can_read() {
    for (mode_t mode : {0640, 0604, 0644, 0660, 0666, 0777}) {
      chmod(record_.c_str(), mode);
      CPPUNIT_ASSERT_EQUAL(
          "no_access: " + record_ + " can be read by others; run: chmod 600 " + record_, loaded());
    }
  }

  void refuses_a_record_that_others_can_write() {
    for (mode_t mode : {0620, 0602, 0622}) {
      chmod(record_.c_str(), mode);
      CPPUNIT_ASSERT_EQUAL(
          "no_access: " + record_ + " can be written by others; run: chmod 600 " + record_,
          loaded());
    }
  }

  void refuses_a_folder_that_others_can_write() {
    for (mode_t mode : {0720, 0702, 0777, 01777}) {
      chmod(folder_.path().c_str(), mode);
      const std::string sentence = "no_access: " + folder_.path() +
                                   " can be written by others; run: chmod 700 " + folder_.path();
      CPPUNIT_ASSERT_EQUAL(sentence, loaded());
      CPPUNIT_ASSERT_EQUAL(sentence, sentence_of(store_.lock(name, patience)));
    }
  }

  void takes_a_folder_that_others_can_pass() {
    for (mode_t mode : {0700, 0711, 0755, 02755}) {
      chmod(folder_.path().c_str(), mode);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), loaded());
    }
  }

  void refuses_a_symbolic_link_as_a_record() {
    const std::string target = folder_.path() + "/elsewhere";
    std::filesystem::rename(record_, target);
    std::filesystem::create_symlink(target, record_);
    CPPUNIT_ASSERT_EQUAL("no_access: cannot open " + record_ +
                             ": Too many levels of symbolic links; put the file or folder itself "
                             "there, not a symbolic link",
                         loaded());
  }

  void refuses_a_symbolic_link_as_a_lock() {
    std::filesystem::remove(lock_);
    std::filesystem::create_symlink(folder_.path() + "/made", lock_);
    CPPUNIT_ASSERT_EQUAL("no_access: cannot make the lock " + lock_ +
                             ": Too many levels of symbolic links; put the file or folder itself "
                             "there, not a symbolic link",
                         sentence_of(store_.lock(name, patience)));
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() + "/made"));
  }

  void is_not_led_astray_by_a_link_where_it_writes() {
    const std::string victim = folder_.write("victim", "precious");
    std::filesystem::create_symlink(victim, folder_.path() + "/user@example.com.new");
    save();
    CPPUNIT_ASSERT_EQUAL(std::uintmax_t{8}, std::filesystem::file_size(victim));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), loaded());
  }

  void refuses_what_is_no_file() {
    std::filesystem::remove(record_);
    std::filesystem::create_directory(record_);
    CPPUNIT_ASSERT_EQUAL(
        "no_access: cannot read " + record_ + ": Is a directory; name a file, not a folder",
        loaded());
    std::filesystem::remove(record_);
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(record_.c_str(), 0600));
    CPPUNIT_ASSERT_EQUAL("no_access: " + record_ + " is not a regular file; put one there",
                         loaded());
  }

  void follows_a_link_to_the_folder() {
    TemporaryFolder other;
    std::filesystem::create_symlink(folder_.path(), other.path() + "/link");
    FileStore store(other.path() + "/link");
    CPPUNIT_ASSERT(store.load(name));
  }

  // Only root can give files away; others have nothing to prove here.
  void refuses_another_users_record() {
    if (geteuid() != 0) return;
    chmod(folder_.path().c_str(), 0755);
    CPPUNIT_ASSERT_EQUAL(0, chown(record_.c_str(), somebody, somebody));
    // As nobody it cannot even be opened; a process with the right to read all still refuses it.
    expect_as_nobody("no_access: cannot open " + record_ +
                     ": Permission denied; give user id 65534 the right to it and to its folders");
    chmod(record_.c_str(), 0644);
    expect_as_nobody("no_access: " + record_ +
                     " belongs to user 54321, not 65534; give it to the "
                     "user who signs in");
  }

  void refuses_another_users_folder() {
    if (geteuid() != 0) return;
    chmod(folder_.path().c_str(), 0755);
    CPPUNIT_ASSERT_EQUAL(0, chown(record_.c_str(), nobody, nobody));
    expect_as_nobody("success");  // root's folder is as good
    CPPUNIT_ASSERT_EQUAL(0, chown(folder_.path().c_str(), somebody, somebody));
    expect_as_nobody("no_access: " + folder_.path() +
                     " belongs to user 54321, not 65534; give it "
                     "to the user who signs in");
  }

  void lets_root_read_for_a_user() {
    if (geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, chown(record_.c_str(), somebody, somebody));
    CPPUNIT_ASSERT_EQUAL(0, chown(folder_.path().c_str(), somebody, somebody));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), loaded());
  }

  void leaves_a_users_record_his_when_root_refreshes_it() {
    if (geteuid() != 0) return;
    std::filesystem::remove(lock_);
    CPPUNIT_ASSERT_EQUAL(0, chown(record_.c_str(), nobody, nobody));
    CPPUNIT_ASSERT_EQUAL(0, chown(folder_.path().c_str(), nobody, nobody));
    {
      const auto lease = store_.lock(name, patience);
      CPPUNIT_ASSERT(store_.save(**lease, sample_record(), SaveMode::replace));
    }
    CPPUNIT_ASSERT_EQUAL(0, run_child([&] {
                           if (setgid(nobody) != 0 || setuid(nobody) != 0) return 1;
                           return store_.load(name) && store_.lock(name, patience) ? 0 : 2;
                         }));
    save();  // a sign-in by root: new secrets, for root
    CPPUNIT_ASSERT_EQUAL(1, run_child([&] {
                           if (setgid(nobody) != 0 || setuid(nobody) != 0) return 2;
                           return store_.load(name) ? 0 : 1;
                         }));
  }

 private:
  void save() {
    const auto lease = store_.lock(name, patience);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
    CPPUNIT_ASSERT(store_.save(**lease, sample_record(), SaveMode::create));
  }

  std::string loaded() { return sentence_of(store_.load(name)); }

  void expect_as_nobody(const std::string& sentence) {
    const std::string file = folder_.path() + "/said";
    folder_.write("said", "");
    chmod(file.c_str(), 0666);
    run_child([&] {
      if (setgid(nobody) != 0 || setuid(nobody) != 0) return 1;
      folder_.write("said", loaded());
      return 0;
    });
    const auto said = SystemFileReader().read(file, 1000);
    CPPUNIT_ASSERT_EQUAL(sentence, std::string((*said)->text.reveal()));
  }

  static mode_t mode_of(const std::string& path) {
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, lstat(path.c_str(), &status));
    return status.st_mode & 07777;
  }

  TemporaryFolder folder_;
  FileStore store_{folder_.path()};
  const std::string record_ = folder_.path() + "/user@example.com.json";
  const std::string lock_ = folder_.path() + "/user@example.com.lock";
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileStoreAccessTest);

}  // namespace
}  // namespace oauth

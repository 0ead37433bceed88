// SPDX-License-Identifier: MIT
#include "oauth/os/file_rights.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "oauth/os/file_descriptor.h"
#include "tests/support/child.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

constexpr char access_list[] = "system.posix_acl_access";

// acl(5) as linux/posix_acl_xattr.h has it: user::rw-, user:54321:r--, group::---, mask::r--,
// other::---
struct Entry {
  std::uint16_t tag;
  std::uint16_t rights;
  std::uint32_t id;
};
struct AccessList {
  std::uint32_t version = 2;
  Entry entries[5] = {{1, 6, ~0u}, {2, 4, 54321}, {4, 0, ~0u}, {16, 4, ~0u}, {32, 0, ~0u}};
};

class FileRightsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileRightsTest);
  CPPUNIT_TEST(sets_the_mode);
  CPPUNIT_TEST(keeps_owner_and_group);
  CPPUNIT_TEST(gives_a_group_that_it_cannot_keep_no_right);
  CPPUNIT_TEST(keeps_an_access_list);
  CPPUNIT_TEST(gives_the_group_nothing_where_the_list_is_lost);
  CPPUNIT_TEST(keeps_what_users_noted_on_it);
  CPPUNIT_TEST(says_that_it_could_not);
  CPPUNIT_TEST_SUITE_END();

 public:
  void sets_the_mode() {
    for (const mode_t mode : {0600, 0640, 0644, 0400}) {
      CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{mode, nullptr, -1}));
      CPPUNIT_ASSERT_EQUAL(mode, status_of(new_).st_mode & 07777);
    }
  }

  // Only root can give files away; others have nothing to prove here.
  void keeps_owner_and_group() {
    if (geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, fchown(old_.get(), 54321, 54322));
    const struct stat former = status_of(old_);
    CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{0640, &former, -1}));
    CPPUNIT_ASSERT_EQUAL(uid_t{54321}, status_of(new_).st_uid);
    CPPUNIT_ASSERT_EQUAL(gid_t{54322}, status_of(new_).st_gid);
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, status_of(new_).st_mode & 07777);
  }

  void gives_a_group_that_it_cannot_keep_no_right() {
    if (geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, fchown(new_.get(), 65534, 65534));
    const struct stat former = status_of(old_);
    CPPUNIT_ASSERT_EQUAL(0, run_child([&] {
                           if (setgid(65534) != 0 || setuid(65534) != 0) return 1;
                           return give_rights(new_.get(), FileRights{0640, &former, -1}) ? 0 : 2;
                         }));
    CPPUNIT_ASSERT_EQUAL(uid_t{65534}, status_of(new_).st_uid);
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, status_of(new_).st_mode & 07777);
  }

  // Not every file system has them.
  void keeps_what_users_noted_on_it() {
    if (fsetxattr(old_.get(), "user.note", "kept", 4, 0) != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, fsetxattr(old_.get(), "user.other", "too", 3, 0));
    CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{0600, nullptr, -1}));
    char value[16] = {};
    CPPUNIT_ASSERT_EQUAL(ssize_t{-1}, fgetxattr(new_.get(), "user.note", value, sizeof value));
    CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{0600, nullptr, old_.get()}));
    CPPUNIT_ASSERT_EQUAL(ssize_t{4}, fgetxattr(new_.get(), "user.note", value, sizeof value));
    CPPUNIT_ASSERT_EQUAL(std::string("kept"), std::string(value, 4));
    CPPUNIT_ASSERT_EQUAL(ssize_t{3}, fgetxattr(new_.get(), "user.other", value, sizeof value));
  }

  // Not every file system has them.
  void keeps_an_access_list() {
    if (!put_list()) return;
    const struct stat former = status_of(old_);
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, former.st_mode & 07777);
    CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{0640, &former, old_.get()}));
    CPPUNIT_ASSERT_EQUAL(list_of(old_), list_of(new_));
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, status_of(new_).st_mode & 07777);
  }

  void gives_the_group_nothing_where_the_list_is_lost() {
    const FileDescriptor unreadable(open(path_.c_str(), O_PATH | O_CLOEXEC));
    const struct stat former = status_of(old_);
    CPPUNIT_ASSERT(give_rights(new_.get(), FileRights{0640, &former, unreadable.get()}));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, status_of(new_).st_mode & 07777);
  }

  void says_that_it_could_not() { CPPUNIT_ASSERT(!give_rights(-1, FileRights())); }

 private:
  bool put_list() {
    const AccessList list;
    return fsetxattr(old_.get(), access_list, &list, sizeof list, 0) == 0;
  }

  static std::string list_of(const FileDescriptor& file) {
    char list[256];
    const ssize_t size = fgetxattr(file.get(), access_list, list, sizeof list);
    CPPUNIT_ASSERT(size > 0);
    return std::string(list, static_cast<std::size_t>(size));
  }

  static struct stat status_of(const FileDescriptor& file) {
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, fstat(file.get(), &status));
    return status;
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.write("old", "x");
  const FileDescriptor old_{open(path_.c_str(), O_RDWR | O_CLOEXEC)};
  const FileDescriptor new_{open(folder_.write("new", "x").c_str(), O_RDWR | O_CLOEXEC)};
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileRightsTest);

}  // namespace
}  // namespace oauth

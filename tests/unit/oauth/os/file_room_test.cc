// SPDX-License-Identifier: MIT
#include "oauth/os/file_room.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file_descriptor.h"
#include "tests/support/said_by_child.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class FileRoomTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileRoomTest);
  CPPUNIT_TEST(takes_blocks_on_the_disk);
  CPPUNIT_TEST(leaves_the_files_end_where_it_was_if_told);
  CPPUNIT_TEST(asks_for_the_processs_limit_before_the_kernel_sends_a_signal);
  CPPUNIT_TEST(says_what_is_in_the_way);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_blocks_on_the_disk() {
    CPPUNIT_ASSERT_EQUAL(0, take_room(file_.get(), 20000, RoomBeyondEnd::becomes_zeros));
    CPPUNIT_ASSERT_EQUAL(off_t{20000}, status().st_size);
    CPPUNIT_ASSERT(status().st_blocks * 512 >= 20000);
  }

  void leaves_the_files_end_where_it_was_if_told() {
    CPPUNIT_ASSERT(write(file_.get(), "abc", 3) == 3);
    CPPUNIT_ASSERT_EQUAL(0, take_room(file_.get(), 20000, RoomBeyondEnd::stays_beyond));
    CPPUNIT_ASSERT_EQUAL(off_t{3}, status().st_size);
    CPPUNIT_ASSERT(status().st_blocks * 512 >= 20000);
  }

  void asks_for_the_processs_limit_before_the_kernel_sends_a_signal() {
    CPPUNIT_ASSERT_EQUAL(std::string("27"), said_by_child([&] {
                           const rlimit limit = {100, 100};
                           setrlimit(RLIMIT_FSIZE, &limit);
                           return std::to_string(
                               take_room(file_.get(), 101, RoomBeyondEnd::becomes_zeros));
                         }));
    CPPUNIT_ASSERT_EQUAL(27, EFBIG);
    CPPUNIT_ASSERT_EQUAL(off_t{0}, status().st_size);
  }

  void says_what_is_in_the_way() {
    CPPUNIT_ASSERT_EQUAL(0, take_room(-1, 0, RoomBeyondEnd::becomes_zeros));
    CPPUNIT_ASSERT_EQUAL(EBADF, take_room(-1, 1, RoomBeyondEnd::becomes_zeros));
  }

 private:
  struct stat status() const {
    struct stat found = {};
    CPPUNIT_ASSERT_EQUAL(0, fstat(file_.get(), &found));
    return found;
  }

  TemporaryFolder temporary_;
  FileDescriptor file_{open((temporary_.path() + "/f").c_str(), O_RDWR | O_CREAT | O_EXCL, 0600)};
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileRoomTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/marker.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class MarkerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MarkerTest);
  CPPUNIT_TEST(stands_where_the_door_looks);
  CPPUNIT_TEST(is_made_once_for_everybody_to_see);
  CPPUNIT_TEST(is_removed_if_it_is_there);
  CPPUNIT_TEST(tells_why_it_cannot_be_made);
  CPPUNIT_TEST_SUITE_END();

 public:
  void stands_where_the_door_looks() {
    oauth::Person postfix;
    postfix.uid = 106;
    CPPUNIT_ASSERT_EQUAL(std::string("/home/me/.local/state/sasl-oauth/.ready"),
                         marker_of_person("/home/me/.local/state/sasl-oauth"));
    CPPUNIT_ASSERT_EQUAL(std::string("/var/lib/sasl-oauth/uid/106"),
                         marker_of_service("/var/lib/sasl-oauth", postfix));
  }

  void is_made_once_for_everybody_to_see() {
    const oauth::TemporaryFolder folder;
    const std::string path = folder.path() + "/uid/106";
    const mode_t before = umask(077);
    for (int i = 0; i < 2; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(make_marker(path)));
    }
    umask(before);
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &status));
    CPPUNIT_ASSERT(S_ISREG(status.st_mode) && status.st_size == 0);
    CPPUNIT_ASSERT_EQUAL(0, stat((folder.path() + "/uid").c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(mode_t(0755), status.st_mode & 07777);
  }

  void is_removed_if_it_is_there() {
    const oauth::TemporaryFolder folder;
    const std::string path = folder.path() + "/.ready";
    CPPUNIT_ASSERT(make_marker(path));
    for (int i = 0; i < 2; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(remove_marker(path)));
    }
    CPPUNIT_ASSERT(access(path.c_str(), F_OK) != 0);
    CPPUNIT_ASSERT(remove_marker(folder.path() + "/nowhere/.ready"));
  }

  void tells_why_it_cannot_be_made() {
    const oauth::TemporaryFolder folder;
    const std::string file = folder.write("file", "");
    CPPUNIT_ASSERT_EQUAL(
        std::size_t(0), oauth::sentence_of(make_marker(file + "/x/.ready"))
                            .find("no_access: cannot make folder " + file + "/x: Not a directory"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MarkerTest);

}  // namespace
}  // namespace tool

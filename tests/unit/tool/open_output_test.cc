// SPDX-License-Identifier: MIT
#include "tool/open_output.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "oauth/os/file.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class OpenOutputTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OpenOutputTest);
  CPPUNIT_TEST(writes_a_file_for_its_owner_alone);
  CPPUNIT_TEST(replaces_a_file_only_if_it_may);
  CPPUNIT_TEST(puts_no_file_in_the_place_of_something_else);
  CPPUNIT_TEST(names_what_cannot_be_written);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_a_file_for_its_owner_alone() {
    const std::string path = folder_.path() + "/new";
    CPPUNIT_ASSERT_EQUAL(std::string("success"), write(path, "text", Overwriting::refused));
    CPPUNIT_ASSERT_EQUAL(std::string("text"), content_of(path));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, status.st_mode & 0777);
  }

  void replaces_a_file_only_if_it_may() {
    const std::string path = folder_.write("old", "old");
    CPPUNIT_ASSERT_EQUAL("no_access: " + path + " stands already; give --force to replace it",
                         write(path, "new", Overwriting::refused));
    CPPUNIT_ASSERT_EQUAL(std::string("old"), content_of(path));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), write(path, "new", Overwriting::allowed));
    CPPUNIT_ASSERT_EQUAL(std::string("new"), content_of(path));
  }

  void puts_no_file_in_the_place_of_something_else() {
    const std::string fifo = folder_.path() + "/fifo";
    const std::string link = folder_.path() + "/link";
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(fifo.c_str(), 0600));
    CPPUNIT_ASSERT_EQUAL(0, symlink("elsewhere", link.c_str()));
    for (const std::string& path : {fifo, link}) {
      CPPUNIT_ASSERT_EQUAL("no_access: " + path + " is no regular file; name another one",
                           write(path, "x", Overwriting::allowed));
    }
    struct stat status = {};
    CPPUNIT_ASSERT(lstat(fifo.c_str(), &status) == 0 && S_ISFIFO(status.st_mode));
    CPPUNIT_ASSERT(lstat(link.c_str(), &status) == 0 && S_ISLNK(status.st_mode));
  }

  void names_what_cannot_be_written() {
    const std::string path = folder_.path() + "/missing/file";
    CPPUNIT_ASSERT(write(path, "x", Overwriting::refused)
                       .rfind("no_access: cannot open folder " + folder_.path() + "/missing:", 0) ==
                   0);
    CPPUNIT_ASSERT(write(folder_.path() + "/", "x", Overwriting::allowed)
                       .rfind("no_access: cannot write ", 0) == 0);
  }

 private:
  const oauth::TemporaryFolder folder_;

  static std::string write(const std::string& path, const char* text, Overwriting overwriting) {
    return oauth::sentence_of(write_private_file(path, oauth::Secret::copy_of(text), overwriting));
  }
  static std::string content_of(const std::string& path) {
    const auto content = oauth::SystemFileReader().read(path, 100);
    return content && *content ? std::string((*content)->text.reveal()) : "unreadable";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OpenOutputTest);

}  // namespace
}  // namespace tool

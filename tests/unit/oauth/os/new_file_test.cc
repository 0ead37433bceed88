// SPDX-License-Identifier: MIT
#include "oauth/os/new_file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "oauth/os/file.h"
#include "tests/support/said_by_child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using Names = std::vector<std::string>;

class NewFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NewFileTest);
  CPPUNIT_TEST(writes_a_new_file_with_its_mode_whatever_the_umask);
  CPPUNIT_TEST(writes_over_nothing);
  CPPUNIT_TEST(leaves_no_truncated_file_behind);
  CPPUNIT_TEST(is_gone_unless_it_is_put_in_place_or_kept);
  CPPUNIT_TEST(becomes_as_long_as_what_is_written);
  CPPUNIT_TEST(renames_over_what_is_there);
  CPPUNIT_TEST(removes_a_file_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_a_new_file_with_its_mode_whatever_the_umask() {
    for (const mode_t mask : {0, 022, 077, 0777}) {
      const mode_t before = ::umask(mask);
      const auto written = write_new_file(folder(), "f", 0640, "hunter2");
      ::umask(before);
      expect("success", sentence_of(written));
      const auto file = open_file(folder(), "f", Symlinks::refuse);
      CPPUNIT_ASSERT_EQUAL(mode_t{0640}, (*file)->status.st_mode & 07777);
      CPPUNIT_ASSERT(read_whole(**file, 100)->reveal() == "hunter2");
      CPPUNIT_ASSERT(*remove_durably(folder(), "f"));
    }
  }

  void writes_over_nothing() {
    temporary.write("f", "old");
    CPPUNIT_ASSERT(::symlink("elsewhere", (temporary.path() + "/link").c_str()) == 0);
    for (const std::string name : {"f", "link"}) {
      expect("no_access: cannot create " + temporary.path() + "/" + name +
                 ": File exists; remove what is there",
             sentence_of(write_new_file(folder(), name, 0600, "new")));
    }
    CPPUNIT_ASSERT((*reader.read(temporary.path() + "/f", 9))->text.reveal() == "old");
    CPPUNIT_ASSERT((Names{"f", "link"}) == *names_in(folder()));
  }

  void leaves_no_truncated_file_behind() {
    expect("no_access: cannot write " + temporary.path() +
               "/f: File too large; raise the limit on file sizes",
           said_by_child([&] {
             const rlimit ten_bytes = {10, 10};
             ::setrlimit(RLIMIT_FSIZE, &ten_bytes);
             return sentence_of(write_new_file(folder(), "f", 0600, std::string(20, 'x')));
           }));
    CPPUNIT_ASSERT(names_in(folder())->empty());
  }

  void is_gone_unless_it_is_put_in_place_or_kept() {
    const Folder where = folder();
    {
      auto file = NewFile::make(where, "f", 0);
      NewFile moved(std::move(*file));
      CPPUNIT_ASSERT(Names{"f"} == *names_in(where));
    }
    CPPUNIT_ASSERT(names_in(where)->empty());
    NewFile::make(where, "f", 0)->keep();
    expect("success", sentence_of(NewFile::make(where, "g", 0)->put_in_place("h")));
    CPPUNIT_ASSERT((Names{"f", "h"}) == *names_in(where));
  }

  void becomes_as_long_as_what_is_written() {
    const Folder where = folder();
    auto file = NewFile::make(where, "f", 10000);
    expect("success", sentence_of(file->fill(FileRights{0640, nullptr, -1}, "short")));
    file->keep();
    const auto read = open_file(where, "f", Symlinks::refuse);
    CPPUNIT_ASSERT_EQUAL(off_t{5}, (*read)->status.st_size);
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, (*read)->status.st_mode & 07777);
  }

  void renames_over_what_is_there() {
    temporary.write("old", "old");
    temporary.write("new", "new");
    expect("success", sentence_of(rename_durably(folder(), "new", "old")));
    CPPUNIT_ASSERT(Names{"old"} == *names_in(folder()));
    CPPUNIT_ASSERT((*reader.read(temporary.path() + "/old", 9))->text.reveal() == "new");
    expect("no_access: cannot replace " + temporary.path() +
               "/old: No such file or directory; create it, or correct the path",
           sentence_of(rename_durably(folder(), "none", "old")));
  }

  void removes_a_file_once() {
    temporary.write("f", "");
    CPPUNIT_ASSERT(*remove_durably(folder(), "f"));
    CPPUNIT_ASSERT(!*remove_durably(folder(), "f"));
  }

 private:
  Folder folder() {
    auto opened = open_folder(temporary.path(), Symlinks::refuse);
    CPPUNIT_ASSERT(opened && *opened);
    return std::move(**opened);
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }

  TemporaryFolder temporary;
  SystemFileReader reader;
};

CPPUNIT_TEST_SUITE_REGISTRATION(NewFileTest);

}  // namespace
}  // namespace oauth

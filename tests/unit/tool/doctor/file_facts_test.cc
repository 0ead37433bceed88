// SPDX-License-Identifier: MIT
#include "tool/doctor/file_facts.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class FileFactsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileFactsTest);
  CPPUNIT_TEST(tells_kind_owner_and_mode);
  CPPUNIT_TEST(follows_a_link_or_tells_of_it);
  CPPUNIT_TEST(tells_that_there_is_nothing);
  CPPUNIT_TEST(writes_modes_as_chmod_takes_them);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_kind_owner_and_mode() {
    const std::string path = folder_.write("f", "x");
    chmod(path.c_str(), 0640);
    const auto fact = facts_.look_at(path, oauth::Symlinks::refuse);
    CPPUNIT_ASSERT(fact && *fact);
    CPPUNIT_ASSERT((*fact)->kind == FileKind::file && (*fact)->owner == geteuid());
    CPPUNIT_ASSERT_EQUAL(std::string("0640"), octal((*fact)->mode));
    CPPUNIT_ASSERT(!(*fact)->has_access_list);
    CPPUNIT_ASSERT(kind_of(folder_.path()) == FileKind::folder);
  }

  void follows_a_link_or_tells_of_it() {
    folder_.write("f", "x");
    const std::string link = folder_.path() + "/link";
    CPPUNIT_ASSERT_EQUAL(0, symlink("f", link.c_str()));
    CPPUNIT_ASSERT(kind_of(link) == FileKind::link);
    CPPUNIT_ASSERT((*facts_.look_at(link, oauth::Symlinks::follow))->kind == FileKind::file);
  }

  void tells_that_there_is_nothing() {
    const auto gone = facts_.look_at(folder_.path() + "/gone/f", oauth::Symlinks::follow);
    CPPUNIT_ASSERT(gone && !*gone);
  }

  void writes_modes_as_chmod_takes_them() {
    CPPUNIT_ASSERT_EQUAL(std::string("0000"), octal(0));
    CPPUNIT_ASSERT_EQUAL(std::string("4755"), octal(04755));
  }

 private:
  FileKind kind_of(const std::string& path) {
    const auto fact = facts_.look_at(path, oauth::Symlinks::refuse);
    CPPUNIT_ASSERT(fact && *fact);
    return (*fact)->kind;
  }

  const oauth::TemporaryFolder folder_;
  SystemFileFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileFactsTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "oauth/store/record_file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "oauth/base/bounds.h"
#include "tests/support/said_by_child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using Names = std::vector<std::string>;


class RecordFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordFileTest);
  CPPUNIT_TEST(replaces_the_file);
  CPPUNIT_TEST(has_the_room_that_it_took);
  CPPUNIT_TEST(leaves_nothing_of_what_was_only_prepared);
  CPPUNIT_TEST(finishes_what_a_killed_writer_began);
  CPPUNIT_TEST(removes_what_is_not_whole);
  CPPUNIT_TEST(removes_what_would_bring_a_removed_file_back);
  CPPUNIT_TEST(follows_no_link_for_a_new_file);
  CPPUNIT_TEST(writes_over_the_file_where_nothing_can_be_put_beside_it);
  CPPUNIT_TEST(finishes_by_writing_over_what_cannot_be_replaced);
  CPPUNIT_TEST(says_before_that_nothing_can_be_saved);
  CPPUNIT_TEST_SUITE_END();

 public:
  void replaces_the_file() {
    for (const bool is_prepared : {false, true}) {
      temporary_.write("f", "old");
      RecordFile file(folder(), "f", "f.new");
      if (is_prepared) expect("success", file.prepare());
      expect("success", file.replace(FileRights(), "new"));
      CPPUNIT_ASSERT_EQUAL(std::string("new"), content("f"));
      CPPUNIT_ASSERT((Names{"f"}) == *names_in(folder()));
    }
  }

  void has_the_room_that_it_took() {
    RecordFile file(folder(), "f", "f.new");
    expect("success", file.prepare());
    expect("success", file.prepare());
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat((temporary_.path() + "/f.new").c_str(), &status));
    CPPUNIT_ASSERT(static_cast<std::size_t>(status.st_blocks) * 512 >=
                   bounds::prepared_record_bytes);
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, status.st_mode & 07777);
  }

  void leaves_nothing_of_what_was_only_prepared() {
    temporary_.write("f", "old");
    expect("success", RecordFile(folder(), "f", "f.new").prepare());
    CPPUNIT_ASSERT((Names{"f"}) == *names_in(folder()));
  }

  void finishes_what_a_killed_writer_began() {
    temporary_.write("f", "old");
    temporary_.write("f.new", "new");
    RecordFile file(folder(), "f", "f.new");
    expect("success", file.finish(judge("new", true)));
    CPPUNIT_ASSERT_EQUAL(std::string("new"), content("f"));
    CPPUNIT_ASSERT((Names{"f"}) == *names_in(folder()));
    expect("success", file.finish(judge("nobody asks", true)));
  }

  void removes_what_is_not_whole() {
    temporary_.write("f", "old");
    temporary_.write("f.new", "ne");
    expect("success", RecordFile(folder(), "f", "f.new").finish(judge("ne", false)));
    CPPUNIT_ASSERT_EQUAL(std::string("old"), content("f"));
    CPPUNIT_ASSERT((Names{"f"}) == *names_in(folder()));
  }

  void removes_what_would_bring_a_removed_file_back() {
    temporary_.write("f.new", "new");
    expect("success", RecordFile(folder(), "f", "f.new").finish(judge("nobody asks", true)));
    CPPUNIT_ASSERT(names_in(folder())->empty());
  }

  void follows_no_link_for_a_new_file() {
    temporary_.write("f", "old");
    temporary_.write("trap", "planted");
    CPPUNIT_ASSERT_EQUAL(0, symlink("trap", (temporary_.path() + "/f.new").c_str()));
    RecordFile file(folder(), "f", "f.new");
    expect("success", file.finish(judge("nobody asks", true)));
    expect("success", file.replace(FileRights(), "new"));
    CPPUNIT_ASSERT_EQUAL(std::string("planted"), content("trap"));
    CPPUNIT_ASSERT_EQUAL(std::string("new"), content("f"));
  }

  void writes_over_the_file_where_nothing_can_be_put_beside_it() {
    const std::string path = temporary_.write("f", "the old one");
    CPPUNIT_ASSERT_EQUAL(std::string("success, success"), as_nobody(path, [&] {
                           RecordFile file(folder(), "f", "f.new");
                           const std::string prepared = sentence_of(file.prepare());
                           return prepared + ", " + sentence_of(file.replace(FileRights(), "new"));
                         }));
    CPPUNIT_ASSERT_EQUAL(std::string("new        "), content("f"));
  }

  void finishes_by_writing_over_what_cannot_be_replaced() {
    const std::string path = temporary_.write("f", "the old one");
    temporary_.write("f.new", "new");
    CPPUNIT_ASSERT_EQUAL(0, chmod((temporary_.path() + "/f.new").c_str(), 0644));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), as_nobody(path, [&] {
                           RecordFile file(folder(), "f", "f.new");
                           return sentence_of(file.finish(judge("new", true)));
                         }));
    CPPUNIT_ASSERT_EQUAL(std::string("new        "), content("f"));
  }

  void says_before_that_nothing_can_be_saved() {
    temporary_.write("f", "old");
    CPPUNIT_ASSERT_EQUAL("no_access: cannot write " + temporary_.path() +
                             "/f.new: File too large; raise the limit on file sizes",
                         said_by_child([&] {
                           const rlimit limit = {100, 100};
                           setrlimit(RLIMIT_FSIZE, &limit);
                           RecordFile file(folder(), "f", "f.new");
                           return sentence_of(file.prepare());
                         }));
    CPPUNIT_ASSERT((Names{"f"}) == *names_in(folder()));
  }

 private:
  Folder folder() { return std::move(**open_folder(temporary_.path(), Symlinks::refuse)); }

  std::string content(const std::string& name) {
    const auto file = SystemFileReader().read(temporary_.path() + "/" + name, 100);
    return std::string((*file)->text.reveal());
  }

  static RecordFile::Judge judge(const std::string& expected, bool is_whole) {
    return [=](const OpenFile&, std::string_view text) {
      CPPUNIT_ASSERT_EQUAL(expected, std::string(text));
      return is_whole;
    };
  }

  // As a user who may write the file and not the folder.
  template <class Act>
  std::string as_nobody(const std::string& file, Act act) {
    CPPUNIT_ASSERT_EQUAL(0, chmod(file.c_str(), 0666));
    CPPUNIT_ASSERT_EQUAL(0, chmod(temporary_.path().c_str(), 0555));
    const std::string said = said_by_child([&] {
      if (geteuid() == 0 && seteuid(65534) != 0) return std::string("seteuid failed");
      return act();
    });
    CPPUNIT_ASSERT_EQUAL(0, chmod(temporary_.path().c_str(), 0755));
    return said;
  }

  static void expect(const std::string& expected, const Result<void>& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, sentence_of(actual));
  }

  TemporaryFolder temporary_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordFileTest);

}  // namespace
}  // namespace oauth

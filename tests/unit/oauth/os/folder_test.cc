// SPDX-License-Identifier: MIT
#include "oauth/os/folder.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "oauth/os/file.h"
#include "oauth/os/new_file.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using Names = std::vector<std::string>;

class FolderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FolderTest);
  CPPUNIT_TEST(opens_folders);
  CPPUNIT_TEST(reopens_a_folder_by_its_descriptor);
  CPPUNIT_TEST(lists_a_folder_in_order);
  CPPUNIT_TEST(takes_plain_names_alone_within_a_folder);
  CPPUNIT_TEST_SUITE_END();

 public:
  void opens_folders() {
    const std::string file = temporary.write("f", "");
    const std::string link = temporary.path() + "/link";
    CPPUNIT_ASSERT(::symlink(".", link.c_str()) == 0);
    expect("success", sentence_of(open_folder(link, Symlinks::follow)));
    expect("no_access: cannot open folder " + link +
               ": Too many levels of symbolic links; put the file or folder itself there, not a "
               "symbolic"
               " link",
           sentence_of(open_folder(link, Symlinks::refuse)));
    expect("no_access: cannot open folder " + file +
               ": Not a directory; create it, or correct the path",
           sentence_of(open_folder(file, Symlinks::follow)));
    for (const std::string& path : {temporary.path() + "/no", file + "/below"}) {
      const auto missing = open_folder(path, Symlinks::follow);
      CPPUNIT_ASSERT_MESSAGE(path, missing && !*missing);
    }
  }

  void reopens_a_folder_by_its_descriptor() {
    const FileDescriptor path_only(::open(temporary.path().c_str(), O_PATH | O_DIRECTORY));
    CPPUNIT_ASSERT(path_only && ::fsync(path_only.get()) == -1);
    const auto reopened = reopen_folder(path_only.get(), "THERE");
    expect("success", sentence_of(reopened));
    CPPUNIT_ASSERT(::fsync(reopened->descriptor.get()) == 0);
    expect("success", sentence_of(write_new_file(*reopened, "f", 0600, "x")));
    expect("no_access: cannot open folder THERE: Bad file descriptor; see to the file system",
           sentence_of(reopen_folder(-1, "THERE")));
  }

  void lists_a_folder_in_order() {
    for (const char* name : {"b", "a", ".c"}) temporary.write(name, "");
    const Folder open = folder();
    for (int times = 0; times < 2; ++times) {
      CPPUNIT_ASSERT((Names{".c", "a", "b"}) == *names_in(open));
    }
    CPPUNIT_ASSERT((Names{".c", "a", "b"}) == *reader.names_in(temporary.path()));
    CPPUNIT_ASSERT(reader.names_in(temporary.path() + "/no")->empty());
  }

  void takes_plain_names_alone_within_a_folder() {
    temporary.write("f", "x");
    const std::string end = " is not a plain file name; use one without '/'";
    for (const std::string& name :
         {std::string(), std::string("."), std::string(".."), std::string("../f"),
          std::string("/etc/passwd"), std::string("a/b"), std::string("a\0b", 3)}) {
      const std::string sentence = sentence_of(write_new_file(folder(), name, 0600, ""));
      CPPUNIT_ASSERT_MESSAGE(sentence, sentence.size() > end.size() &&
                                           sentence.substr(sentence.size() - end.size()) == end);
      expect(sentence, sentence_of(open_file(folder(), name, Symlinks::follow)));
      expect(sentence, sentence_of(rename_durably(folder(), name, "g")));
      expect(sentence, sentence_of(rename_durably(folder(), "f", name)));
      expect(sentence, sentence_of(remove_durably(folder(), name)));
    }
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

CPPUNIT_TEST_SUITE_REGISTRATION(FolderTest);

}  // namespace
}  // namespace oauth

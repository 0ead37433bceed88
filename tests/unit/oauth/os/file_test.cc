// SPDX-License-Identifier: MIT
#include "oauth/os/file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "tests/support/said_by_child.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class FileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileTest);
  CPPUNIT_TEST(reads_a_file_whole);
  CPPUNIT_TEST(reads_no_more_than_it_may);
  CPPUNIT_TEST(tells_a_missing_file_from_an_error);
  CPPUNIT_TEST(refuses_a_folder_and_what_is_no_regular_file);
  CPPUNIT_TEST(does_not_wait_for_a_fifo);
  CPPUNIT_TEST(follows_links_only_where_told);
  CPPUNIT_TEST(tells_who_may_read_a_file);
  CPPUNIT_TEST(names_the_file_and_the_remedy_without_permission);
  CPPUNIT_TEST(opens_nothing_that_survives_exec);
  CPPUNIT_TEST(distrusts_a_file_that_others_can_write);
  CPPUNIT_TEST(distrusts_a_file_of_another_user_who_is_not_root);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_a_file_whole() {
    for (const std::size_t size : {0, 1, 16 * 1024, 16 * 1024 + 1, 100000}) {
      const std::string text(size, 'x');
      const auto content = reader.read(temporary.write("f", text), 100000);
      expect("success", sentence_of(content));
      CPPUNIT_ASSERT((*content)->text.reveal() == text);
    }
    const std::string bytes("a\0\xff\n", 4);
    CPPUNIT_ASSERT((*reader.read(temporary.write("f", bytes), 10))->text.reveal() == bytes);
  }

  void reads_no_more_than_it_may() {
    const std::string path = temporary.write("f", "12345");
    expect("success", sentence_of(reader.read(path, 5)));
    expect("no_access: " + path + " is longer than 4 bytes; it cannot be the right file",
           sentence_of(reader.read(path, 4)));
    // Its size is 0 until it is read.
    expect("no_access: /proc/self/status is longer than 10 bytes; it cannot be the right file",
           sentence_of(reader.read("/proc/self/status", 10)));
  }

  void tells_a_missing_file_from_an_error() {
    const std::string file = temporary.write("f", "");
    for (const std::string& path : {temporary.path() + "/no", temporary.path() + "/no/no",
                                    file + "/below", std::string("/dev/null/.config")}) {
      const auto content = reader.read(path, 1);
      expect("success", sentence_of(content));
      CPPUNIT_ASSERT_MESSAGE(path, !*content);
    }
    const std::string long_name = temporary.path() + "/" + std::string(256, 'n');
    CPPUNIT_ASSERT(sentence_of(reader.read(long_name, 1)).find("File name too long") !=
                   std::string::npos);
    expect("no_access: cannot open /x?y: Invalid argument; see to the file system",
           sentence_of(reader.read(std::string("/x\0y", 4), 1)));
  }

  void refuses_a_folder_and_what_is_no_regular_file() {
    expect("no_access: cannot read " + temporary.path() +
               ": Is a directory; name a file, not a folder",
           sentence_of(reader.read(temporary.path(), 1)));
    expect("no_access: /dev/null is not a regular file; put one there",
           sentence_of(reader.read("/dev/null", 1)));
  }

  void does_not_wait_for_a_fifo() {
    const std::string path = temporary.path() + "/fifo";
    CPPUNIT_ASSERT(::mkfifo(path.c_str(), 0600) == 0);
    ::alarm(5);
    const auto content = reader.read(path, 1);
    ::alarm(0);
    expect("no_access: " + path + " is not a regular file; put one there", sentence_of(content));
  }

  void follows_links_only_where_told() {
    temporary.write("f", "x");
    const std::string link = temporary.path() + "/link";
    CPPUNIT_ASSERT(::symlink("f", link.c_str()) == 0);
    CPPUNIT_ASSERT((*reader.read(link, 1))->text.reveal() == "x");
    expect("no_access: cannot open " + link +
               ": Too many levels of symbolic links; put the file or folder itself there, not a "
               "symbolic"
               " link",
           sentence_of(open_file(link, Symlinks::refuse)));
    expect(sentence_of(open_file(link, Symlinks::refuse)),
           sentence_of(open_file(folder(), "link", Symlinks::refuse)));
  }

  void tells_who_may_read_a_file() {
    const std::string path = temporary.write("f", "x");
    const struct {
      mode_t mode;
      bool others_can_read;
    } cases[] = {{0600, false}, {0400, false}, {0640, true}, {0604, true},
                 {0644, true},  {0622, false}, {0611, false}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT(::chmod(path.c_str(), one.mode) == 0);
      CPPUNIT_ASSERT_EQUAL(one.others_can_read, (*reader.read(path, 1))->others_can_read);
    }
  }

  void names_the_file_and_the_remedy_without_permission() {
    const std::string path = temporary.write("f", "x");
    CPPUNIT_ASSERT(::chmod(path.c_str(), 0) == 0 && ::chmod(temporary.path().c_str(), 0755) == 0);
    expect("no_access: cannot open " + path +
               ": Permission denied; give user id 65534 the right to it and to its folders",
           said_by_child([&] {
             if (::geteuid() == 0 && ::seteuid(65534) != 0) return std::string("seteuid failed");
             const std::string sentence = sentence_of(reader.read(path, 1));
             const std::string own = "user id " + std::to_string(::geteuid());
             const std::size_t at = sentence.find(own);
             return at == sentence.npos ? sentence
                                        : sentence.substr(0, at) + "user id 65534" +
                                              sentence.substr(at + own.size());
           }));
  }

  void opens_nothing_that_survives_exec() {
    temporary.write("f", "x");
    const auto file = open_file(folder(), "f", Symlinks::refuse);
    const Folder again = folder();
    for (const int number : {(*file)->descriptor.get(), again.descriptor.get()}) {
      CPPUNIT_ASSERT((::fcntl(number, F_GETFD) & FD_CLOEXEC) != 0);
    }
  }

  void distrusts_a_file_that_others_can_write() {
    const std::string path = temporary.write("f", "x");
    const std::string sentence =
        path +
        " can be written by others, who must not decide what is done here; run: chmod go-w " + path;
    const gid_t own = ::geteuid() == 0 ? 0 : ::getegid();
    CPPUNIT_ASSERT_EQUAL(0, ::chown(path.c_str(), static_cast<uid_t>(-1), own));
    for (const mode_t mode : {0600, 0644, 0664, 0660}) {
      CPPUNIT_ASSERT_EQUAL(0, ::chmod(path.c_str(), mode));
      expect("", distrust_of(path));
    }
    for (const mode_t mode : {0602, 0666, 0646}) {
      CPPUNIT_ASSERT_EQUAL(0, ::chmod(path.c_str(), mode));
      expect(sentence, distrust_of(path));
    }
    if (::geteuid() != 0) return;
    CPPUNIT_ASSERT_EQUAL(0, ::chown(path.c_str(), 0, 4711));
    CPPUNIT_ASSERT_EQUAL(0, ::chmod(path.c_str(), 0660));
    expect(sentence, distrust_of(path));
  }

  void distrusts_a_file_of_another_user_who_is_not_root() {
    if (::geteuid() != 0) return;
    const std::string path = temporary.write("f", "x");
    CPPUNIT_ASSERT_EQUAL(0, ::chown(path.c_str(), 4711, 4711));
    const std::string start =
        path +
        " belongs to user 4711, who must not decide what is done here; give it to root, or "
        "to user ";
    expect(start + "0", distrust_of(path));
    CPPUNIT_ASSERT_EQUAL(0, ::chmod(temporary.path().c_str(), 0755));
    CPPUNIT_ASSERT_EQUAL(0, ::chmod(path.c_str(), 0644));
    const auto as = [&](uid_t user) {
      return said_by_child(
          [&] { return ::seteuid(user) == 0 ? distrust_of(path) : std::string("seteuid failed"); });
    };
    expect(start + "4712", as(4712));
    expect("", as(4711));
    CPPUNIT_ASSERT_EQUAL(0, ::chown(path.c_str(), 0, 0));
    expect("", as(4712));
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

  std::string distrust_of(const std::string& path) {
    const auto content = reader.read(path, 100);
    return content && *content ? (*content)->distrust : "not read";
  }

  TemporaryFolder temporary;
  SystemFileReader reader;
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileTest);

}  // namespace
}  // namespace oauth

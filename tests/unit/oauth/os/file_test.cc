// SPDX-License-Identifier: MIT
#include "oauth/os/file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using Names = std::vector<std::string>;

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
  CPPUNIT_TEST(opens_folders);
  CPPUNIT_TEST(reopens_a_folder_by_its_descriptor);
  CPPUNIT_TEST(lists_a_folder_in_order);
  CPPUNIT_TEST(writes_a_new_file_with_its_mode_whatever_the_umask);
  CPPUNIT_TEST(writes_over_nothing);
  CPPUNIT_TEST(leaves_no_truncated_file_behind);
  CPPUNIT_TEST(renames_over_what_is_there);
  CPPUNIT_TEST(removes_a_file_once);
  CPPUNIT_TEST(takes_plain_names_alone_within_a_folder);
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
           in_child([&] {
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
           in_child([&] {
             ::signal(SIGXFSZ, SIG_IGN);
             const rlimit ten_bytes = {10, 10};
             ::setrlimit(RLIMIT_FSIZE, &ten_bytes);
             return sentence_of(write_new_file(folder(), "f", 0600, std::string(20, 'x')));
           }));
    CPPUNIT_ASSERT(names_in(folder())->empty());
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

  // Returns what `act` returns in a process of its own, whose limits and user it may change.
  template <class Act>
  static std::string in_child(Act act) {
    int ends[2];
    CPPUNIT_ASSERT(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const std::string outcome = act();
      const ssize_t written = ::write(ends[1], outcome.data(), outcome.size());
      ::_exit(written == static_cast<ssize_t>(outcome.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    char outcome[1024];
    const ssize_t size = ::read(ends[0], outcome, sizeof outcome);
    ::close(ends[0]);
    CPPUNIT_ASSERT(::waitpid(child, nullptr, 0) == child && size >= 0);
    return {outcome, static_cast<std::size_t>(size)};
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }

  TemporaryFolder temporary;
  SystemFileReader reader;
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileTest);

}  // namespace
}  // namespace oauth

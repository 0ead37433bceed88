// SPDX-License-Identifier: MIT
#include "oauth/os/system_error.h"

#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <unistd.h>

#include <string>

namespace oauth {
namespace {

class SystemErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SystemErrorTest);
  CPPUNIT_TEST(describes_an_errno_in_english);
  CPPUNIT_TEST(names_the_file_the_cause_and_the_remedy);
  CPPUNIT_TEST(makes_a_path_fit_for_a_log);
  CPPUNIT_TEST_SUITE_END();

 public:
  void describes_an_errno_in_english() {
    CPPUNIT_ASSERT_EQUAL(std::string("Permission denied"), describe_errno(EACCES));
    CPPUNIT_ASSERT_EQUAL(std::string("No space left on device"), describe_errno(ENOSPC));
    CPPUNIT_ASSERT_EQUAL(std::string("error 98765"), describe_errno(98765));
  }

  void names_the_file_the_cause_and_the_remedy() {
    const struct {
      int number;
      std::string sentence;
    } cases[] = {
        {EACCES, "cannot write /x/y: Permission denied; give user id " +
                     std::to_string(::geteuid()) + " the right to it and to its folders"},
        {ENOSPC, "cannot write /x/y: No space left on device; free some space there"},
        {EROFS,
         "cannot write /x/y: Read-only file system; mount it writable, or use another folder"},
        {EFBIG, "cannot write /x/y: File too large; raise the limit on file sizes"},
        {EMFILE, "cannot write /x/y: Too many open files; raise the limit on open files"},
        {ENFILE, "cannot write /x/y: Too many open files in system; raise the limit on open files"},
        {EIO, "cannot write /x/y: Input/output error; see to the file system"},
    };
    for (const auto& one : cases) {
      const Error error = file_error("write", "/x/y", one.number);
      CPPUNIT_ASSERT(error.kind == ErrorKind::no_access);
      CPPUNIT_ASSERT_EQUAL(one.sentence, error.message);
    }
  }

  void makes_a_path_fit_for_a_log() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("cannot read /a?b: Input/output error; see to the file system"),
        file_error("read", "/a\nb", EIO).message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SystemErrorTest);

}  // namespace
}  // namespace oauth

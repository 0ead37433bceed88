// SPDX-License-Identifier: MIT
#include "oauth/os/file_descriptor.h"

#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>

#include <utility>

namespace oauth {
namespace {

FileDescriptor opened() { return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

bool is_open(int number) { return ::fcntl(number, F_GETFD) != -1; }

class FileDescriptorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileDescriptorTest);
  CPPUNIT_TEST(closes_when_it_goes);
  CPPUNIT_TEST(closes_once_when_moved);
  CPPUNIT_TEST(closes_what_an_assignment_replaces);
  CPPUNIT_TEST(survives_assignment_to_itself);
  CPPUNIT_TEST(leaves_a_released_one_open);
  CPPUNIT_TEST_SUITE_END();

 public:
  void closes_when_it_goes() {
    int number = -1;
    {
      const FileDescriptor one = opened();
      number = one.get();
      CPPUNIT_ASSERT(one && is_open(number));
    }
    CPPUNIT_ASSERT(!is_open(number));
    CPPUNIT_ASSERT(!FileDescriptor());
  }

  void closes_once_when_moved() {
    FileDescriptor from = opened();
    const int number = from.get();
    {
      const FileDescriptor to = std::move(from);
      CPPUNIT_ASSERT(to.get() == number && !from);
    }
    CPPUNIT_ASSERT(!is_open(number));
  }

  void closes_what_an_assignment_replaces() {
    FileDescriptor one = opened();
    const int number = one.get();
    FileDescriptor other = opened();
    one = std::move(other);
    CPPUNIT_ASSERT(!is_open(number) && is_open(one.get()));
  }

  void survives_assignment_to_itself() {
    FileDescriptor one = opened();
    FileDescriptor& same = one;
    one = std::move(same);
    CPPUNIT_ASSERT(one && is_open(one.get()));
  }

  void leaves_a_released_one_open() {
    FileDescriptor one = opened();
    const int number = one.release();
    one.reset();
    CPPUNIT_ASSERT(!one && is_open(number));
    ::close(number);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileDescriptorTest);

}  // namespace
}  // namespace oauth

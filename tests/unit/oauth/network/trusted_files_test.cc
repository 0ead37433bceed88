// SPDX-License-Identifier: MIT
#include "oauth/network/trusted_files.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

class TrustedFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TrustedFilesTest);
  CPPUNIT_TEST(takes_files_and_folders_that_can_be_read);
  CPPUNIT_TEST(names_what_cannot_be_read);
  CPPUNIT_TEST_SUITE_END();

 public:
  void takes_files_and_folders_that_can_be_read() {
    CPPUNIT_ASSERT(check_trusted_files({}));
    NetworkSettings settings;
    settings.ca_file = folder_.write("ca.pem", "anything");
    settings.ca_dir = folder_.path();
    CPPUNIT_ASSERT(check_trusted_files(settings));
  }

  void names_what_cannot_be_read() {
    const std::string remedy = "; correct the path or its mode";
    NetworkSettings settings;
    settings.ca_file = folder_.path() + "/missing";
    CPPUNIT_ASSERT_EQUAL("bad_config: cannot read ca_file " + settings.ca_file +
                             ": No such file or directory" + remedy,
                         sentence_of(check_trusted_files(settings)));
    settings.ca_file = folder_.path() + "/fifo";
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(settings.ca_file.c_str(), 0600));
    CPPUNIT_ASSERT_EQUAL(
        "bad_config: cannot read ca_file " + settings.ca_file + ": Invalid argument" + remedy,
        sentence_of(check_trusted_files(settings)));
    settings.ca_file.clear();
    settings.ca_dir = folder_.write("file", "");
    CPPUNIT_ASSERT_EQUAL(
        "bad_config: cannot read ca_dir " + settings.ca_dir + ": Not a directory" + remedy,
        sentence_of(check_trusted_files(settings)));
  }

 private:
  const TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TrustedFilesTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "oauth/network/trusted_authorities.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>

#include "tests/support/temporary_folder.h"
#include "tests/support/test_authority.h"

namespace oauth {
namespace {

class TrustedAuthoritiesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TrustedAuthoritiesTest);
  CPPUNIT_TEST(counts_the_authorities_of_a_file);
  CPPUNIT_TEST(takes_a_folder);
  CPPUNIT_TEST(refuses_what_holds_no_certificate_and_never_waits);
  CPPUNIT_TEST(finds_the_systems_own_place);
  CPPUNIT_TEST_SUITE_END();

 public:
  void counts_the_authorities_of_a_file() {
    const std::string path = folder_.write(
        "ca.pem", TestAuthority("one").pem() + "# two\n" + TestAuthority("two").pem());
    const auto found = trusted_authorities(with_file(path));
    CPPUNIT_ASSERT(static_cast<bool>(found));
    CPPUNIT_ASSERT_EQUAL(path, found->place);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), found->count);
  }

  void takes_a_folder() {
    NetworkSettings settings;
    settings.ca_dir = folder_.path();
    const auto found = trusted_authorities(settings);
    CPPUNIT_ASSERT(static_cast<bool>(found));
    CPPUNIT_ASSERT_EQUAL(folder_.path(), found->place);
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), found->count);
    settings.ca_dir += "/none";
    assert_refused(settings, settings.ca_dir + ": No such file or directory");
  }

  void refuses_what_holds_no_certificate_and_never_waits() {
    assert_refused(with_file(folder_.write("text", "nothing")), "it holds no certificate in PEM");
    assert_refused(with_file(folder_.path() + "/none"), "No such file or directory");
    const std::string fifo = folder_.path() + "/fifo";
    CPPUNIT_ASSERT_EQUAL(0, mkfifo(fifo.c_str(), 0600));
    assert_refused(with_file(fifo), "it is not a regular file");
  }

  void finds_the_systems_own_place() {
    const auto found = trusted_authorities({});
    if (found) {
      CPPUNIT_ASSERT_EQUAL('/', found->place.at(0));
    } else {  // a machine without ca-certificates
      CPPUNIT_ASSERT(found.error().message.find("; install ca-certificates, or set ca_file") !=
                     std::string::npos);
    }
  }

 private:
  static NetworkSettings with_file(const std::string& path) {
    NetworkSettings settings;
    settings.ca_file = path;
    return settings;
  }

  static void assert_refused(const NetworkSettings& settings, const std::string& words) {
    const auto found = trusted_authorities(settings);
    CPPUNIT_ASSERT(!found);
    CPPUNIT_ASSERT(found.error().kind == ErrorKind::bad_config);
    CPPUNIT_ASSERT_MESSAGE(found.error().message,
                           found.error().message.find(words) != std::string::npos);
  }

  const TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(TrustedAuthoritiesTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
// Programs that enter a jail after sasl_client_init, as Postfix's smtp does. They need root;
// without it there is nothing to prove here.
#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <unistd.h>

#include <functional>
#include <string>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

namespace host {
namespace {

constexpr uid_t nobody = 65534;

class JailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JailTest);
  CPPUNIT_TEST(a_jailed_program_signs_in_with_a_token_file_in_its_jail);
  CPPUNIT_TEST(a_jailed_program_reaches_the_network);
  CPPUNIT_TEST(a_jailed_program_that_is_not_known_as_such_is_told_the_remedy);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;

  /// Starts libsasl as root in a program of that name; acts in the jail, as nobody.
  void play(const char* name, const std::function<void()>& act) {
    if (geteuid() != 0) return;
    in_child([&] {
      sandbox_.enter();
      std::string short_name = name;
      program_invocation_short_name = short_name.data();
      begin();
      enter_jail();
      act();
      program_.assert_discreet();
    });
  }

  // Postfix wipes the environment too.
  void enter_jail() {
    CPPUNIT_ASSERT_EQUAL(0, chown(sandbox_.path("home").c_str(), nobody, nobody));
    CPPUNIT_ASSERT_EQUAL(0, chown(sandbox_.path("home/token").c_str(), nobody, nobody));
    CPPUNIT_ASSERT_EQUAL(0, chroot(sandbox_.path("home").c_str()));
    CPPUNIT_ASSERT_EQUAL(0, chdir("/"));
    CPPUNIT_ASSERT_EQUAL(0, setgroups(0, nullptr));
    CPPUNIT_ASSERT_EQUAL(0, setgid(nobody));
    CPPUNIT_ASSERT_EQUAL(0, setuid(nobody));
    clearenv();
    program_.password = "/token";
  }

 public:
  void a_jailed_program_signs_in_with_a_token_file_in_its_jail() {
    sandbox_.write("home/token", "ya29.s3cr3t\n");
    play("smtp", [&] {
      Login login(program_, program_.procedures(), "smtp");
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(xoauth2_message("u@example.org", "ya29.s3cr3t"), login.sent());
    });
  }

  // As far as a connection that is refused; network.so is not in the jail.
  void a_jailed_program_reaches_the_network() {
    sandbox_.write("home/token",
                   R"({"access_token":"ya29.s3cr3t","refresh_token":"s3cr3t","expiry":"1",)"
                   R"("client_id":"c","client_secret":"s3cr3t","token_endpoint":")" +
                       dead_endpoint() + "\"}");
    play("smtp", [&] {
      Login login(program_, program_.procedures(), "smtp");
      const int code = login.start("XOAUTH2");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(login.detail(), SASL_UNAVAIL, code);
    });
  }

  void a_jailed_program_that_is_not_known_as_such_is_told_the_remedy() {
    sandbox_.write("home/token", "ya29.s3cr3t\n");
    play("other", [&] {
      Login login(program_, program_.procedures(), "smtp");
      CPPUNIT_ASSERT_EQUAL(SASL_FAIL, login.start("XOAUTH2"));
      const std::string detail = login.detail();
      CPPUNIT_ASSERT_MESSAGE(detail, detail.find("sasl-oauth cannot open ") != std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(detail, detail.find("name it and its user in the line \"jailed:\" of "
                                                 "sasl-oauth/plugin.conf") != std::string::npos);
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JailTest);

}  // namespace
}  // namespace host

// SPDX-License-Identifier: MIT
// What a user may write where his program wants a password.
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

namespace host {
namespace {

class PasswordsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordsTest);
  CPPUNIT_TEST(each_form_signs_in_by_procedures_and_by_prompts);
  CPPUNIT_TEST(a_user_with_an_account_is_never_asked);
  CPPUNIT_TEST(an_account_counts_more_than_a_password);
  CPPUNIT_TEST(a_file_that_others_can_read_works_and_warns);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;

  void assert_signs_in(const sasl_callback_t* callbacks, const std::string& message) {
    Login login(program_, callbacks);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(program_.password, SASL_CONTINUE, login.start("XOAUTH2"));
    CPPUNIT_ASSERT_EQUAL(message, login.sent());
    CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(nullptr, 0));
  }

 public:
  void setUp() override { sandbox_.add_account("u@example.org"); }

  void each_form_signs_in_by_procedures_and_by_prompts() {
    const std::string line = sandbox_.write("line", "ya29.s3cr3t-of-a-line\r\n");
    const std::string foreign = sandbox_.write(
        "foreign.json",
        R"({"access_token":"ya29.s3cr3t-foreign","refresh_token":"s3cr3t","expiry":"4102444800"})");
    const std::string foreign_user = sandbox_.write(
        "user.json", R"({"access_token":"ya29.s3cr3t-foreign","refresh_token":"s3cr3t",)"
                     R"("expiry":"4102444800","user":"mailbox@example.org"})");
    const std::string ours = sandbox_.path("store/u@example.org.json");
    const std::string stored = "ya29.s3cr3t-of-u-example.org";
    const struct {
      std::string password;
      std::string message;
    } forms[] = {
        {"ya29.s3cr3t", xoauth2_message("v@example.org", "ya29.s3cr3t")},
        {"token:ya29.s3cr3t!", xoauth2_message("v@example.org", "ya29.s3cr3t!")},
        {"oauth2:u@example.org", xoauth2_message("v@example.org", stored)},
        {"file:" + line, xoauth2_message("v@example.org", "ya29.s3cr3t-of-a-line")},
        {line, xoauth2_message("v@example.org", "ya29.s3cr3t-of-a-line")},
        {foreign, xoauth2_message("v@example.org", "ya29.s3cr3t-foreign")},
        {"file:" + foreign_user, xoauth2_message("mailbox@example.org", "ya29.s3cr3t-foreign")},
        {ours, xoauth2_message("v@example.org", stored)},
    };
    in_child([&] {
      sandbox_.enter();
      begin();
      program_.user = "v@example.org";
      for (const auto& form : forms) {
        program_.password = form.password;
        assert_signs_in(program_.procedures(), form.message);
        assert_signs_in(program_.prompts(), form.message);
      }
      program_.assert_discreet();
      CPPUNIT_ASSERT(program_.log.empty());
    });
  }

  void a_user_with_an_account_is_never_asked() {
    in_child([&] {
      sandbox_.enter();
      begin();
      for (const char* password : {"", "-", "oauth2", "hunter2", "oauth2:nobody", "/nonexistent"}) {
        program_.password = password;
        assert_signs_in(program_.procedures(), xoauth2_message_of("u@example.org"));
        assert_signs_in(program_.prompts(), xoauth2_message_of("u@example.org"));
      }
      CPPUNIT_ASSERT_EQUAL(0, program_.password_calls);
      const std::vector<unsigned long> names(6, SASL_CB_AUTHNAME);
      CPPUNIT_ASSERT(program_.prompted == names);
    });
  }

  void an_account_counts_more_than_a_password() {
    in_child([&] {
      sandbox_.enter();
      begin();
      program_.user = "U@EXAMPLE.org";  // the name of the record does not mind the case
      program_.password = "ya29.s3cr3t-other";
      assert_signs_in(program_.procedures(),
                      xoauth2_message("U@EXAMPLE.org", "ya29.s3cr3t-of-u-example.org"));
    });
  }

  void a_file_that_others_can_read_works_and_warns() {
    const std::string line = sandbox_.write("line", "ya29.s3cr3t-of-a-line");
    in_child([&] {
      sandbox_.enter();
      begin();
      chmod(line.c_str(), 0644);
      program_.user = "v@example.org";
      program_.password = line;
      assert_signs_in(program_.procedures(),
                      xoauth2_message("v@example.org", "ya29.s3cr3t-of-a-line"));
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), program_.log.size());
      CPPUNIT_ASSERT_EQUAL(
          "sasl-oauth: " + line + " can be read by everybody; run: chmod o-rwx " + line,
          program_.log[0]);
    });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordsTest);

}  // namespace
}  // namespace host

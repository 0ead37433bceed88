// SPDX-License-Identifier: MIT
// Programs that enter a jail after sasl_client_init, as Postfix's smtp does. They need root, and
// the user that smtp becomes; without them there is nothing to prove here.
#include <cppunit/extensions/HelperMacros.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/host/child.h"
#include "tests/host/program.h"
#include "tests/host/sandbox.h"

namespace host {
namespace {

constexpr char user_name[] = "postfix";

class JailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JailTest);
  CPPUNIT_TEST(a_jailed_program_signs_in_with_an_account_outside_of_its_jail);
  CPPUNIT_TEST(a_new_account_is_seen_at_once);
  CPPUNIT_TEST(a_refused_token_is_noted_from_within_the_jail);
  CPPUNIT_TEST(the_store_does_not_lead_out_of_the_jail);
  CPPUNIT_TEST(a_store_that_would_lead_out_of_the_jail_is_not_taken_along);
  CPPUNIT_TEST(the_configuration_is_that_of_before_the_jail);
  CPPUNIT_TEST(a_jailed_program_signs_in_with_a_token_file_in_its_jail);
  CPPUNIT_TEST(a_token_file_is_found_by_its_path_inside_and_outside_of_the_jail);
  CPPUNIT_TEST(a_jailed_program_reaches_the_network);
  CPPUNIT_TEST(a_program_that_stays_root_takes_nothing_along);
  CPPUNIT_TEST(a_user_whom_the_jail_does_not_know_is_told_so);
  CPPUNIT_TEST(a_hundred_starts_take_one_descriptor);
  CPPUNIT_TEST(a_jailed_program_that_is_not_known_as_such_is_told_the_remedy);
  CPPUNIT_TEST_SUITE_END();

  Sandbox sandbox_;
  Program program_;
  const struct passwd* const user_ = getpwnam(user_name);

  enum class Root { jail, machine };

  /// Starts libsasl as root in a program of that name, in the folder of the jail; acts as the user,
  /// in the jail or with `Root::machine` outside of it.
  void play(const char* name, const std::function<void()>& act, Root root = Root::jail) {
    if (geteuid() != 0 || user_ == nullptr) return;
    give("store");
    in_child([&] {
      sandbox_.enter();
      std::string short_name = name;
      program_invocation_short_name = short_name.data();
      CPPUNIT_ASSERT_EQUAL(0, chdir(sandbox_.path("home").c_str()));
      begin();
      if (root == Root::jail) enter_jail();
      become_user();
      act();
      program_.assert_discreet();
    });
  }

  void give(const std::string& path) const {
    CPPUNIT_ASSERT_EQUAL(0, chown(sandbox_.path(path).c_str(), user_->pw_uid, user_->pw_gid));
  }

  void add_account(const std::string& name) {
    sandbox_.add_account(name);
    if (user_ != nullptr && geteuid() == 0) give("store/" + name + ".json");
  }

  void enter_jail() {
    CPPUNIT_ASSERT_EQUAL(0, chroot(sandbox_.path("home").c_str()));
    CPPUNIT_ASSERT_EQUAL(0, chdir("/"));
  }

  // Postfix wipes the environment too.
  void become_user() {
    CPPUNIT_ASSERT_EQUAL(0, setgroups(0, nullptr));
    CPPUNIT_ASSERT_EQUAL(0, setgid(user_->pw_gid));
    CPPUNIT_ASSERT_EQUAL(0, setuid(user_->pw_uid));
    clearenv();
  }

  void write_token(const std::string& text) {
    sandbox_.write("home/token", text);
    if (user_ != nullptr && geteuid() == 0) give("home/token");
    program_.password = "/token";
  }

  /// Asserts that the program signs in; returns the whole of what it would send.
  std::string sent() {
    Login login(program_, program_.procedures(), "smtp");
    const int code = login.start("XOAUTH2");
    CPPUNIT_ASSERT_EQUAL_MESSAGE(login.detail(), SASL_CONTINUE, code);
    return login.sent();
  }

  /// Asserts that the login fails; returns the sentence.
  std::string failure(int expected) {
    Login login(program_, program_.procedures(), "smtp");
    CPPUNIT_ASSERT_EQUAL(expected, login.start("XOAUTH2"));
    return login.detail();
  }

  static void assert_contains(const std::string& text, const std::string& words) {
    CPPUNIT_ASSERT_MESSAGE(text, text.find(words) != std::string::npos);
  }

 public:
  void setUp() override {
    CPPUNIT_ASSERT_EQUAL(0, chmod(sandbox_.path("home").c_str(), 0755));
    program_.password = "oauth2";
  }

  void a_jailed_program_signs_in_with_an_account_outside_of_its_jail() {
    add_account("u@example.org");
    play("smtp", [&] {
      CPPUNIT_ASSERT_EQUAL(-1, access(sandbox_.store().c_str(), F_OK));
      for (int i = 0; i < 2; ++i) {
        CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("u@example.org"), sent());
      }
    });
  }

  // The folder was taken along, not what was in it.
  void a_new_account_is_seen_at_once() {
    if (geteuid() != 0 || user_ == nullptr) return;
    add_account("later@example.org");
    const std::string name = "later@example.org.json";
    const std::string record = sandbox_.record("later@example.org");
    CPPUNIT_ASSERT_EQUAL(0, unlink((sandbox_.store() + "/" + name).c_str()));
    program_.user = "later@example.org";
    play("smtp", [&] {
      assert_contains(failure(SASL_FAIL), "there is no account later@example.org in");
      const int file = openat(held_descriptor(), name.c_str(), O_WRONLY | O_CREAT, 0600);
      CPPUNIT_ASSERT(write(file, record.data(), record.size()) > 0);
      close(file);
      CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("later@example.org"), sent());
    });
  }

  void a_refused_token_is_noted_from_within_the_jail() {
    add_account("u@example.org");
    play("smtp", [&] {
      Login login(program_, program_.procedures(), "smtp");
      CPPUNIT_ASSERT_EQUAL(SASL_CONTINUE, login.start("XOAUTH2"));
      CPPUNIT_ASSERT_EQUAL(SASL_OK, login.step(R"({"status":"400"})"));
      assert_contains(failure(SASL_UNAVAIL), "127.0.0.1:1");
    });
  }

  void the_store_does_not_lead_out_of_the_jail() {
    add_account("u@example.org");
    const std::string outside = sandbox_.write("outside", "beyond the jail");
    CPPUNIT_ASSERT_EQUAL(0, chmod(outside.c_str(), 0644));
    play("smtp", [&] {
      sent();
      const int store = held_descriptor();
      for (const char* way : {"../outside", "../../etc/passwd", "../store/u@example.org.json",
                              "../home/../outside"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(way, -1, openat(store, way, O_RDONLY));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(way, EACCES, errno);
      }
      CPPUNIT_ASSERT_EQUAL(-1, openat(store, "..", O_RDONLY | O_DIRECTORY));
      CPPUNIT_ASSERT_EQUAL(EACCES, errno);
      CPPUNIT_ASSERT_EQUAL(-1, renameat(store, "u@example.org.json", store, "../stolen"));
      CPPUNIT_ASSERT_EQUAL(EACCES, errno);
      // A mere reference to the parent can be had; nothing can be done with it.
      const int parent = openat(store, "..", O_PATH | O_DIRECTORY);
      CPPUNIT_ASSERT(parent >= 0);
      CPPUNIT_ASSERT_EQUAL(-1, fchdir(parent));
      CPPUNIT_ASSERT_EQUAL(EACCES, errno);
      for (const char* way : {"outside", "..", "store"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(way, -1, openat(parent, way, O_PATH));
        CPPUNIT_ASSERT_EQUAL_MESSAGE(way, EACCES, errno);
      }
    });
  }

  // Also the proof that the attempts above would have succeeded with another parent.
  void a_store_that_would_lead_out_of_the_jail_is_not_taken_along() {
    if (geteuid() != 0 || user_ == nullptr) return;
    add_account("u@example.org");
    const std::string outside = sandbox_.write("outside", "beyond the jail");
    CPPUNIT_ASSERT_EQUAL(0, chmod(outside.c_str(), 0644));
    CPPUNIT_ASSERT_EQUAL(0, chmod(sandbox_.path(".").c_str(), 0711));
    const int own = open(sandbox_.store().c_str(), O_PATH | O_DIRECTORY);
    play("smtp", [&] {
      CPPUNIT_ASSERT(openat(own, "../outside", O_RDONLY) >= 0);
      assert_contains(failure(SASL_FAIL),
                      "would lead a jailed program out of its jail; run: chmod "
                      "700 ");
    });
    close(own);
  }

  void the_configuration_is_that_of_before_the_jail() {
    add_account("u@example.org");
    sandbox_.configure("[account.\"u@example.org\"]\nuser = \"shared@example.org\"\n");
    play("smtp", [&] {
      CPPUNIT_ASSERT_EQUAL(xoauth2_message("shared@example.org", "ya29.s3cr3t-of-u-example.org"),
                           sent());
    });
    sandbox_.configure("nonsense = true\n");
    play("smtp", [&] { assert_contains(failure(SASL_FAIL), sandbox_.path("config.toml") + ":"); });
  }

  void a_jailed_program_signs_in_with_a_token_file_in_its_jail() {
    write_token("ya29.s3cr3t\n");
    play("smtp",
         [&] { CPPUNIT_ASSERT_EQUAL(xoauth2_message("u@example.org", "ya29.s3cr3t"), sent()); });
  }

  // Postfix's administrators write either one into the map.
  void a_token_file_is_found_by_its_path_inside_and_outside_of_the_jail() {
    write_token("ya29.s3cr3t\n");
    if (geteuid() == 0) CPPUNIT_ASSERT_EQUAL(0, chmod(sandbox_.path(".").c_str(), 0711));
    for (const std::string& path : {std::string("/token"), sandbox_.path("home/token")}) {
      for (const char* scheme : {"", "file:"}) {
        program_.password = scheme + path;
        for (const Root root : {Root::jail, Root::machine}) {
          play(
              "smtp",
              [&] {
                CPPUNIT_ASSERT_EQUAL(xoauth2_message("u@example.org", "ya29.s3cr3t"), sent());
              },
              root);
        }
      }
    }
  }

  // As far as a connection that is refused; network.so is not in the jail.
  void a_jailed_program_reaches_the_network() {
    write_token(R"({"access_token":"ya29.s3cr3t","refresh_token":"s3cr3t","expiry":"1",)"
                R"("client_id":"c","client_secret":"s3cr3t","token_endpoint":")" +
                dead_endpoint() + "\"}");
    play("smtp", [&] { failure(SASL_UNAVAIL); });
  }

  // Somebody's program that happens to be called like Postfix's.
  void a_program_that_stays_root_takes_nothing_along() {
    if (geteuid() != 0 || user_ == nullptr) return;
    sandbox_.add_account("u@example.org");
    in_child([&] {
      sandbox_.enter();
      std::string short_name = "smtp";
      program_invocation_short_name = short_name.data();
      begin();
      CPPUNIT_ASSERT_EQUAL(xoauth2_message_of("u@example.org"), sent());
    });
  }

  void a_user_whom_the_jail_does_not_know_is_told_so() {
    if (geteuid() != 0 || user_ == nullptr) return;
    in_child([&] {
      sandbox_.enter();
      unsetenv("SASL_OAUTH_CONFIG");
      std::string short_name = "smtp";
      program_invocation_short_name = short_name.data();
      CPPUNIT_ASSERT_EQUAL(0, chdir(sandbox_.path("home").c_str()));
      begin();
      enter_jail();
      assert_contains(failure(SASL_FAIL),
                      "there is no account u@example.org: user 0 is unknown here, so nobody can "
                      "tell where his accounts are; if this program runs in a chroot,");
    });
  }

  void a_hundred_starts_take_one_descriptor() {
    if (geteuid() != 0 || user_ == nullptr) return;
    in_child([&] {
      sandbox_.enter();
      std::string short_name = "smtp";
      program_invocation_short_name = short_name.data();
      for (int i = 0; i < 100; ++i) {
        begin();
        sasl_done();
      }
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, descriptors_of_the_store().size());
    });
  }

  void a_jailed_program_that_is_not_known_as_such_is_told_the_remedy() {
    write_token("ya29.s3cr3t\n");
    play("other", [&] {
      const std::string detail = failure(SASL_FAIL);
      assert_contains(detail, "sasl-oauth cannot open ");
      assert_contains(detail,
                      "name it and its user in the line \"jailed:\" of sasl-oauth/plugin.conf");
    });
  }

 private:
  std::vector<int> descriptors_of_the_store() const {
    std::vector<int> found;
    for (int number = 0; number < 256; ++number) {
      struct stat status = {};
      if (fstat(number, &status) == 0 && status.st_ino == store_inode_) found.push_back(number);
    }
    return found;
  }

  int held_descriptor() const {
    const std::vector<int> found = descriptors_of_the_store();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
    CPPUNIT_ASSERT((fcntl(found[0], F_GETFD) & FD_CLOEXEC) != 0);
    return found[0];
  }

  static ino_t inode_of(const std::string& path) {
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
  }

  const ino_t store_inode_ = inode_of(sandbox_.store());
};

CPPUNIT_TEST_SUITE_REGISTRATION(JailTest);

}  // namespace
}  // namespace host

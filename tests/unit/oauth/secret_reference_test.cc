// SPDX-License-Identifier: MIT
#include "oauth/secret_reference.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/memory_files.h"
#include "tests/support/scripted_process.h"
#include "tests/support/sentence.h"

namespace oauth {
namespace {

using Kind = SecretReference::Kind;

;

SecretReference reference_to(const std::string& text) {
  auto reference = parse_secret_reference(text);
  CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(reference));
  reference->origin = {"F", 7};
  reference->key = "client_secret";
  return std::move(*reference);
}

class SecretReferenceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SecretReferenceTest);
  CPPUNIT_TEST(tells_references_from_secrets);
  CPPUNIT_TEST(refuses_what_can_be_neither);
  CPPUNIT_TEST(gives_a_literal_as_it_stands);
  CPPUNIT_TEST(takes_the_first_line_of_a_file);
  CPPUNIT_TEST(takes_a_credential_from_its_directory);
  CPPUNIT_TEST(takes_what_a_command_prints);
  CPPUNIT_TEST(runs_no_command_where_none_must_run);
  CPPUNIT_TEST(says_where_the_reference_stands_when_it_fails);
  CPPUNIT_TEST(takes_all_lines_of_a_key);
  CPPUNIT_TEST(says_what_is_wrong_with_a_key_or_a_certificate);
  CPPUNIT_TEST(clones_whole);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_references_from_secrets() {
    const struct {
      const char* text;
      Kind kind;
      const char* rest;
    } cases[] = {{"file:/run/secret", Kind::file, "/run/secret"},
                 {"credential:google", Kind::credential, "google"},
                 {"command:pass show x", Kind::command, "pass show x"},
                 {"GOCSPX-abc", Kind::literal, "GOCSPX-abc"},
                 {"File:/x", Kind::literal, "File:/x"},
                 {"a:b", Kind::literal, "a:b"}};
    for (const auto& one : cases) {
      const SecretReference reference = reference_to(one.text);
      CPPUNIT_ASSERT_MESSAGE(one.text, reference.kind == one.kind);
      CPPUNIT_ASSERT_MESSAGE(one.text, reference.text.reveal() == one.rest);
    }
  }

  void refuses_what_can_be_neither() {
    const struct {
      const char* text;
      const char* phrase;
    } cases[] = {{"", "is empty; leave it out if there is none"},
                 {" ", "is empty; leave it out if there is none"},
                 {"file:", "is empty; leave it out if there is none"},
                 {"command: ", "is empty; leave it out if there is none"},
                 {"hunter\x01", "has a control character in it; remove that"},
                 {"file:secret", "names a file by a relative path; begin it with '/'"},
                 {"file:~/secret", "names a file by a relative path; begin it with '/'"},
                 {"credential:../x", "names a credential with a '/' in it; give the name alone"}};
    for (const auto& one : cases) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.text, std::string("bad_config: ") + one.phrase,
                                   sentence_of(parse_secret_reference(one.text)));
    }
  }

  void gives_a_literal_as_it_stands() { expect("a b+c=", resolved("a b+c=")); }

  void takes_the_first_line_of_a_file() {
    for (const char* text : {"hunter2", "hunter2\n", "hunter2\r\n", "hunter2\nuser: me\n"}) {
      files.files["/s"] = {text, true, false};
      expect("hunter2", resolved("file:/s"));
    }
    files.files["/s"] = {" two words ", false, false};
    expect(" two words ", resolved("file:/s"));
  }

  void takes_a_credential_from_its_directory() {
    files.files["/run/credentials/google"] = {"hunter2\n", false, false};
    expect("hunter2", resolved("credential:google"));
    credentials.clear();
    expect(
        "bad_config: F:7: client_secret is the systemd credential \"google\", but"
        " CREDENTIALS_DIRECTORY is not set; run this as a systemd service that has"
        " LoadCredential=google",
        resolved("credential:google"));
  }

  void takes_what_a_command_prints() {
    process.line = "hunter2";
    expect("hunter2", resolved("command:pass show x"));
    expect("pass show x", process.asked);
    CPPUNIT_ASSERT(process.asked_limit == bounds::command_timeout);
  }

  void runs_no_command_where_none_must_run() {
    SecretResolver resolver(files, credentials, nullptr);
    expect(
        "bad_config: F:7: client_secret is a command, which is not run inside a mail program;"
        " run sasl-oauth once for this account, or use file:",
        sentence_of(resolver.resolve(reference_to("command:pass show x"))));
  }

  void says_where_the_reference_stands_when_it_fails() {
    expect(
        "bad_config: F:7: client_secret comes from /s, which does not exist; create it, or"
        " correct the path",
        resolved("file:/s"));
    files.files["/s"] = {"\nhunter2\n", false, false};
    expect(
        "bad_config: F:7: client_secret comes from /s, whose first line is empty; the secret"
        " must stand there",
        resolved("file:/s"));
    files.files["/s"] = {std::string("hunter2\0", 8), false, false};
    expect(
        "bad_config: F:7: client_secret comes from /s, whose first line has a control character"
        " in it; it is not a secret",
        resolved("file:/s"));
    files.files["/s"] = {"", false, true};
    expect("no_access: F:7: /s is forbidden", resolved("file:/s"));
    files.files["/s"] = {std::string(bounds::max_secret_bytes + 1, 'x'), false, false};
    expect("no_access: F:7: /s is too long", resolved("file:/s"));
    process.line = "";
    expect(
        "bad_config: F:7: client_secret comes from a command, whose first line is empty; the"
        " secret must stand there",
        resolved("command:pass show x"));
    process.failure = Error{ErrorKind::unavailable, "took too long"};
    expect("unavailable: F:7: the command for client_secret took too long",
           resolved("command:pass show x"));
  }

  void takes_all_lines_of_a_key() {
    files.files["/k"] = {"-----BEGIN\nAAAA\n", false, false};
    files.files["/run/credentials/key"] = {"-----BEGIN\nBBBB\n", false, false};
    process.line = "-----BEGIN\nCCCC\n";
    expect("-----BEGIN\nAAAA\n", whole("file:/k"));
    expect("-----BEGIN\nBBBB\n", whole("credential:key"));
    expect("-----BEGIN\nCCCC\n", whole("command:pass show key"));
    expect("as it stands", whole("as it stands"));
    SecretResolver resolver(files, credentials, nullptr);
    const auto certificate = resolver.read_public("/k", {"F", 8}, "certificate");
    expect("-----BEGIN\nAAAA\n", certificate ? *certificate : sentence_of(certificate));
  }

  void says_what_is_wrong_with_a_key_or_a_certificate() {
    files.files["/k"] = {std::string(bounds::max_pem_bytes + 1, 'x'), false, false};
    expect("no_access: F:7: /k is too long", whole("file:/k"));
    process.failure = Error{ErrorKind::unavailable, "took too long"};
    expect("unavailable: F:7: the command for client_secret took too long",
           whole("command:pass show key"));
    credentials.clear();
    expect(
        "bad_config: F:7: client_secret is the systemd credential \"key\", but"
        " CREDENTIALS_DIRECTORY is not set; run this as a systemd service that has"
        " LoadCredential=key",
        whole("credential:key"));
    SecretResolver resolver(files, credentials, nullptr);
    expect(
        "bad_config: F:7: client_secret is a command, which is not run inside a mail program;"
        " run sasl-oauth once for this account, or use file:",
        sentence_of(resolver.resolve_whole(reference_to("command:pass show x"))));
    expect(
        "bad_config: F:8: certificate comes from /c, which does not exist; create it, or correct"
        " the path",
        sentence_of(resolver.read_public("/c", {"F", 8}, "certificate")));
  }

  void clones_whole() {
    const SecretReference clone = reference_to("file:/s").clone();
    CPPUNIT_ASSERT(clone.kind == Kind::file && clone.text.reveal() == "/s");
    expect("F:7: client_secret", clone.origin.prefix() + clone.key);
  }

 private:
  // Returns the secret, or the sentence.
  std::string resolved(const std::string& text) {
    SecretResolver resolver(files, credentials, &process);
    const auto secret = resolver.resolve(reference_to(text));
    return secret ? std::string(secret->reveal()) : sentence_of(secret);
  }

  // The same of all its lines.
  std::string whole(const std::string& text) {
    SecretResolver resolver(files, credentials, &process);
    const auto secret = resolver.resolve_whole(reference_to(text));
    return secret ? std::string(secret->reveal()) : sentence_of(secret);
  }

  static void expect(const std::string& expected, const std::string& actual) {
    CPPUNIT_ASSERT_EQUAL(expected, actual);
  }

  MemoryFiles files;
  ScriptedProcess process;
  std::string credentials = "/run/credentials";
};

CPPUNIT_TEST_SUITE_REGISTRATION(SecretReferenceTest);

}  // namespace
}  // namespace oauth

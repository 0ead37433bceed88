// SPDX-License-Identifier: MIT
#include "tool/doctor/mail_program_files.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/memory_files.h"

namespace tool {
namespace {

class MailProgramFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailProgramFilesTest);
  CPPUNIT_TEST(says_nothing_without_a_file);
  CPPUNIT_TEST(reads_the_file_that_the_program_reads_first);
  CPPUNIT_TEST(tells_of_a_file_that_cannot_be_read);
  CPPUNIT_TEST(asks_each_mutt_for_its_library);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    facts_.serves = [](const std::string& user) { return user == "you@h"; };
    facts_.provider = [](const std::string&) { return std::optional<oauth::Provider>(); };
    facts_.ranks_high = true;
  }

  void says_nothing_without_a_file() {
    CPPUNIT_ASSERT_EQUAL(std::string(), told(look_at_mbsync(files_, folders_, facts_)));
    CPPUNIT_ASSERT_EQUAL(std::string(), told(look_at_mutt(files_, programs_, folders_, facts_)));
    CPPUNIT_ASSERT(programs_.asked.empty());
  }

  void reads_the_file_that_the_program_reads_first() {
    files_.files["/h/.mbsyncrc"] = {"IMAPAccount old\nUser you@h\n"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("ok: /h/.mbsyncrc:1: account old of you@h signs in by token\n"),
        told(look_at_mbsync(files_, folders_, facts_)));
    files_.files["/c/isyncrc"] = {"IMAPAccount new\nUser you@h\n"};
    CPPUNIT_ASSERT_EQUAL(std::string("ok: /c/isyncrc:1: account new of you@h signs in by token\n"),
                         told(look_at_mbsync(files_, folders_, facts_)));
  }

  void tells_of_a_file_that_cannot_be_read() {
    files_.files["/h/.mbsyncrc"].is_forbidden = true;
    const std::string all = told(look_at_mbsync(files_, folders_, facts_));
    CPPUNIT_ASSERT_MESSAGE(all, all.find("note: ") == 0 && all.find("/h/.mbsyncrc") != all.npos);
  }

  void asks_each_mutt_for_its_library() {
    files_.files["/h/.muttrc"] = {"set folder=imaps://you@h@i/\n"};
    files_.files["/c/neomutt/neomuttrc"] = {"set folder=imaps://you@h@i/\n"};
    programs_.answers["mutt -v"] = {0, "+USE_SASL"};
    programs_.answers["neomutt -v"] = {0, "-sasl +gsasl"};
    const std::string all = told(look_at_mutt(files_, programs_, folders_, facts_));
    CPPUNIT_ASSERT_MESSAGE(all, all.find("ok: /h/.muttrc: imap as you@h signs in by token\n") == 0);
    CPPUNIT_ASSERT_MESSAGE(
        all,
        all.find("problem: /c/neomutt/neomuttrc: imap as you@h: this mutt has not Cyrus SASL") !=
            all.npos);
  }

 private:
  oauth::MemoryFiles files_;
  FakePrograms programs_;
  const ConfigFolders folders_{"/h", "/c"};
  MailProgramFacts facts_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailProgramFilesTest);

}  // namespace
}  // namespace tool

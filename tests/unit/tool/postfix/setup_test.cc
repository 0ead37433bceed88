// SPDX-License-Identifier: MIT
#include "tool/postfix/setup.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "oauth/os/file.h"
#include "tests/support/doctor_fakes.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

constexpr char ours[] = "[smtp.example]:587 you@h:oauth2\n";

/// A Postfix that answers what postconf is asked; everything else it does, in silence.
class FakePostfix : public FakePrograms {
 public:
  std::string main_cf;
  bool is_broken = false;  // what changes something fails

  oauth::Result<oauth::ProgramOutput> output_of(const std::vector<std::string>& words,
                                                std::chrono::seconds limit) override {
    if (words[0] == "postconf" && words[1] == "-x")
      return said(0, main_cf + "mail_owner = postfix\n");
    if (words[0] == "postconf" && words[1] == "-n") return said(0, main_cf);
    if (words[0] == "postconf" && words[1] == "-M") return said(0, "smtp unix - - y - - smtp\n");
    const auto answer = FakePrograms::output_of(words, limit);
    if (answer) return said(answer->status, std::string(answer->text.reveal()));
    const bool is_question = words[0] == "postfix" || words[1] == "-q";
    return said(is_question || is_broken ? 1 : 0, "");
  }

 private:
  static oauth::Result<oauth::ProgramOutput> said(int status, const std::string& text) {
    return oauth::ProgramOutput{status, oauth::Secret::copy_of(text)};
  }
};

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

mode_t mode_of(const std::string& path) {
  struct stat status = {};
  CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 0, lstat(path.c_str(), &status));
  return status.st_mode & 07777;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

class SetupTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SetupTest);
  CPPUNIT_TEST(finds_all_to_do_in_a_postfix_as_it_comes);
  CPPUNIT_TEST(finds_nothing_to_do_twice);
  CPPUNIT_TEST(makes_the_map_before_it_is_named);
  CPPUNIT_TEST(keeps_the_rights_of_a_map_and_a_link_to_it);
  CPPUNIT_TEST(makes_the_table_where_it_is_old);
  CPPUNIT_TEST(asks_about_what_somebody_has_set);
  CPPUNIT_TEST(knows_the_way_back);
  CPPUNIT_TEST(tells_which_program_failed);
  CPPUNIT_TEST(reloads_a_postfix_that_runs);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    postfix_ = {};
    map_ = folder_.path() + "/map";
    unlink(map_.c_str());
    postfix_.main_cf = "smtp_sasl_password_maps = hash:" + map_ + "\n";
  }

  void finds_all_to_do_in_a_postfix_as_it_comes() {
    postfix_.main_cf += "smtp_tls_security_level = may\nrelayhost =\n";
    const PostfixWork work = find_work();
    CPPUNIT_ASSERT(!work.is_done() && !work.has_map && work.needs_postmap);
    CPPUNIT_ASSERT(work.edit.kind == MapEdit::Kind::added);
    CPPUNIT_ASSERT_EQUAL(std::string(), joined(questionable(work)));
    bool has_level = false;
    for (const PostfixChange& each : work.changes) {
      if (each.setting.name != "smtp_tls_security_level") continue;
      has_level = each.was_set && each.before == "may" && each.setting.value == "secure";
    }
    CPPUNIT_ASSERT(has_level);
    CPPUNIT_ASSERT(access(map_.c_str(), F_OK) != 0);
  }

  void finds_nothing_to_do_twice() {
    for (const PostfixSetting& each : find_work().plan.settings) {
      postfix_.main_cf += each.name + " = " + each.value + "\n";
    }
    write_map(ours, 0600);
    postfix_.answers["postmap -q [smtp.example]:587 hash:" + map_] = {0, "you@h:oauth2\n"};
    CPPUNIT_ASSERT(find_work().is_done());
  }

  void makes_the_map_before_it_is_named() {
    const mode_t before = umask(0);
    const auto done = do_work(find_work(), postfix_);
    umask(before);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(done));
    CPPUNIT_ASSERT_EQUAL(std::string(ours), content_of(map_));
    CPPUNIT_ASSERT_EQUAL(mode_t(0600), mode_of(map_));
    const std::size_t count = postfix_.asked.size();
    CPPUNIT_ASSERT_EQUAL("postmap hash:" + map_, postfix_.asked.at(count - 2));
    CPPUNIT_ASSERT_EQUAL(std::size_t(0),
                         postfix_.asked.back().find("postconf -e relayhost = [smtp.example]:587 "));
  }

  void keeps_the_rights_of_a_map_and_a_link_to_it() {
    const std::string real = folder_.write("real", "other me:secret\n");
    CPPUNIT_ASSERT_EQUAL(0, chmod(real.c_str(), 0640));
    CPPUNIT_ASSERT_EQUAL(0, symlink(real.c_str(), map_.c_str()));
    folder_.write("real.sasl-oauth", "left behind");
    folder_.write("real.new", "somebody's");
    const PostfixWork work = find_work();
    CPPUNIT_ASSERT(work.has_map);
    CPPUNIT_ASSERT_EQUAL(std::string("other"), work.other_server);
    CPPUNIT_ASSERT(do_work(work, postfix_));
    CPPUNIT_ASSERT_EQUAL("other me:secret\n" + std::string(ours), content_of(real));
    CPPUNIT_ASSERT_EQUAL(mode_t(0640), mode_of(real));
    CPPUNIT_ASSERT_EQUAL(mode_t(0777), mode_of(map_));  // a link still
    CPPUNIT_ASSERT(access((real + ".sasl-oauth").c_str(), F_OK) != 0);
    CPPUNIT_ASSERT_EQUAL(std::string("somebody's"), content_of(folder_.path() + "/real.new"));
  }

  void makes_the_table_where_it_is_old() {
    write_map(ours, 0600);
    PostfixWork work = find_work();
    CPPUNIT_ASSERT(work.needs_postmap && work.edit.kind == MapEdit::Kind::none);
    postfix_.answers["postmap -q [smtp.example]:587 hash:" + map_] = {0, "you@h:password\n"};
    CPPUNIT_ASSERT(find_work().needs_postmap);
    postfix_.main_cf = "smtp_sasl_password_maps = texthash:" + map_ + "\n";
    CPPUNIT_ASSERT(!find_work().needs_postmap);
  }

  void asks_about_what_somebody_has_set() {
    postfix_.main_cf +=
        "relayhost = [old.example]\nsmtp_tls_security_level = dane\nsmtp_sasl_type =\n";
    write_map("smtp.example me@h:secret\n", 0600);
    CPPUNIT_ASSERT_EQUAL("relayhost is [old.example]\nsmtp_tls_security_level is dane\n" + map_ +
                             " has me@h for smtp.example\n",
                         joined(questionable(find_work())));
  }

  void knows_the_way_back() {
    postfix_.main_cf += "relayhost = $mydomain\n";
    write_map("#was: smtp.example you@h:older\nsmtp.example me@h:secret\n", 0600);
    PostfixWork work = find_work();
    work.changes.resize(2);
    CPPUNIT_ASSERT_EQUAL(
        "postconf -e 'relayhost = $mydomain'\npostconf -X smtp_sasl_auth_enable\n"
        "sed -i -e '2s/^#was: //' -e '/^\\[smtp\\.example\\]:587 you@h:oauth2$/d' " +
            map_ + "\npostmap hash:" + map_ + "\npostfix reload\n",
        joined(undoing(work)));
    work.edit.is_added = false;
    CPPUNIT_ASSERT(joined(undoing(work)).find("/d'") == std::string::npos);
    work.edit.kind = MapEdit::Kind::none;
    work.changes.clear();
    CPPUNIT_ASSERT_EQUAL(std::string(), joined(undoing(work)));
  }

  void tells_which_program_failed() {
    const PostfixWork work = find_work();
    postfix_.is_broken = true;
    CPPUNIT_ASSERT_EQUAL(
        "no_access: postmap ended with status 1; to see why, run: postmap hash:" + map_,
        oauth::sentence_of(do_work(work, postfix_)));
    FakePrograms nothing;
    oauth::SystemFileReader files;
    CPPUNIT_ASSERT_EQUAL(std::string("no_access: Postfix (postconf) is not installed"),
                         oauth::sentence_of(work_for(wish_, files, nothing)));
  }

  void reloads_a_postfix_that_runs() {
    CPPUNIT_ASSERT(!is_running(postfix_));
    CPPUNIT_ASSERT_EQUAL(std::string("postfix status"), postfix_.asked.back());
    postfix_.answers["postfix status"] = {0, ""};
    CPPUNIT_ASSERT(is_running(postfix_));
    CPPUNIT_ASSERT(!reload_postfix(postfix_));
    postfix_.answers["postfix reload"] = {0, ""};
    CPPUNIT_ASSERT(reload_postfix(postfix_));
  }

 private:
  PostfixWork find_work() {
    oauth::SystemFileReader files;
    auto work = work_for(wish_, files, postfix_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(work));
    return std::move(*work);
  }

  void write_map(const std::string& text, mode_t mode) {
    folder_.write("map", text);
    CPPUNIT_ASSERT_EQUAL(0, chmod(map_.c_str(), mode));
  }

  const oauth::TemporaryFolder folder_;
  const PostfixWish wish_{{"smtp.example", 587, false}, "you@h", {}};
  std::string map_;
  FakePostfix postfix_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(SetupTest);

}  // namespace
}  // namespace tool

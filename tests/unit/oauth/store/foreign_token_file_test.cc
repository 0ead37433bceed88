// SPDX-License-Identifier: MIT
#include "oauth/store/foreign_token_file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "oauth/store/file_store.h"
#include "oauth/store/record_json.h"
#include "tests/support/child.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience(5);
constexpr char foreign_text[] = R"({"refresh_token":"r","access_token":"a","expiry":"1700003600"})";

class ForeignTokenFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignTokenFileTest);
  CPPUNIT_TEST(reads_a_token_file_with_its_defaults);
  CPPUNIT_TEST(needs_no_defaults);
  CPPUNIT_TEST(reads_one_line_with_a_token);
  CPPUNIT_TEST(refuses_what_is_no_token_file);
  CPPUNIT_TEST(reads_and_writes_a_record_of_ours_by_its_path);
  CPPUNIT_TEST(shares_the_lock_of_a_record_with_its_store);
  CPPUNIT_TEST(rewrites_the_file_in_its_own_format);
  CPPUNIT_TEST(keeps_the_mode_that_lets_a_group_read);
  CPPUNIT_TEST(warns_of_a_file_that_everybody_can_read_and_closes_it);
  CPPUNIT_TEST(gives_the_new_file_to_the_old_ones_owner);
  CPPUNIT_TEST(gives_a_group_that_it_cannot_keep_no_right);
  CPPUNIT_TEST(follows_a_link_and_leaves_it_standing);
  CPPUNIT_TEST(finishes_what_a_killed_writer_began);
  CPPUNIT_TEST(takes_over_nothing_that_is_not_as_much_ours);
  CPPUNIT_TEST(leaves_other_files_beside_it_alone);
  CPPUNIT_TEST(locks_beside_the_file);
  CPPUNIT_TEST(locks_the_folder_where_no_file_can_be_made);
  CPPUNIT_TEST(does_not_bring_a_removed_file_back);
  CPPUNIT_TEST(will_not_rewrite_a_lone_token);
  CPPUNIT_TEST(says_whether_the_file_stands);
  CPPUNIT_TEST(warns_of_a_file_that_everybody_can_write);
  CPPUNIT_TEST(trusts_no_strangers_file_or_link_where_everybody_can_write);
  CPPUNIT_TEST(leaves_the_lock_to_the_files_owner);
  CPPUNIT_TEST_SUITE_END();

 public:
  void reads_a_token_file_with_its_defaults() {
    folder_.write("conf", R"({"client_id":"conf-id","client_secret":"s"})");
    put(foreign_text);
    const auto record = file_.load("any");
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
    CPPUNIT_ASSERT_EQUAL(path_, record->account);
    CPPUNIT_ASSERT(record->access_token.reveal() == "a");
    CPPUNIT_ASSERT_EQUAL(std::string("conf-id"), record->client.client_id);
    CPPUNIT_ASSERT_EQUAL(std::string(), record->warning);
  }

  void needs_no_defaults() {
    put(foreign_text);
    CPPUNIT_ASSERT_EQUAL(std::string(), file_.load("any")->client.client_id);
  }

  void reads_one_line_with_a_token() {
    for (const char* text : {"ya29.a", "ya29.a\n", "ya29.a\r\n", " ya29.a \n\n"}) {
      put(text);
      const auto record = file_.load("any");
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(record));
      CPPUNIT_ASSERT(record->access_token.reveal() == "ya29.a");
      CPPUNIT_ASSERT(record->expires_at == TimePoint::max());
      CPPUNIT_ASSERT(record->refresh_token.empty());
    }
  }

  void refuses_what_is_no_token_file() {
    for (const std::string& text :
         {std::string(), std::string("\n"), std::string("two words"), std::string("a\nb"),
          std::string("j\xc3\xb6rg"), std::string("a\0b", 3), std::string(16385, 'a'),
          std::string(foreign_text + 1), "z" + std::string(foreign_text + 1)}) {
      put(text);
      CPPUNIT_ASSERT_EQUAL("bad_config: " + path_ +
                               " is neither a token file nor one line with an access token; make "
                               "it with: sasl-oauth login",
                           sentence_of(file_.load("any")));
    }
    std::filesystem::remove(path_);
    CPPUNIT_ASSERT_EQUAL("no_access: cannot open " + path_ +
                             ": No such file or directory; create it, or correct the path",
                         sentence_of(file_.load("any")));
  }

  void reads_and_writes_a_record_of_ours_by_its_path() {
    put(std::string(write_record(sample_record()).reveal()));
    auto record = file_.load("any");
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com"), record->account);
    record->access_token = Secret::copy_of("new");
    save(*record);
    CPPUNIT_ASSERT_EQUAL(std::string(write_record(*record).reveal()), content());
  }

  // Two who refresh one record must not do so at once, whatever they call it.
  void shares_the_lock_of_a_record_with_its_store() {
    FileStore store(folder_.path());
    const auto lease = store.lock("user@example.com", patience);
    CPPUNIT_ASSERT(store.save(**lease, sample_record(), SaveMode::create));
    ForeignTokenFile by_path(folder_.path() + "/user@example.com.json", conf_, files_);
    CPPUNIT_ASSERT_EQUAL("unavailable: another process holds " + folder_.path() +
                             "/user@example.com.lock for longer than 0 s; try again later",
                         sentence_of(by_path.lock("any", patience)));
  }

  void rewrites_the_file_in_its_own_format() {
    put(foreign_text);
    auto record = file_.load("any");
    record->access_token = Secret::copy_of("new");
    record->expires_at = from_unix(1700009999);
    save(*record);
    CPPUNIT_ASSERT_EQUAL(std::string("{\n  \"refresh_token\": \"r\",\n  \"access_token\": \"new\","
                                     "\n  \"expiry\": \"1700009999\"\n}\n"),
                         content());
    CPPUNIT_ASSERT(!std::filesystem::exists(left_));
  }

  void keeps_the_mode_that_lets_a_group_read() {
    for (mode_t mode : {0600, 0640, 0660}) {
      put(foreign_text, mode);
      CPPUNIT_ASSERT_EQUAL(std::string(), file_.load("any")->warning);
      save(*file_.load("any"));
      CPPUNIT_ASSERT_EQUAL(mode, mode_of(path_));
    }
    put(foreign_text, 0400);
    save(*file_.load("any"));
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, mode_of(path_));
  }

  void warns_of_a_file_that_everybody_can_read_and_closes_it() {
    put(foreign_text, 0644);
    const auto record = file_.load("any");
    CPPUNIT_ASSERT_EQUAL(path_ + " can be read by everybody; run: chmod o-rwx " + path_,
                         record->warning);
    CPPUNIT_ASSERT_EQUAL(mode_t{0644}, mode_of(path_));
    save(*record);
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, mode_of(path_));
  }

  // Only root can give files away; others have nothing to prove here.
  void gives_the_new_file_to_the_old_ones_owner() {
    if (geteuid() != 0) return;
    put(foreign_text, 0640);
    CPPUNIT_ASSERT_EQUAL(0, chown(path_.c_str(), 54321, 54322));
    save(*file_.load("any"));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(uid_t{54321}, status.st_uid);
    CPPUNIT_ASSERT_EQUAL(gid_t{54322}, status.st_gid);
    CPPUNIT_ASSERT_EQUAL(mode_t{0640}, mode_of(path_));
  }

  void gives_a_group_that_it_cannot_keep_no_right() {
    if (geteuid() != 0) return;
    put(foreign_text, 0644);
    chmod(path_.c_str(), 0644);
    CPPUNIT_ASSERT_EQUAL(0, chown(path_.c_str(), 54321, 54322));
    CPPUNIT_ASSERT_EQUAL(0, chown(folder_.path().c_str(), 65534, 65534));
    CPPUNIT_ASSERT_EQUAL(0, run_child([&] {
                           if (setgid(65534) != 0 || setuid(65534) != 0) return 1;
                           save(*file_.load("any"));
                           return 0;
                         }));
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path_.c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(uid_t{65534}, status.st_uid);
    CPPUNIT_ASSERT_EQUAL(mode_t{0600}, mode_of(path_));
  }

  void follows_a_link_and_leaves_it_standing() {
    TemporaryFolder other;
    std::filesystem::create_symlink(path_, other.path() + "/link");
    put(foreign_text);
    ForeignTokenFile by_link(other.path() + "/link", conf_, files_);
    auto record = by_link.load("any");
    record->access_token = Secret::copy_of("new");
    const auto lease = by_link.lock("any", patience);
    CPPUNIT_ASSERT(by_link.save(**lease, *record, SaveMode::replace));
    CPPUNIT_ASSERT(std::filesystem::is_symlink(other.path() + "/link"));
    CPPUNIT_ASSERT(file_.load("any")->access_token.reveal() == "new");
    CPPUNIT_ASSERT(!file_.lock("any", patience));  // one lock, by whatever path
  }

  void finishes_what_a_killed_writer_began() {
    put(foreign_text);
    leave("{\"refresh_token\":\"newer\",\"access_token\":\"a\"}", 0600);
    CPPUNIT_ASSERT(file_.lock("any", patience));
    CPPUNIT_ASSERT(file_.load("any")->refresh_token.reveal() == "newer");
    CPPUNIT_ASSERT(!std::filesystem::exists(left_));
  }

  void takes_over_nothing_that_is_not_as_much_ours() {
    const struct {
      const char* text;
      mode_t mode;
    } cases[] = {{"{\"refresh_token\":\"newer\",\"access_to", 0600},
                 {"", 0600},
                 {"one-line", 0600},
                 {"{\"refresh_token\":\"newer\",\"access_token\":\"a\"}", 0666}};
    for (const auto& one : cases) {
      put(foreign_text);
      leave(one.text, one.mode);
      CPPUNIT_ASSERT(file_.lock("any", patience));
      CPPUNIT_ASSERT_EQUAL(std::string(foreign_text), content());
      CPPUNIT_ASSERT(!std::filesystem::exists(left_));
    }
  }

  void leaves_other_files_beside_it_alone() {
    put(foreign_text);
    folder_.write("token.new", "somebody's own");
    save(*file_.load("any"));
    CPPUNIT_ASSERT(std::filesystem::exists(path_ + ".new"));
    CPPUNIT_ASSERT(!std::filesystem::exists(left_));
  }

  void locks_beside_the_file() {
    put(foreign_text);
    const auto lease = file_.lock("any", patience);
    CPPUNIT_ASSERT(lease);
    CPPUNIT_ASSERT(std::filesystem::exists(path_ + ".lock"));
    CPPUNIT_ASSERT_EQUAL("unavailable: another process holds " + path_ +
                             ".lock for longer than 0 s; try again "
                             "later",
                         sentence_of(file_.lock("another", patience)));
  }

  void locks_the_folder_where_no_file_can_be_made() {
    put(foreign_text);
    std::filesystem::create_directory(path_ + ".lock");
    const auto lease = file_.lock("any", patience);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
    CPPUNIT_ASSERT_EQUAL("unavailable: another process holds " + folder_.path() +
                             " for longer than 0 s; try again later",
                         sentence_of(file_.lock("any", patience)));
    CPPUNIT_ASSERT(file_.save(**lease, *file_.load("any"), SaveMode::replace));
  }

  void does_not_bring_a_removed_file_back() {
    put(foreign_text);
    const auto record = file_.load("any");
    const auto lease = file_.lock("any", patience);
    std::filesystem::remove(path_);
    CPPUNIT_ASSERT_EQUAL("no_access: cannot open " + path_ +
                             ": No such file or directory; create it, or correct the path",
                         sentence_of(file_.save(**lease, *record, SaveMode::replace)));
    CPPUNIT_ASSERT(!std::filesystem::exists(path_));
  }

  void will_not_rewrite_a_lone_token() {
    put("ya29.a\n");
    const auto record = file_.load("any");
    const auto lease = file_.lock("any", patience);
    CPPUNIT_ASSERT_EQUAL("no_access: " + path_ +
                             " holds one token and is not rewritten; put a new "
                             "one there",
                         sentence_of(file_.save(**lease, *record, SaveMode::replace)));
    CPPUNIT_ASSERT_EQUAL(std::string("ya29.a\n"), content());
  }

  void says_whether_the_file_stands() {
    CPPUNIT_ASSERT(!*file_.holds("any"));
    put("x");
    CPPUNIT_ASSERT(*file_.holds("any"));
  }

  void warns_of_a_file_that_everybody_can_write() {
    put(foreign_text, 0622);
    CPPUNIT_ASSERT_EQUAL(path_ + " can be written by everybody; run: chmod o-rwx " + path_,
                         file_.load("any")->warning);
  }

  void trusts_no_strangers_file_or_link_where_everybody_can_write() {
    if (geteuid() != 0) return;
    const std::string link = folder_.path() + "/link";
    const std::string end =
        " belongs to user 54321 in a folder that everybody can write to; put a file of your own "
        "into a folder of your own";
    put(foreign_text);
    std::filesystem::create_symlink(path_, link);
    CPPUNIT_ASSERT_EQUAL(0, lchown(link.c_str(), 54321, 54321));
    ForeignTokenFile by_link(link, conf_, files_);
    CPPUNIT_ASSERT(by_link.load("any"));
    chmod(folder_.path().c_str(), 01777);
    CPPUNIT_ASSERT(file_.load("any"));
    CPPUNIT_ASSERT_EQUAL("no_access: " + link + end, sentence_of(by_link.load("any")));
    CPPUNIT_ASSERT_EQUAL(0, chown(path_.c_str(), 54321, 54321));
    CPPUNIT_ASSERT_EQUAL("no_access: " + path_ + end, sentence_of(file_.load("any")));
    CPPUNIT_ASSERT_EQUAL("no_access: " + path_ + end, sentence_of(file_.lock("any", patience)));
  }

  // Else he would lock something else than root did, and both ask.
  void leaves_the_lock_to_the_files_owner() {
    if (geteuid() != 0) return;
    put(foreign_text);
    CPPUNIT_ASSERT_EQUAL(0, chown(path_.c_str(), 65534, 65534));
    chmod(folder_.path().c_str(), 0755);
    const auto lease = file_.lock("any", patience);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
    CPPUNIT_ASSERT_EQUAL(7, run_child([&] {
                           if (setuid(65534) != 0) return 1;
                           return file_.lock("any", patience) ? 0 : 7;
                         }));
  }

 private:
  void put(const std::string& text, mode_t mode = 0600) {
    folder_.write("token", text);
    CPPUNIT_ASSERT_EQUAL(0, chmod(path_.c_str(), mode));
  }

  // As a writer that was killed before it could rename.
  void leave(const std::string& text, mode_t mode) {
    folder_.write("token.sasl-oauth-new", text);
    CPPUNIT_ASSERT_EQUAL(0, chmod(left_.c_str(), mode));
  }

  void save(const Record& record) {
    const auto lease = file_.lock("any", patience);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
    CPPUNIT_ASSERT_EQUAL(std::string("success"),
                         sentence_of(file_.save(**lease, record, SaveMode::replace)));
  }

  std::string content() const {
    const auto file = SystemFileReader().read(path_, bounds::max_record_bytes);
    return std::string((*file)->text.reveal());
  }

  static mode_t mode_of(const std::string& path) {
    struct stat status = {};
    CPPUNIT_ASSERT_EQUAL(0, stat(path.c_str(), &status));
    return status.st_mode & 07777;
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/token";
  const std::string left_ = path_ + ".sasl-oauth-new";
  const std::string conf_ = folder_.path() + "/conf";
  SystemFileReader files_;
  ForeignTokenFile file_{path_, conf_, files_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignTokenFileTest);

}  // namespace
}  // namespace oauth

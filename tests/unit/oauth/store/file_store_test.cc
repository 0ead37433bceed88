// SPDX-License-Identifier: MIT
#include "oauth/store/file_store.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "oauth/store/record_json.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace oauth {
namespace {

using std::chrono::milliseconds;

constexpr char name[] = "user@example.com";
constexpr milliseconds patience(5);

class FileStoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileStoreTest);
  CPPUNIT_TEST(loads_what_it_saved);
  CPPUNIT_TEST(saves_the_text_of_the_record_and_nothing_else);
  CPPUNIT_TEST(does_not_tell_capitals_apart);
  CPPUNIT_TEST(says_how_to_make_a_missing_account_or_folder);
  CPPUNIT_TEST(names_the_user_of_a_service_in_its_sentences);
  CPPUNIT_TEST(makes_a_missing_account_fit_for_a_log);
  CPPUNIT_TEST(will_not_bring_a_removed_record_back);
  CPPUNIT_TEST(replaces_what_a_crash_left_behind);
  CPPUNIT_TEST(keeps_a_record_that_the_new_one_would_be_too_long_for);
  CPPUNIT_TEST(knows_which_accounts_it_holds);
  CPPUNIT_TEST(lists_its_accounts_in_order);
  CPPUNIT_TEST(removes_a_record_and_leaves_its_lock);
  CPPUNIT_TEST(locks_one_account_at_a_time);
  CPPUNIT_TEST(refuses_a_record_of_another_account);
  CPPUNIT_TEST(has_no_room_for_an_account_that_names_another_folder);
  CPPUNIT_TEST(works_in_a_folder_that_it_holds_open);
  CPPUNIT_TEST_SUITE_END();

 public:
  void loads_what_it_saved() {
    save(sample_record(), SaveMode::create);
    Record changed = sample_record();
    changed.access_token = Secret::copy_of("new");
    save(changed, SaveMode::replace);
    const auto record = store_.load(name);
    CPPUNIT_ASSERT(record);
    CPPUNIT_ASSERT(record->access_token.reveal() == "new");
    CPPUNIT_ASSERT_EQUAL(std::string(name), record->account);
  }

  void saves_the_text_of_the_record_and_nothing_else() {
    save(sample_record(), SaveMode::create);
    CPPUNIT_ASSERT_EQUAL(std::string(write_record(sample_record()).reveal()), content());
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com.json user@example.com.lock"), listing());
    CPPUNIT_ASSERT_EQUAL(folder_.path() + "/user@example.com.json", *store_.path_of(name));
  }

  void does_not_tell_capitals_apart() {
    save(sample_record(), SaveMode::create);
    CPPUNIT_ASSERT(store_.load("User@Example.COM"));
    Record record = sample_record();
    record.account = "USER@example.com";
    save(record, SaveMode::replace);
    CPPUNIT_ASSERT_EQUAL(std::string("USER@example.com"), store_.load(name)->account);
  }

  void says_how_to_make_a_missing_account_or_folder() {
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account user@example.com in " + folder_.path() +
                             "; run: sasl-oauth login user@example.com",
                         sentence_of(store_.load(name)));
    FileStore nowhere(folder_.path() + "/none");
    const std::string sentence =
        "no_access: there is no " + folder_.path() + "/none; sasl-oauth login makes it";
    CPPUNIT_ASSERT_EQUAL(sentence, sentence_of(nowhere.load(name)));
    CPPUNIT_ASSERT_EQUAL(sentence, sentence_of(nowhere.lock(name, patience)));
    CPPUNIT_ASSERT(!*nowhere.holds(name));
    CPPUNIT_ASSERT(nowhere.accounts()->empty());
  }

  void names_the_user_of_a_service_in_its_sentences() {
    FileStore of_service(folder_.path(), "postfix");
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account user@example.com in " + folder_.path() +
                             "; run: sasl-oauth login user@example.com --for postfix",
                         sentence_of(of_service.load(name)));
    save(sample_record(), SaveMode::create);
    CPPUNIT_ASSERT_EQUAL(std::string("postfix"), of_service.load(name)->kept_for);
    CPPUNIT_ASSERT_EQUAL(std::string(), store_.load(name)->kept_for);
    save(*of_service.load(name), SaveMode::replace);
    CPPUNIT_ASSERT(content().find("postfix") == std::string::npos);
  }

  void makes_a_missing_account_fit_for_a_log() {
    CPPUNIT_ASSERT_EQUAL(
        "no_access: there is no account a?b in " + folder_.path() + "; run: sasl-oauth login 'a?b'",
        sentence_of(store_.load("a\x1b"
                                "b")));
  }

  void will_not_bring_a_removed_record_back() {
    save(sample_record(), SaveMode::create);
    const auto lease = store_.lock(name, patience);
    CPPUNIT_ASSERT(*store_.remove(**lease, name));
    const auto saved = store_.save(**lease, sample_record(), SaveMode::replace);
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account user@example.com in " + folder_.path() +
                             "; run: sasl-oauth login user@example.com",
                         sentence_of(saved));
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com.lock"), listing());
    CPPUNIT_ASSERT(store_.save(**lease, sample_record(), SaveMode::create));
  }

  void replaces_what_a_crash_left_behind() {
    folder_.write("user@example.com.new", "half a rec");
    save(sample_record(), SaveMode::create);
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com.json user@example.com.lock"), listing());
    CPPUNIT_ASSERT(store_.load(name));
  }

  void keeps_a_record_that_the_new_one_would_be_too_long_for() {
    save(sample_record(), SaveMode::create);
    const std::string before = content();
    Record record = sample_record();
    record.refresh_token = Secret::copy_of(std::string(bounds::max_record_bytes, 'x'));
    const auto lease = store_.lock(name, patience);
    CPPUNIT_ASSERT_EQUAL("no_access: " + folder_.path() +
                             "/user@example.com.json would get longer than 131072 bytes; remove "
                             "what is not needed from it",
                         sentence_of(store_.save(**lease, record, SaveMode::replace)));
    CPPUNIT_ASSERT_EQUAL(before, content());
  }

  void knows_which_accounts_it_holds() {
    CPPUNIT_ASSERT(!*store_.holds(name));
    save(sample_record(), SaveMode::create);
    CPPUNIT_ASSERT(*store_.holds(name));
    CPPUNIT_ASSERT(*store_.holds("USER@example.com"));
    for (const char* account : {"", "other@example.com", "user@example.com.json", "\xff"}) {
      CPPUNIT_ASSERT_MESSAGE(account, !*store_.holds(account));
    }
    CPPUNIT_ASSERT(!*store_.holds(std::string(300, 'a')));
  }

  void lists_its_accounts_in_order() {
    for (const char* account : {"z@example.com", "a/b", "a@example.com", "*@example.com"}) {
      Record record = sample_record();
      record.account = account;
      save(record, SaveMode::create);
    }
    folder_.write(".ready", "");
    folder_.write("notes.txt", "");
    std::string all;
    const auto accounts = store_.accounts();
    for (const std::string& account : *accounts) all += account + " ";
    CPPUNIT_ASSERT_EQUAL(std::string("*@example.com a/b a@example.com z@example.com "), all);
  }

  void removes_a_record_and_leaves_its_lock() {
    save(sample_record(), SaveMode::create);
    folder_.write("user@example.com.new", "half a rec");
    const auto lease = store_.lock(name, patience);
    CPPUNIT_ASSERT(*store_.remove(**lease, name));
    CPPUNIT_ASSERT(!*store_.remove(**lease, name));
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com.lock"), listing());
  }

  void locks_one_account_at_a_time() {
    const auto first = store_.lock(name, patience);
    CPPUNIT_ASSERT(first);
    CPPUNIT_ASSERT_EQUAL("unavailable: another process holds " + folder_.path() +
                             "/user@example.com.lock for longer than 0 s; try again later",
                         sentence_of(store_.lock("User@example.com", patience)));
    CPPUNIT_ASSERT(store_.lock("other@example.com", patience));
  }

  void refuses_a_record_of_another_account() {
    Record record = sample_record();
    save(record, SaveMode::create);
    std::filesystem::copy_file(folder_.path() + "/user@example.com.json",
                               folder_.path() + "/copy@example.com.json");
    CPPUNIT_ASSERT_EQUAL("bad_config: " + folder_.path() +
                             "/copy@example.com.json holds the account user@example.com; rename "
                             "it, or run sasl-oauth login for this one",
                         sentence_of(store_.load("copy@example.com")));
  }

  void has_no_room_for_an_account_that_names_another_folder() {
    Record record = sample_record();
    record.account = "../outside";
    save(record, SaveMode::create);
    CPPUNIT_ASSERT_EQUAL(std::string("%2e.%2foutside.json %2e.%2foutside.lock"), listing());
    CPPUNIT_ASSERT_EQUAL(std::string("../outside"), store_.accounts()->at(0));
  }

  // Once its path is out of reach, as for a process that jailed itself.
  void works_in_a_folder_that_it_holds_open() {
    const std::string path = folder_.path() + "/store";
    std::filesystem::create_directory(path);
    FileStore held(std::move(**open_folder(path, Symlinks::follow)));
    std::filesystem::rename(path, folder_.path() + "/moved");
    {
      const auto lease = held.lock(name, patience);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
      CPPUNIT_ASSERT(held.save(**lease, sample_record(), SaveMode::create));
    }
    CPPUNIT_ASSERT(held.load(name));
    CPPUNIT_ASSERT(*held.holds(name));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, held.accounts()->size());
    CPPUNIT_ASSERT(FileStore(folder_.path() + "/moved").load(name));
  }

 private:
  void save(const Record& record, SaveMode mode) {
    const auto lease = store_.lock(record.account, patience);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(lease));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(store_.save(**lease, record, mode)));
  }

  std::string content() const {
    std::ifstream file(folder_.path() + "/user@example.com.json", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  std::string listing() const {
    const auto folder = open_folder(folder_.path(), Symlinks::follow);
    const auto names = names_in(**folder);
    std::string all;
    for (const std::string& each : *names) all += (all.empty() ? "" : " ") + each;
    return all;
  }

  TemporaryFolder folder_;
  FileStore store_{folder_.path()};
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileStoreTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "tool/account_book.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "oauth/base/bounds.h"
#include "tests/support/sample_record.h"
#include "tests/support/sentence.h"
#include "tests/support/temporary_folder.h"

namespace tool {
namespace {

class AccountBookTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AccountBookTest);
  CPPUNIT_TEST(is_empty_before_the_first_account);
  CPPUNIT_TEST(finds_what_was_kept);
  CPPUNIT_TEST(names_the_nearest_account_or_the_remedy);
  CPPUNIT_TEST(chooses_all_or_those_that_are_named);
  CPPUNIT_TEST(makes_no_mark_for_a_store_elsewhere);
  CPPUNIT_TEST(tells_why_a_store_cannot_be_listed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    folder_ = std::make_unique<oauth::TemporaryFolder>();
    store_ = folder_->path() + "/deep/store";
    Options options;
    options.config_file = folder_->write("config.toml", "");
    options.store_folder = store_;
    world_ = std::move(*World::open(options));
  }
  void tearDown() override {
    world_.reset();
    folder_.reset();
  }

  void is_empty_before_the_first_account() {
    AccountBook book = open();
    CPPUNIT_ASSERT(book.all()->empty());
    CPPUNIT_ASSERT(!*book.find("user@example.com"));
    CPPUNIT_ASSERT_EQUAL(store_, *book.folder_for("user@example.com"));
    CPPUNIT_ASSERT(access(store_.c_str(), F_OK) != 0);
  }

  void finds_what_was_kept() {
    AccountBook book = open();
    keep(book, "User@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("user@example.com"), (*book.all())[0].name);
    const auto found = book.get("USER@example.com");
    CPPUNIT_ASSERT_EQUAL(std::string("User@example.com"), found->store->load(found->name)->account);
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), open().all()->size());
  }

  void names_the_nearest_account_or_the_remedy() {
    AccountBook book = open();
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account user@example.com in " + store_ +
                             "; run: sasl-oauth login user@example.com",
                         oauth::sentence_of(book.get("user@example.com")));
    keep(book, "user@example.com");
    CPPUNIT_ASSERT_EQUAL("no_access: there is no account usr@example.com in " + store_ +
                             "; did you mean user@example.com?",
                         oauth::sentence_of(book.get("usr@example.com")));
  }

  void chooses_all_or_those_that_are_named() {
    AccountBook book = open();
    keep(book, "a@example.com");
    keep(book, "b@example.com");
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), book.choose({})->size());
    CPPUNIT_ASSERT_EQUAL(std::string("b@example.com"), (*book.choose({"b@example.com"}))[0].name);
    CPPUNIT_ASSERT(!book.choose({"b@example.com", "nobody"}));
  }

  void makes_no_mark_for_a_store_elsewhere() {
    AccountBook book = open();
    keep(book, "a@example.com");
    CPPUNIT_ASSERT(!*book.mark(store_));
    CPPUNIT_ASSERT(access((store_ + "/.ready").c_str(), F_OK) != 0);
    CPPUNIT_ASSERT(book.unmark_if_empty(store_));
  }

  void tells_why_a_store_cannot_be_listed() {
    folder_->write("deep", "a file");
    CPPUNIT_ASSERT(open().all()->empty());
    CPPUNIT_ASSERT_EQUAL(std::string("no_access"),
                         oauth::sentence_of(open().make_store(store_)).substr(0, 9));
  }

 private:
  std::unique_ptr<oauth::TemporaryFolder> folder_;
  std::string store_;
  std::unique_ptr<World> world_;

  AccountBook open() {
    auto book = AccountBook::open(*world_);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(book));
    return std::move(*book);
  }

  static void keep(AccountBook& book, const std::string& name) {
    oauth::Record record = oauth::sample_record();
    record.account = name;
    const auto store = book.make_store(*book.folder_for(name));
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of(store));
    const auto lease = (*store)->lock(name, oauth::bounds::lock_timeout);
    CPPUNIT_ASSERT_EQUAL(std::string("success"), oauth::sentence_of((*store)->save(
                                                     **lease, record, oauth::SaveMode::create)));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AccountBookTest);

}  // namespace
}  // namespace tool

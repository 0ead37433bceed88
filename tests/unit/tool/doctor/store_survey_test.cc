// SPDX-License-Identifier: MIT
#include "tool/doctor/store_survey.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/doctor_fakes.h"
#include "tests/support/temporary_folder.h"
#include "tool/acting_as.h"

namespace tool {
namespace {

constexpr char record[] =
    "{\"version\": 1, \"expires_at\": 1700003000, \"user\": \"\", "
    "\"access_token\": \"CANARY\", \"account\": \"you@example.com\"}";

class StoreSurveyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StoreSurveyTest);
  CPPUNIT_TEST(finds_accounts_and_nothing_to_say);
  CPPUNIT_TEST(keeps_the_fault_of_a_record);
  CPPUNIT_TEST(tells_of_folders_that_others_may_write_or_list);
  CPPUNIT_TEST(tells_of_a_folder_of_somebody_else);
  CPPUNIT_TEST(tells_of_files_that_no_login_finds);
  CPPUNIT_TEST(passes_over_a_folder_that_is_not_there);
  CPPUNIT_TEST(tells_of_a_store_that_its_owner_cannot_reach);
  CPPUNIT_TEST(refuses_a_link_where_it_is_told_to);
  CPPUNIT_TEST(serves_by_name_in_any_case_and_by_pattern);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    folder_ = std::make_unique<oauth::TemporaryFolder>();
    chmod(folder_->path().c_str(), 0700);
    owner_.name = "you";
    owner_.uid = geteuid();
  }

  void finds_accounts_and_nothing_to_say() {
    add("you@example.com.json", record);
    add("you@example.com.lock", "");
    add(".ready", "");
    StoreSurvey survey = survey_of(folder_->path());
    CPPUNIT_ASSERT_EQUAL("ok: " + folder_->path() + " is you's alone\n", told(survey.read()));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), survey.accounts().size());
    CPPUNIT_ASSERT_EQUAL(std::string("you@example.com"), survey.accounts()[0].name);
    CPPUNIT_ASSERT_EQUAL(folder_->path(), survey.accounts()[0].folder);
    CPPUNIT_ASSERT(static_cast<bool>(survey.accounts()[0].record));
  }

  void keeps_the_fault_of_a_record() {
    add("you@example.com.json", record);
    chmod((folder_->path() + "/you@example.com.json").c_str(), 0644);
    add("broken.json", "{");
    StoreSurvey survey = survey_of(folder_->path());
    survey.read();
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), survey.accounts().size());
    CPPUNIT_ASSERT(survey.accounts()[0].record.error().kind == oauth::ErrorKind::bad_config);
    CPPUNIT_ASSERT(survey.accounts()[1].record.error().kind == oauth::ErrorKind::no_access);
  }

  void tells_of_folders_that_others_may_write_or_list() {
    chmod(folder_->path().c_str(), 0770);
    CPPUNIT_ASSERT_EQUAL("problem: " + folder_->path() + " can be written by others -> chmod 700 " +
                             folder_->path() + "\n",
                         told(survey_of(folder_->path()).read()));
    chmod(folder_->path().c_str(), 0755);
    CPPUNIT_ASSERT_EQUAL("note: " + folder_->path() +
                             " shows others which accounts there are -> chmod 700 " +
                             folder_->path() + "\n",
                         told(survey_of(folder_->path()).read()));
  }

  void tells_of_a_folder_of_somebody_else() {
    if (geteuid() == 0) return;  // root's own is a service's too
    owner_.uid = geteuid() + 1;
    CPPUNIT_ASSERT_EQUAL("problem: " + folder_->path() + " belongs to user " +
                             std::to_string(geteuid()) + ", not to you -> chown -R you " +
                             folder_->path() + "\n",
                         told(survey_of(folder_->path()).read()));
  }

  void tells_of_files_that_no_login_finds() {
    add("You@example.com.json", record);
    add("a.new", "");
    add("note\n.txt", "");
    const std::string path = folder_->path();
    CPPUNIT_ASSERT_EQUAL(
        "ok: " + path + " is you's alone\n" + "warning: " + path +
            "/You@example.com.json is no account's file name (they are in small letters, and what "
            "is neither letter, digit nor @+-_. is percent-encoded): no login finds it -> mv it to "
            "the account's name, or rm " +
            path + "/You@example.com.json\n" + "note: " + path +
            "/a.new is what a writer that was stopped left behind: the newest token may be in it -> "
            "leave it: the next refresh takes it from there\n" +
            "note: " + path +
            "/note?.txt is none of sasl-oauth's files -> rm '" + path +
            "/note?.txt', if nobody needs it\n",
        told(survey_of(path).read()));
  }

  void passes_over_a_folder_that_is_not_there() {
    StoreSurvey survey = survey_of(folder_->path() + "/none");
    CPPUNIT_ASSERT_EQUAL(std::string(), told(survey.read()));
    CPPUNIT_ASSERT(survey.accounts().empty());
  }

  void tells_of_a_store_that_its_owner_cannot_reach() {
    if (geteuid() != 0) return;  // root alone acts for another
    owner_ = {"nobody", "", 65534, 65534};
    oauth::StorePlaces places;
    places.statedir = folder_->path();
    places.user = "nobody";
    for (const std::string& path :
         {places.of_service(), folder_->path() + "/jail", places.of_jailed()}) {
      CPPUNIT_ASSERT_EQUAL(0, mkdir(path.c_str(), 0700));
    }
    for (const std::string name : {"nobody", "jail/nobody"}) {
      const std::string file = name + "/you@example.com.json";
      add(file, record);
      for (const std::string& path : {folder_->path() + "/" + name, folder_->path() + "/" + file}) {
        CPPUNIT_ASSERT_EQUAL(0, chown(path.c_str(), owner_.uid, owner_.gid));
      }
    }
    StoreSurvey survey(places, owner_, oauth::Symlinks::refuse);
    CPPUNIT_ASSERT_EQUAL(0, chmod(folder_->path().c_str(), 0700));
    const auto acting = ActingAs::user(owner_);
    const std::string all = told(survey.read());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), survey.accounts().size());
    CPPUNIT_ASSERT_MESSAGE(
        all,
        all.find("problem: " + places.of_service() +
                 " cannot be reached by nobody: a folder on the way to it is closed, so "
                 "logins find no account -> namei -l " +
                 places.of_service() + ", and chmod a+x what is closed\n") != std::string::npos);
    // That one is reached by a descriptor; check_jail tells of it.
    CPPUNIT_ASSERT_MESSAGE(all, all.find("problem: " + places.of_jailed()) == std::string::npos);
  }

  void refuses_a_link_where_it_is_told_to() {
    const std::string link = folder_->path() + "/link";
    CPPUNIT_ASSERT_EQUAL(0, symlink(folder_->path().c_str(), link.c_str()));
    oauth::StorePlaces places;
    places.configured = link;
    StoreSurvey survey(places, owner_, oauth::Symlinks::refuse);
    const std::string all = told(survey.read());
    CPPUNIT_ASSERT_MESSAGE(all, all.rfind("problem: cannot open folder " + link, 0) == 0);
  }

  void serves_by_name_in_any_case_and_by_pattern() {
    add("you@example.com.json", record);
    add("%2a@example.org.json", "{");
    StoreSurvey survey = survey_of(folder_->path());
    survey.read();
    CPPUNIT_ASSERT(survey.serves("You@Example.com") && survey.serves("any.body@example.org"));
    CPPUNIT_ASSERT(!survey.serves("me@example.com") && !survey.serves("you") && !survey.serves(""));
  }

 private:
  void add(const std::string& name, const std::string& text) const {
    chmod(folder_->write(name, text).c_str(), 0600);
  }

  StoreSurvey survey_of(const std::string& path) const {
    oauth::StorePlaces places;
    places.configured = path;
    return {places, owner_, oauth::Symlinks::follow};
  }

  std::unique_ptr<oauth::TemporaryFolder> folder_;
  oauth::Person owner_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(StoreSurveyTest);

}  // namespace
}  // namespace tool

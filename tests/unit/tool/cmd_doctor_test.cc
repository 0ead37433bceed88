// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "tests/support/tool_desk.h"

namespace tool {
namespace {

class CmdDoctorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CmdDoctorTest);
  CPPUNIT_TEST(tells_by_topic_what_it_found);
  CPPUNIT_TEST(goes_on_when_the_configuration_is_broken);
  CPPUNIT_TEST(answers_in_json);
  CPPUNIT_TEST(shows_no_secret_and_changes_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void tells_by_topic_what_it_found() {
    desk_.add("work", "\"refresh_token\": \"1//R\"");
    desk_.run(run_doctor, offline());
    const std::string all = desk_.output();
    for (const char* part : {"plugin\n", "configuration\n", "accounts\n", "rank\n", "network\n",
                             "  ok       work: token good for 10 days\n"}) {
      CPPUNIT_ASSERT_MESSAGE(all, all.find(part) != std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), desk_.errors());
  }

  void goes_on_when_the_configuration_is_broken() {
    desk_.configure("[defauts]\n");
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_doctor, offline()));
    const std::string all = desk_.output();
    CPPUNIT_ASSERT_MESSAGE(all, all.find("config.toml:3: ") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(all, all.find("\nrank\n") != std::string::npos);
  }

  void answers_in_json() {
    Options options = offline();
    options.wants_json = true;
    desk_.run(run_doctor, options);
    CPPUNIT_ASSERT_EQUAL(std::size_t(0), desk_.output().find("{\"problems\": "));
    CPPUNIT_ASSERT(desk_.output().find("\"topic\": \"plugin\"") != std::string::npos);
  }

  void shows_no_secret_and_changes_nothing() {
    desk_.write_record("work", "{\"version\": 1, \"access_token\": \"CANARY\" \"CANARY\"}");
    CPPUNIT_ASSERT_EQUAL(78, desk_.run(run_doctor, offline()));
    CPPUNIT_ASSERT(desk_.output().find("CANARY") == std::string::npos);
    CPPUNIT_ASSERT(desk_.output().find("work.json") != std::string::npos);
    CPPUNIT_ASSERT(desk_.has("work"));
  }

 private:
  static Options offline() {
    Options options;
    options.is_offline = true;
    return options;
  }

  ToolDesk desk_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CmdDoctorTest);

}  // namespace
}  // namespace tool

// SPDX-License-Identifier: MIT
#include "oauth/store/record_state.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace oauth {
namespace {

std::string written(const Record& record) {
  JsonWriter writer(JsonLayout::one_line);
  write_record_state(writer, record);
  return std::string(writer.finish().reveal());
}

class RecordStateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordStateTest);
  CPPUNIT_TEST(writes_nothing_where_there_is_nothing_to_say);
  CPPUNIT_TEST(reads_back_all_that_it_writes);
  CPPUNIT_TEST(knows_that_there_is_something_to_say);
  CPPUNIT_TEST(reads_a_verdict_of_each_kind);
  CPPUNIT_TEST(makes_a_verdict_fit_for_a_log);
  CPPUNIT_TEST(says_of_a_verdict_without_a_reason_what_to_do);
  CPPUNIT_TEST(complains_of_a_malformed_verdict);
  CPPUNIT_TEST(keeps_a_count_within_bounds);
  CPPUNIT_TEST_SUITE_END();

 public:
  void writes_nothing_where_there_is_nothing_to_say() {
    CPPUNIT_ASSERT_EQUAL(std::string("{}"), written(Record()));
    CPPUNIT_ASSERT(!has_record_state(Record()));
  }

  void reads_back_all_that_it_writes() {
    const char text[] =
        R"({"issued_at": 1, "failures": 2, "next_attempt_at": 3, "forced_refresh": true, )"
        R"("was_refused": true, "verdict": {"kind": "refused", "error": "access_denied", )"
        R"("reason": "no", "at": 4, "refresh_token": "r"}})";
    const Record record = read(text);
    CPPUNIT_ASSERT_EQUAL(std::string(), problem_);
    CPPUNIT_ASSERT(record.issued_at == from_unix(1));
    CPPUNIT_ASSERT_EQUAL(2u, record.failures);
    CPPUNIT_ASSERT(record.next_attempt_at == from_unix(3));
    CPPUNIT_ASSERT(record.forced_refresh && record.was_refused);
    CPPUNIT_ASSERT(record.verdict->kind == ErrorKind::refused);
    CPPUNIT_ASSERT_EQUAL(std::string("access_denied"), record.verdict->code);
    CPPUNIT_ASSERT_EQUAL(std::string("no"), record.verdict->reason);
    CPPUNIT_ASSERT(record.verdict->at == from_unix(4));
    CPPUNIT_ASSERT(record.verdict->refresh_token.reveal() == "r");
    CPPUNIT_ASSERT_EQUAL(std::string(text), written(record));
  }

  void knows_that_there_is_something_to_say() {
    for (const char* text :
         {R"({"issued_at":1})", R"({"failures":1})", R"({"next_attempt_at":1})",
          R"({"forced_refresh":true})", R"({"was_refused":true})", R"({"verdict":{}})"}) {
      CPPUNIT_ASSERT_MESSAGE(text, has_record_state(read(text)));
    }
  }

  void reads_a_verdict_of_each_kind() {
    const struct {
      const char* name;
      ErrorKind kind;
    } cases[] = {{"consent_needed", ErrorKind::consent_needed},
                 {"bad_config", ErrorKind::bad_config},
                 {"refused", ErrorKind::refused},
                 {"unavailable", ErrorKind::consent_needed},
                 {"of another release", ErrorKind::consent_needed}};
    for (const auto& each : cases) {
      const Record record = read(R"({"verdict":{"kind":")" + std::string(each.name) + "\"}}");
      CPPUNIT_ASSERT_MESSAGE(each.name, record.verdict->kind == each.kind);
    }
  }

  void makes_a_verdict_fit_for_a_log() {
    const Record record = read(R"({"verdict":{"reason":"a\u001b[2J","error":"b\n"}})");
    CPPUNIT_ASSERT_EQUAL(std::string("a?[2J"), record.verdict->reason);
    CPPUNIT_ASSERT_EQUAL(std::string("b?"), record.verdict->code);
  }

  void says_of_a_verdict_without_a_reason_what_to_do() {
    for (const char* text : {R"({"verdict":{}})", R"({"verdict":{"reason":"","rfason":"x"}})"}) {
      CPPUNIT_ASSERT_EQUAL(
          std::string("you@example.com was refused for good, and its file does "
                      "not say why; ask again: sasl-oauth refresh you@example.com"),
          read(text).verdict->reason);
    }
  }

  void complains_of_a_malformed_verdict() {
    for (const char* text : {R"({"verdict":null})", R"({"verdict":1})", R"({"verdict":"x"})",
                             R"({"verdict":[]})", R"({"verdict":{"kind":1}})",
                             R"({"verdict":{"at":"x"}})", R"({"verdict":{"at":1,"at":2}})"}) {
      const Record record = read(text);
      CPPUNIT_ASSERT_MESSAGE(text, !record.verdict);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text,
                                   std::string("f: member \"verdict\" is malformed; mend the file, "
                                               "or sign in again: sasl-oauth login"),
                                   problem_);
    }
  }

  void keeps_a_count_within_bounds() {
    CPPUNIT_ASSERT_EQUAL(1000u, read(R"({"failures":9223372036854775807})").failures);
    CPPUNIT_ASSERT_EQUAL(0u, read(R"({"failures":-1})").failures);
  }

 private:
  Record read(const std::string& text) {
    const std::string source = "f";
    const auto object = parse_file_object(text, source);
    MemberReader reader(*object, source);
    Record record;
    record.account = "you@example.com";
    read_record_state(reader, source, record);
    problem_ = reader.error() ? reader.error()->message : "";
    return record;
  }

  std::string problem_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RecordStateTest);

}  // namespace
}  // namespace oauth

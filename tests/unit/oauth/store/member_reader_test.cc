// SPDX-License-Identifier: MIT
#include "oauth/store/member_reader.h"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <string>

#include "tests/support/sentence.h"

namespace oauth {
namespace {

constexpr char remedy[] = "; mend the file, or sign in again: sasl-oauth login";

// Reads from `json` and returns the complaint, or nothing.
std::string complaint(const char* json, const std::function<void(MemberReader&)>& read) {
  const std::string source = "f";
  const auto object = parse_file_object(json, source);
  MemberReader reader(*object, source);
  read(reader);
  return reader.error() ? reader.error()->message : "";
}

class MemberReaderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MemberReaderTest);
  CPPUNIT_TEST(names_the_file_in_every_complaint);
  CPPUNIT_TEST(reads_each_type);
  CPPUNIT_TEST(reads_what_is_missing_as_nothing);
  CPPUNIT_TEST(takes_numbers_written_as_strings);
  CPPUNIT_TEST(keeps_numbers_within_what_a_calendar_holds);
  CPPUNIT_TEST(complains_of_the_wrong_type);
  CPPUNIT_TEST(keeps_the_first_complaint);
  CPPUNIT_TEST(hands_on_what_nobody_took_as_json);
  CPPUNIT_TEST_SUITE_END();

 public:
  void names_the_file_in_every_complaint() {
    const struct {
      const char* text;
      const char* what;
    } cases[] = {
        {"", "is not a JSON object: syntax error at byte 1"},
        {"[]", "is not a JSON object: it is an array"},
        {R"({"a":1,"b":2,"a":3})", "member \"a\" stands twice"},
        {R"({"a\u001b":1,"a\u001b":1})", "member \"a?\" stands twice"},
    };
    for (const auto& each : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string("bad_config: /x/y.json: ") + each.what + remedy,
                           sentence_of(parse_file_object(each.text, "/x/y.json")));
    }
    CPPUNIT_ASSERT(parse_file_object("{} // end", "f", JsonComments::passed_over));
  }

  void reads_each_type() {
    const std::string problem =
        complaint(R"({"s":"text","n":17,"t":true,"f":false,"e":""})", [](MemberReader& reader) {
          CPPUNIT_ASSERT(reader.text("s") == "text");
          CPPUNIT_ASSERT_EQUAL(std::string("text"), reader.string("s"));
          CPPUNIT_ASSERT(reader.secret("s").reveal() == "text");
          CPPUNIT_ASSERT(reader.number("n") == 17);
          CPPUNIT_ASSERT(reader.time("n") == from_unix(17));
          CPPUNIT_ASSERT(reader.flag("t"));
          CPPUNIT_ASSERT(!reader.flag("f"));
          CPPUNIT_ASSERT(reader.take("e")->text.empty());
        });
    CPPUNIT_ASSERT_EQUAL(std::string(), problem);
  }

  void reads_what_is_missing_as_nothing() {
    const std::string problem = complaint("{}", [](MemberReader& reader) {
      CPPUNIT_ASSERT(reader.text("x").empty());
      CPPUNIT_ASSERT(reader.secret("x").empty());
      CPPUNIT_ASSERT(!reader.number("x"));
      CPPUNIT_ASSERT(reader.time("x") == TimePoint());
      CPPUNIT_ASSERT(!reader.flag("x"));
      CPPUNIT_ASSERT(!reader.take("x"));
    });
    CPPUNIT_ASSERT_EQUAL(std::string(), problem);
  }

  void takes_numbers_written_as_strings() {
    complaint(R"({"n":"1700003600","z":"0"})", [](MemberReader& reader) {
      CPPUNIT_ASSERT(reader.number("n") == 1700003600);
      CPPUNIT_ASSERT(reader.number("z") == 0);
      CPPUNIT_ASSERT(!reader.error());
    });
  }

  void keeps_numbers_within_what_a_calendar_holds() {
    complaint(R"({"n":-5,"b":9223372036854775807})", [](MemberReader& reader) {
      CPPUNIT_ASSERT(reader.number("n") == 0);
      CPPUNIT_ASSERT(reader.number("b") == 253402300799);  // the end of the year 9999
      CPPUNIT_ASSERT(!reader.error());
    });
  }

  void complains_of_the_wrong_type() {
    const auto text = [](MemberReader& reader) { CPPUNIT_ASSERT(reader.text("m").empty()); };
    for (const char* json : {R"({"m":1})", R"({"m":null})", R"({"m":true})", R"({"m":["a"]})"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("f: member \"m\" is not a string") + remedy,
                           complaint(json, text));
    }
    const auto number = [](MemberReader& reader) { CPPUNIT_ASSERT(!reader.number("m")); };
    for (const char* json :
         {R"({"m":"x"})", R"({"m":""})", R"({"m":1.5})", R"({"m":1e3})", R"({"m":null})",
          R"({"m":[1]})", R"({"m":true})", R"({"m":99999999999999999999})"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("f: member \"m\" is not a whole number") + remedy,
                           complaint(json, number));
    }
    const auto flag = [](MemberReader& reader) { CPPUNIT_ASSERT(!reader.flag("m")); };
    for (const char* json : {R"({"m":"true"})", R"({"m":1})", R"({"m":null})"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("f: member \"m\" is not true or false") + remedy,
                           complaint(json, flag));
    }
  }

  void keeps_the_first_complaint() {
    CPPUNIT_ASSERT_EQUAL(std::string("f: member \"a\" is not a string") + remedy,
                         complaint(R"({"a":1,"b":2})", [](MemberReader& reader) {
                           reader.text("a");
                           reader.text("b");
                           reader.complain("c", "is missing");
                         }));
  }

  void hands_on_what_nobody_took_as_json() {
    complaint(
        R"({"a":"x","b":"q\"\u0001","c":[1, {"d":null}],"e":1.50})", [](MemberReader& reader) {
          reader.take("a");
          std::string left;
          for (const auto& [name, json] : reader.untaken()) {
            left += name + "=" + std::string(json.reveal()) + ";";
          }
          CPPUNIT_ASSERT_EQUAL(std::string(R"(b="q\"\u0001";c=[1,{"d":null}];e=1.50;)"), left);
        });
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MemberReaderTest);

}  // namespace
}  // namespace oauth

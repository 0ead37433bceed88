// SPDX-License-Identifier: MIT
#include <cppunit/extensions/HelperMacros.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

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

constexpr char name[] = "user@example.com";
constexpr std::chrono::milliseconds patience(1000);

Record newer_record() {
  Record record = sample_record();
  record.access_token = Secret::copy_of("new");
  record.refresh_token = Secret::copy_of("rotated");
  return record;
}

std::string text_of(const Record& record) { return std::string(write_record(record).reveal()); }

class FileStoreDamageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FileStoreDamageTest);
  CPPUNIT_TEST(refuses_a_record_cut_at_any_byte);
  CPPUNIT_TEST(survives_every_flipped_bit);
  CPPUNIT_TEST(refuses_junk);
  CPPUNIT_TEST(keeps_the_old_record_where_a_file_cannot_grow);
  CPPUNIT_TEST(has_the_old_or_the_new_record_wherever_it_is_killed);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { CPPUNIT_ASSERT(save(sample_record())); }

  void refuses_a_record_cut_at_any_byte() {
    const std::string whole = text_of(sample_record());
    // The last two bytes are "}" and the newline, which a record can do without.
    for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
      put(whole.substr(0, size));
      const auto record = store_.load(name);
      CPPUNIT_ASSERT_MESSAGE(std::to_string(size), !record);
      CPPUNIT_ASSERT_MESSAGE(std::to_string(size), record.error().kind == ErrorKind::bad_config);
      CPPUNIT_ASSERT_MESSAGE(
          record.error().message,
          record.error().message.rfind(record_ + ": is not a JSON object", 0) == 0);
    }
    put(whole.substr(0, whole.size() - 1));
    CPPUNIT_ASSERT(store_.load(name));
  }

  void survives_every_flipped_bit() {
    Record record = sample_record();
    record.verdict = Verdict{ErrorKind::refused, "x", "y", sample_now, Secret::copy_of("z")};
    const std::string whole = text_of(record);
    int refused = 0;
    for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
      std::string damaged = whole;
      damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
      const auto read = parse_record(damaged, "f");
      if (read) continue;
      CPPUNIT_ASSERT_MESSAGE(std::to_string(bit), read.error().kind == ErrorKind::bad_config);
      ++refused;
    }
    // Each byte of structure and each high bit: a third at the very least.
    CPPUNIT_ASSERT(refused > static_cast<int>(whole.size() * 8 / 3));
  }

  void refuses_junk() {
    for (const std::string& junk :
         {std::string(), std::string(4096, '\0'), std::string(1000, '\xff'), std::string("[]"),
          std::string(100000, '{'), std::string(100000, '['), std::string("\x89PNG\r\n\x1a\n")}) {
      put(junk);
      const auto record = store_.load(name);
      CPPUNIT_ASSERT(!record);
      CPPUNIT_ASSERT(record.error().kind == ErrorKind::bad_config);
    }
    put(std::string(bounds::max_record_bytes + 1, ' '));
    CPPUNIT_ASSERT_EQUAL(
        "no_access: " + record_ + " is longer than 131072 bytes; it cannot be the right file",
        sentence_of(store_.load(name)));
  }

  // What a full disk looks like to write(2): some bytes, and then no more.
  void keeps_the_old_record_where_a_file_cannot_grow() {
    const int status = run_child([&] {
      const struct rlimit limit = {100, 100};
      if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
      const auto saved = save(newer_record());
      const bool is_as_expected =
          sentence_of(saved) == "no_access: cannot write " + folder_.path() +
                                    "/user@example.com.new: File too large; raise the limit on "
                                    "file sizes";
      return is_as_expected ? 0 : 2;
    });
    CPPUNIT_ASSERT_EQUAL(0, status);
    CPPUNIT_ASSERT_EQUAL(text_of(sample_record()), content());
    CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() + "/user@example.com.new"));
  }

  void has_the_old_or_the_new_record_wherever_it_is_killed() {
    const std::string before = text_of(sample_record());
    const std::string after = text_of(newer_record());
    int old_ones = 0;
    int new_ones = 0;
    int finished_ones = 0;  // written whole, and not in its place yet
    for (int stop = 1; kill_child_at(stop, [&] { (void)!save(newer_record()); }); ++stop) {
      const std::string found = content();
      CPPUNIT_ASSERT_MESSAGE(std::to_string(stop), found == before || found == after);
      CPPUNIT_ASSERT_MESSAGE(std::to_string(stop), store_.load(name));
      ++(found == before ? old_ones : new_ones);
      // The lock is free again, and who takes it next finishes what was written whole.
      CPPUNIT_ASSERT(store_.lock(name, patience));
      CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() + "/user@example.com.new"));
      if (found == before && content() == after) ++finished_ones;
      CPPUNIT_ASSERT_MESSAGE(std::to_string(stop), content() == before || content() == after);
      CPPUNIT_ASSERT_EQUAL(std::string("success"), sentence_of(save(sample_record())));
      CPPUNIT_ASSERT(!std::filesystem::exists(folder_.path() + "/user@example.com.new"));
    }
    CPPUNIT_ASSERT(old_ones > 10);
    CPPUNIT_ASSERT(new_ones > 2);
    CPPUNIT_ASSERT(finished_ones > 3);
  }

 private:
  Result<void> save(const Record& record) {
    const auto lease = store_.lock(name, patience);
    if (!lease) return lease.error();
    return store_.save(**lease, record, SaveMode::create);
  }

  void put(const std::string& text) {
    folder_.write("user@example.com.json", text);
    chmod(record_.c_str(), 0600);
  }

  std::string content() const {
    const auto file = SystemFileReader().read(record_, bounds::max_record_bytes);
    return std::string((*file)->text.reveal());
  }

  TemporaryFolder folder_;
  FileStore store_{folder_.path()};
  const std::string record_ = folder_.path() + "/user@example.com.json";
};

CPPUNIT_TEST_SUITE_REGISTRATION(FileStoreDamageTest);

}  // namespace
}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "plugin/door/plugin_conf.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

namespace door {
namespace {

// std::string_view would do, but its checks call into libstdc++, which the door has not got.
struct Text {
  const char* begin;
  const char* end;

  bool is_empty() const { return begin == end; }
  size_t size() const { return static_cast<size_t>(end - begin); }
};

constexpr char built_in_jailed[] = "smtp=postfix lmtp=postfix";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_exactly(Text text, const char* other) {
  return strlen(other) == text.size() && memcmp(text.begin, other, text.size()) == 0;
}

bool is_in_any_case(Text text, const char* lower) {
  for (; !text.is_empty() && *lower != '\0'; ++text.begin, ++lower) {
    if (ascii_lower(*text.begin) != *lower) return false;
  }
  return text.is_empty() && *lower == '\0';
}

// Returns what stands before the next `mark` and moves `rest` beyond it.
Text cut_at(Text& rest, char mark) {
  const void* found = rest.is_empty() ? nullptr : memchr(rest.begin, mark, rest.size());
  const Text head{rest.begin, found ? static_cast<const char*>(found) : rest.end};
  rest.begin = found ? head.end + 1 : rest.end;
  return head;
}

// Returns the next word and moves `rest` beyond it; empty at the end or at a comment.
Text next_word(Text& rest) {
  while (!rest.is_empty() && is_blank(*rest.begin)) ++rest.begin;
  if (!rest.is_empty() && *rest.begin == '#') rest.begin = rest.end;
  Text word{rest.begin, rest.begin};
  while (word.end != rest.end && !is_blank(*word.end)) ++word.end;
  rest.begin = word.end;
  return word;
}

bool contains(Text text, char c) {
  return !text.is_empty() && memchr(text.begin, c, text.size()) != nullptr;
}

class Reader {
 public:
  explicit Reader(const char* program) : program_(program ? program : "") {
    read_jailed({built_in_jailed, built_in_jailed + sizeof built_in_jailed - 1});
  }

  void read_line(Text line) {
    if (!contains(line, ':')) return;
    Text head = cut_at(line, ':');
    const Text key = next_word(head);
    if (!next_word(head).is_empty()) return;
    if (is_in_any_case(key, "prefer")) read_prefer(line);
    if (is_in_any_case(key, "noplaintext")) read_noplaintext(line);
    if (is_in_any_case(key, "jailed")) read_own_jailed(line);
  }

  PluginConf result() const {
    PluginConf conf = conf_;
    conf.prefer = is_named_in_prefer_ ? prefer_here_ : prefer_elsewhere_;
    return conf;
  }

 private:
  void read_prefer(Text words) {
    for (Text word = next_word(words); !word.is_empty(); word = next_word(words)) {
      if (!contains(word, '=')) {
        read_choice(word, prefer_elsewhere_);
      } else if (is_exactly(cut_at(word, '='), program_) && read_choice(word, prefer_here_)) {
        is_named_in_prefer_ = true;
      }
    }
  }

  static bool read_choice(Text word, Preference& choice) {
    if (is_in_any_case(word, "auto")) return choice = Preference::by_account, true;
    if (is_in_any_case(word, "yes")) return choice = Preference::always, true;
    if (is_in_any_case(word, "no")) return choice = Preference::never, true;
    return false;
  }

  void read_noplaintext(Text words) {
    const Text word = next_word(words);
    conf_.noplaintext = is_in_any_case(word, "yes") || is_in_any_case(word, "on") ||
                        is_in_any_case(word, "true") || is_in_any_case(word, "1");
  }

  void read_own_jailed(Text words) {
    if (!has_own_table_) conf_.jail_user[0] = '\0';
    has_own_table_ = true;
    read_jailed(words);
  }

  void read_jailed(Text words) {
    for (Text word = next_word(words); !word.is_empty(); word = next_word(words)) {
      if (!contains(word, '=') || !is_exactly(cut_at(word, '='), program_)) continue;
      if (word.is_empty() || word.size() >= max_user_name_bytes) continue;
      memcpy(conf_.jail_user, word.begin, word.size());
      conf_.jail_user[word.size()] = '\0';
    }
  }

  const char* program_;
  PluginConf conf_;
  Preference prefer_elsewhere_ = Preference::by_account;
  Preference prefer_here_ = Preference::by_account;
  bool is_named_in_prefer_ = false;
  bool has_own_table_ = false;
};

// Returns how many bytes were read: all of the file, or `capacity`.
size_t read_all(int file, char* bytes, size_t capacity) {
  size_t size = 0;
  while (size < capacity) {
    const ssize_t got = read(file, bytes + size, capacity - size);
    if (got <= 0) break;
    size += static_cast<size_t>(got);
  }
  return size;
}

// Not inlined: most machines have no such file, and then the buffer's pages stay untouched.
__attribute__((noinline)) PluginConf read_plugin_conf(int file, const char* program) {
  char text[max_conf_bytes + 1];
  size_t size = read_all(file, text, sizeof text);
  if (size > max_conf_bytes) {
    while (size > 0 && text[size - 1] != '\n') --size;
  }
  return parse_plugin_conf(text, size, program);
}

}  // namespace

PluginConf parse_plugin_conf(const char* text, size_t size, const char* program) noexcept {
  Reader reader(program);
  for (Text rest{text, text + size}; !rest.is_empty();) reader.read_line(cut_at(rest, '\n'));
  return reader.result();
}

PluginConf read_plugin_conf(const char* path, const char* program) noexcept {
  // O_NONBLOCK: should somebody have put a FIFO there, no program hangs at its start.
  const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0) return parse_plugin_conf(nullptr, 0, program);
  const PluginConf conf = read_plugin_conf(file, program);
  close(file);
  return conf;
}

}  // namespace door

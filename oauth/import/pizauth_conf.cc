// SPDX-License-Identifier: MIT
#include "oauth/import/pizauth_conf.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "oauth/base/bounds.h"
#include "oauth/base/secret.h"
#include "oauth/base/text.h"
#include "oauth/wire/json.h"
#include "oauth/wire/url.h"

namespace oauth {
namespace {

enum class TokenKind { word, text, mark, end, broken };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;
};

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  unsigned line() const { return line_; }

  Token next() {
    skip();
    if (text_.empty()) return {};
    if (text_[0] == '"') return text();
    std::size_t length = 0;
    while (length < text_.size() && is_word_byte(text_[length])) ++length;
    const bool is_word = length > 0;
    if (!is_word) length = 1;
    Token token{is_word ? TokenKind::word : TokenKind::mark, std::string(text_.substr(0, length))};
    text_.remove_prefix(length);
    return token;
  }

 private:
  void skip() {
    for (;;) {
      while (!text_.empty() && std::string_view(" \t\r\n").find(text_[0]) != text_.npos) drop();
      if (!starts_with(text_, "//")) return;
      while (!text_.empty() && text_[0] != '\n') drop();
    }
  }

  void drop() {
    if (text_[0] == '\n') ++line_;
    text_.remove_prefix(1);
  }

  Token text() {
    Token token{TokenKind::text, ""};
    drop();
    while (!text_.empty() && text_[0] != '"' && text_[0] != '\n') {
      if (text_[0] == '\\') drop();
      if (text_.empty()) break;
      token.text += text_[0];
      drop();
    }
    if (text_.empty() || text_[0] != '"') return {TokenKind::broken, ""};
    drop();
    return token;
  }

  std::string_view text_;
  unsigned line_ = 1;
};

// What stands behind a '=': a text, a word ("30s"), a list, or a table whose content is passed
// over.
struct Value {
  bool is_list = false;
  std::vector<std::string> texts;
};

class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : lexer_(text), source_(source) {}

  Result<std::vector<PizauthAccount>> parse() {
    std::vector<PizauthAccount> accounts;
    for (;;) {
      const Token token = lexer_.next();
      if (token.kind == TokenKind::end) return accounts;
      if (token.kind != TokenKind::word) return mistake("a setting or an account must stand here");
      if (token.text != "account") {
        if (auto value = setting(); !value) return value.error();
        continue;
      }
      if (accounts.size() == bounds::max_imported_accounts) return mistake("too many accounts");
      auto account = read_account();
      if (!account) return account.error();
      accounts.push_back(std::move(*account));
    }
  }

 private:
  Error mistake(std::string_view what) const {
    return {ErrorKind::bad_config, printable(source_, bounds::max_quoted_bytes) + ":" +
                                       std::to_string(lexer_.line()) + ": " + std::string(what)};
  }

  bool expect(std::string_view mark) {
    const Token token = lexer_.next();
    return token.kind == TokenKind::mark && token.text == mark;
  }

  Result<Value> setting() {
    if (!expect("=")) return mistake("'=' is missing");
    Value value;
    Token token = lexer_.next();
    if (token.kind == TokenKind::text || token.kind == TokenKind::word) {
      value.texts.push_back(std::move(token.text));
    } else if (token.kind == TokenKind::mark && (token.text == "[" || token.text == "{")) {
      value.is_list = token.text == "[";
      if (auto items = list(value, value.is_list ? "]" : "}"); !items) return items.error();
    } else {
      return mistake("a text, a list or a table must stand here");
    }
    if (!expect(";")) return mistake("';' is missing");
    return value;
  }

  // Both forms hold texts with marks between them.
  Result<void> list(Value& value, std::string_view end) {
    for (;;) {
      Token token = lexer_.next();
      if (token.kind == TokenKind::mark && token.text == end) return {};
      if (token.kind == TokenKind::text) {
        value.texts.push_back(std::move(token.text));
      } else if (token.kind != TokenKind::mark || (token.text != "," && token.text != ":")) {
        return mistake("this list or table has no end");
      }
    }
  }

  Result<PizauthAccount> read_account() {
    Token name = lexer_.next();
    if (name.kind != TokenKind::text || !expect("{"))
      return mistake("account \"NAME\" { is missing");
    PizauthAccount account;
    account.name = std::move(name.text);
    for (;;) {
      const Token key = lexer_.next();
      if (key.kind == TokenKind::mark && key.text == "}") break;
      if (key.kind != TokenKind::word) return mistake("this account has no end");
      auto value = setting();
      if (!value) return value.error();
      put(key.text, std::move(*value), account);
    }
    const bool is_whole = !account.authorization_endpoint.empty() &&
                          !account.token_endpoint.empty() && !account.client_id.empty();
    if (!is_whole) return mistake("this account lacks auth_uri, token_uri or client_id");
    for (const std::string* url : {&account.authorization_endpoint, &account.token_endpoint}) {
      if (!check_endpoint(*url, PlainHttp::refused)) return mistake("its URLs are not https");
    }
    return account;
  }

  static void put(const std::string& key, Value value, PizauthAccount& account) {
    std::string first = value.texts.empty() ? std::string() : value.texts[0];
    if (key == "auth_uri") account.authorization_endpoint = std::move(first);
    if (key == "token_uri") account.token_endpoint = std::move(first);
    if (key == "client_id") account.client_id = std::move(first);
    if (key == "client_secret") account.has_client_secret = true;
    if (key == "login_hint") account.login_hint = std::move(first);
    if (key == "scopes" && value.is_list) account.scopes = std::move(value.texts);
  }

  Lexer lexer_;
  const std::string& source_;
};

// JSON's texts are TOML's, but for what toml_text.h wants in ASCII anyway.
std::string in_quotes(const std::string& text) {
  Secret quoted;
  append_json_string(quoted, printable(text, bounds::max_setting_bytes));
  return std::string(quoted.reveal());
}

std::string table_name(const std::string& name) {
  std::string plain = ascii_lower(name).substr(0, bounds::max_config_name_bytes);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return !is_word_byte(c) && c != '-'; }, '_');
  return plain.empty() ? "imported" : plain;
}

}  // namespace

Result<std::vector<PizauthAccount>> parse_pizauth_conf(std::string_view text,
                                                       const std::string& source) {
  auto accounts = Parser(text, source).parse();
  if (accounts && accounts->empty()) {
    return Error{ErrorKind::bad_config,
                 printable(source, bounds::max_quoted_bytes) + " has no account in it"};
  }
  return accounts;
}

std::string toml_of(const PizauthAccount& account, const std::string& known_provider) {
  const std::string name = table_name(account.name);
  const std::string provider = known_provider.empty() ? name : known_provider;
  std::string scope;
  for (const std::string& each : account.scopes) scope += (scope.empty() ? "" : " ") + each;
  std::string toml;
  if (known_provider.empty()) {
    toml += "[provider." + name +
            "]\nauthorization_endpoint = " + in_quotes(account.authorization_endpoint) +
            "\ntoken_endpoint = " + in_quotes(account.token_endpoint) +
            "\nscope = " + in_quotes(scope) + "\n\n";
  }
  toml += "[client." + name + "]\nprovider = " + in_quotes(provider) +
          "\nclient_id = " + in_quotes(account.client_id) + "\n";
  if (account.has_client_secret) {
    toml +=
        "# Copy the client_secret from pizauth.conf into a file of mode 0600:\n"
        "# client_secret = \"file:/path/to/it\"\n";
  }
  const bool is_address = account.login_hint.find('@') != account.login_hint.npos;
  const std::string address =
      is_address ? printable(account.login_hint, bounds::max_quoted_bytes) : "ADDRESS";
  return toml + "# Then sign in anew: sasl-oauth login " + address + " --client " + name + "\n";
}

}  // namespace oauth

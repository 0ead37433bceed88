// SPDX-License-Identifier: MIT
#ifndef TESTS_HOST_PROGRAM_H
#define TESTS_HOST_PROGRAM_H

#include <sasl/sasl.h>

#include <list>
#include <string>
#include <string_view>
#include <vector>

namespace host {

/// A program that signs in by libsasl: what it knows, how it is asked, and what it was told.
class Program {
 public:
  std::string user = "u@example.org";
  std::string password;

  int user_calls = 0;
  int password_calls = 0;
  std::vector<unsigned long> prompted;  // the ids, in order
  std::vector<std::string> log;         // at any level

  /// Callback lists, which live as long as the program. All have a log procedure.
  /// AUTHNAME and PASS are procedures: Postfix, sendmail, nmh, libetpan.
  const sasl_callback_t* procedures();
  /// USER, AUTHNAME and PASS are to be prompted for: isync, KDE, libldap, imtest.
  const sasl_callback_t* prompts();
  /// As `procedures`, and USER says `identity`.
  const sasl_callback_t* procedures_for(const std::string& identity);
  /// PASS alone.
  const sasl_callback_t* password_alone();

  /// Answers prompts as `user` and `password`, but USER with ""; the way libldap does it.
  void answer(sasl_interact_t* prompts);

  /// Asserts that nothing that was logged holds a secret.
  void assert_discreet() const;

 private:
  using List = std::vector<sasl_callback_t>;
  const sasl_callback_t* keep(List list);
  static int say_user(void* program, int id, const char** result, unsigned* size);
  static int say_identity(void* program, int id, const char** result, unsigned* size);
  static int say_password(sasl_conn_t*, void* program, int id, sasl_secret_t** secret);
  static int note(void* program, int level, const char* message);

  std::string identity_;
  std::vector<char> secret_;
  std::list<List> lists_;
  std::list<std::string> answers_;
};

/// Whether the protocol lets the client speak first: where not, sasl_client_start gets no
/// clientout.
enum class InitialResponse { yes, no };

/// One sasl_conn_t, from sasl_client_new to sasl_dispose. Prompts are answered by the program.
class Login {
 public:
  Login(Program& program, const sasl_callback_t* callbacks, const char* service = "imap",
        const char* host = "imap.example.org");
  Login(const Login&) = delete;
  Login& operator=(const Login&) = delete;
  ~Login();

  /// Security properties, as sasl_setprop's SASL_SEC_PROPS.
  void demand(unsigned flags, unsigned max_ssf);
  /// That the login be as strong as a cipher of so many bits.
  void demand_strength(unsigned min_ssf);
  /// Says that the connection is under TLS, with a cipher of so many bits.
  void is_under_tls(unsigned ssf);
  /// "ADDRESS;PORT"
  void connected_to(const std::string& remote);

  /// A host that cannot be prompted passes a NULL prompt_need.
  void cannot_be_prompted() { can_be_prompted_ = false; }

  int start(const char* mechanisms, InitialResponse = InitialResponse::yes);
  int step(const char* from_server, unsigned size);
  int step(std::string_view from_server) {
    return step(from_server.data(), static_cast<unsigned>(from_server.size()));
  }

  /// Returns what is to be sent; asserts that it is not NULL.
  std::string sent() const;
  /// Returns sasl_errdetail; asserts that it holds no secret.
  std::string detail() const;
  /// Returns SASL_SSF: what the mechanism itself protects, in bits.
  unsigned strength() const;
  sasl_conn_t* connection() const { return connection_; }
  const std::string& mechanism() const { return mechanism_; }

 private:
  sasl_interact_t** prompt_need() { return can_be_prompted_ ? &prompts_ : nullptr; }

  Program& program_;
  sasl_conn_t* connection_ = nullptr;
  sasl_interact_t* prompts_ = nullptr;
  bool can_be_prompted_ = true;
  const char* out_ = nullptr;
  unsigned out_size_ = 0;
  std::string mechanism_;
};

/// Returns XOAUTH2's message.
std::string xoauth2_message(const std::string& user, const std::string& token);
/// Returns that of the account's own fresh token.
std::string xoauth2_message_of(const std::string& account);

/// sasl_client_init, which must succeed.
void begin(const sasl_callback_t* global = nullptr);

}  // namespace host

#endif

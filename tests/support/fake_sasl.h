// SPDX-License-Identifier: MIT
#ifndef TESTS_SUPPORT_FAKE_SASL_H
#define TESTS_SUPPORT_FAKE_SASL_H

#include <sasl/sasl.h>
#include <sasl/saslplug.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace plugin {

/// libsasl and its host, as a client plugin sees them; records what the plugin does.
///
/// A host has nothing to say until the test gives it something: procedures (`says`, `fails`,
/// `gives_password`) or the will to be prompted (`can_be_asked`).
class FakeSasl {
 public:
  FakeSasl();
  FakeSasl(const FakeSasl&) = delete;
  FakeSasl& operator=(const FakeSasl&) = delete;
  ~FakeSasl();

  /// A procedure for a simple string. A NULL `text` is answered as such, with SASL_OK.
  void says(unsigned long id, const char* text);
  void gives_password(const std::string& password);
  /// The procedure says SASL_OK and no password.
  void gives_no_secret();
  /// A procedure that fails with this code.
  void fails(unsigned long id, int code);
  void can_be_asked(unsigned long id);
  /// No answer, no prompt.
  void is_mute(unsigned long id);
  /// From now on malloc returns NULL.
  void runs_out_of_memory();

  const sasl_utils_t& utils();
  sasl_client_params_t& params() { return params_; }

  /// What was said in seterror and in the log, formatted.
  std::vector<std::string> errors;
  /// What was said in seterror and shall not be logged.
  std::vector<std::string> prepared_errors;
  std::vector<std::pair<int, std::string>> logged;
  /// Blocks of utils->malloc that were not given back.
  int live_blocks = 0;
  /// The callbacks that were called, in order.
  std::vector<unsigned long> called;
  /// The length pointer was NULL in each call of a simple procedure.
  bool asked_for_lengths = false;
  /// Calls of canon_user: user and flags.
  std::vector<std::pair<std::string, unsigned>> canonicalized;
  int canon_result = SASL_OK;

 private:
  struct Callback {
    int code = SASL_FAIL;  // of getcallback
    int result = SASL_OK;  // of the procedure
    bool has_text = false;
    std::string text;
  };
  struct Entry {
    FakeSasl* sasl;
    unsigned long id;
  };

  void set(unsigned long id, Callback callback);
  static FakeSasl& of(sasl_conn_t* conn);
  static void* allocate(size_t size);
  static void release(void* block);
  static int get_callback(sasl_conn_t*, unsigned long id, sasl_callback_ft*, void** context);
  static int simple(void* context, int id, const char** result, unsigned* length);
  static int secret(sasl_conn_t*, void* context, int id, sasl_secret_t** secret);
  static int canonicalize(sasl_conn_t*, const char* user, unsigned length, unsigned flags,
                          sasl_out_params_t* oparams);
  static void log(sasl_conn_t*, int level, const char* format, ...);
  static void set_error(sasl_conn_t*, unsigned flags, const char* format, ...);

  sasl_utils_t utils_{};
  sasl_client_params_t params_{};
  std::map<unsigned long, Callback> callbacks_;
  std::map<unsigned long, Entry> entries_;
  std::vector<char> secret_;
  std::string authid_;
  std::string authzid_;
  bool has_memory_ = true;
};

/// A step's prompts, answered as a host does it.
class Answers {
 public:
  /// Gives `text` to the prompt of that id in the list that the plugin made.
  void give(sasl_interact_t* prompts, unsigned long id, const std::string& text);

 private:
  std::vector<std::string> kept_;  // hosts keep the results
};

}  // namespace plugin

#endif

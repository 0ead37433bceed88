// SPDX-License-Identifier: MIT
#include "oauth/network/transfer_error.h"

#include <cppunit/extensions/HelperMacros.h>
#include <openssl/x509_vfy.h>

#include <string>

#include "oauth/base/text.h"

namespace oauth {
namespace {

FailedTransfer failed_with(CURLcode code, const std::string& detail = "the detail") {
  FailedTransfer failed;
  failed.code = code;
  failed.detail = detail;
  failed.server = "oauth2.example.com";
  return failed;
}

void assert_holds(const std::string& text, const std::string& words) {
  CPPUNIT_ASSERT_MESSAGE(text + " | " + words, text.find(words) != std::string::npos);
}

class TransferErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TransferErrorTest);
  CPPUNIT_TEST(gives_each_code_its_kind_and_its_words);
  CPPUNIT_TEST(takes_a_code_it_does_not_know_for_a_lost_connection);
  CPPUNIT_TEST(gives_a_certificate_the_remedy_that_fits);
  CPPUNIT_TEST(names_the_bundle_that_cannot_be_used);
  CPPUNIT_TEST(names_the_proxy_and_what_it_answered);
  CPPUNIT_TEST(names_the_bound_that_a_reply_broke);
  CPPUNIT_TEST(tells_a_long_header_from_a_lack_of_memory);
  CPPUNIT_TEST(quotes_libcurl_only_where_it_cannot_quote_the_reply);
  CPPUNIT_TEST(is_printable_and_bounded);
  CPPUNIT_TEST_SUITE_END();

 public:
  void gives_each_code_its_kind_and_its_words() {
    const struct {
      CURLcode code;
      ErrorKind kind;
      const char* words;
    } cases[] = {
        {CURLE_COULDNT_RESOLVE_HOST, ErrorKind::unavailable, "cannot find host oauth2.example.com"},
        {CURLE_COULDNT_RESOLVE_HOST, ErrorKind::unavailable, "resolv.conf"},
        {CURLE_COULDNT_RESOLVE_PROXY, ErrorKind::unavailable, "cannot find proxy"},
        {CURLE_COULDNT_CONNECT, ErrorKind::unavailable,
         "cannot connect to oauth2.example.com: the detail; "},
        {CURLE_OPERATION_TIMEDOUT, ErrorKind::unavailable,
         "no answer from oauth2.example.com in time: the detail; "},
        {CURLE_PROXY, ErrorKind::unavailable, "check 'proxy'"},
        {CURLE_SSL_CONNECT_ERROR, ErrorKind::unavailable,
         "no secure connection to oauth2.example.com: the detail; "},
        {CURLE_GOT_NOTHING, ErrorKind::unavailable, "connection to oauth2.example.com was lost"},
        {CURLE_RECV_ERROR, ErrorKind::unavailable, "was lost: the detail; "},
        {CURLE_SEND_ERROR, ErrorKind::unavailable, "was lost"},
        {CURLE_PARTIAL_FILE, ErrorKind::unavailable, "was lost"},
        {CURLE_HTTP2, ErrorKind::unavailable, "was lost"},
        {CURLE_WEIRD_SERVER_REPLY, ErrorKind::bad_reply,
         "oauth2.example.com does not answer in HTTP"},
        {CURLE_UNSUPPORTED_PROTOCOL, ErrorKind::bad_reply, "does not answer in HTTP"},
        {CURLE_OUT_OF_MEMORY, ErrorKind::internal, "out of memory"},
        {CURLE_UNKNOWN_OPTION, ErrorKind::internal, "oauth2.example.com"},
    };
    for (const auto& one : cases) {
      const Error error = transfer_error(failed_with(one.code));
      CPPUNIT_ASSERT_MESSAGE(error.message, error.kind == one.kind);
      assert_holds(error.message, one.words);
    }
  }

  void takes_a_code_it_does_not_know_for_a_lost_connection() {
    const Error error = transfer_error(failed_with(CURLE_RTSP_CSEQ_ERROR));
    CPPUNIT_ASSERT(error.kind == ErrorKind::unavailable);
  }

  void gives_a_certificate_the_remedy_that_fits() {
    const struct {
      long verify_result;
      const char* remedy;
    } cases[] = {{X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "set ca_file"},
                 {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "set ca_file"},
                 {X509_V_ERR_CERT_HAS_EXPIRED, "clock"},
                 {X509_V_ERR_CERT_NOT_YET_VALID, "clock"},
                 {X509_V_OK, "the host that was asked for must be the one"},
                 {X509_V_ERR_UNSPECIFIED, "the host that was asked for must be the one"}};
    for (const auto& one : cases) {
      FailedTransfer failed = failed_with(CURLE_PEER_FAILED_VERIFICATION);
      failed.verify_result = one.verify_result;
      const Error error = transfer_error(failed);
      CPPUNIT_ASSERT(error.kind == ErrorKind::unavailable);
      assert_holds(error.message, "certificate of oauth2.example.com is not trusted: the detail; ");
      assert_holds(error.message, one.remedy);
    }
  }

  void names_the_bundle_that_cannot_be_used() {
    FailedTransfer failed = failed_with(CURLE_SSL_CACERT_BADFILE);
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_config);
    assert_holds(transfer_error(failed).message, "install ca-certificates or set ca_file");
    failed.ca_file = "/etc/my.pem";
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_config);
    assert_holds(transfer_error(failed).message, "cannot use ca_file /etc/my.pem");
  }

  void names_the_proxy_and_what_it_answered() {
    FailedTransfer failed = failed_with(CURLE_RECV_ERROR);
    failed.proxy = "proxy.example:3128";
    failed.connect_status = 407;
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_config);
    assert_holds(transfer_error(failed).message,
                 "proxy proxy.example:3128 refused to connect to oauth2.example.com (status 407)");
    failed.connect_status = 503;
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::unavailable);
    failed.proxy.clear();
    assert_holds(transfer_error(failed).message, "proxy from the environment refused");
  }

  void names_the_bound_that_a_reply_broke() {
    FailedTransfer failed = failed_with(CURLE_WRITE_ERROR);
    failed.stop = Reply::Stop::body_too_long;
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_reply);
    assert_holds(transfer_error(failed).message,
                 "oauth2.example.com sent more than 65536 bytes of reply");
    failed.stop = Reply::Stop::header_too_long;
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_reply);
    assert_holds(transfer_error(failed).message, "sent more than 32768 bytes of headers");
  }

  void tells_a_long_header_from_a_lack_of_memory() {
    FailedTransfer failed = failed_with(CURLE_OUT_OF_MEMORY);
    failed.request_bytes = 100;
    CPPUNIT_ASSERT(transfer_error(failed).kind == ErrorKind::bad_reply);
  }

  void quotes_libcurl_only_where_it_cannot_quote_the_reply() {
    for (CURLcode code : {CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL,
                          CURLE_BAD_CONTENT_ENCODING, CURLE_BAD_FUNCTION_ARGUMENT}) {
      const Error error = transfer_error(failed_with(code, "hunter2"));
      CPPUNIT_ASSERT(error.message.find("hunter2") == std::string::npos);
    }
  }

  void is_printable_and_bounded() {
    const std::string hostile = "\x1b[31m\r\n" + std::string(5000, 'x');
    for (int code = 1; code < CURL_LAST; ++code) {
      const Error error = transfer_error(failed_with(static_cast<CURLcode>(code), hostile));
      CPPUNIT_ASSERT_MESSAGE(error.message, !has_control_bytes(error.message));
      CPPUNIT_ASSERT_MESSAGE(error.message, error.message.size() < 600);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TransferErrorTest);

}  // namespace
}  // namespace oauth

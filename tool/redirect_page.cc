// SPDX-License-Identifier: MIT
#include "tool/redirect_page.h"

namespace tool {
namespace {

constexpr std::string_view page_begin = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>sasl-oauth</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  font: 1.1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 34rem; padding: 2rem; text-align: center; overflow-wrap: anywhere; }
.sign { font-size: 3.5rem; line-height: 1; }
.good { color: #2a8a4a; }
.bad { color: #c0392b; }
h1 { font-size: 1.6rem; margin: 1rem 0 0.5rem; }
p { margin: 0.5rem 0; }
.faint { opacity: 0.65; }
</style>
</head>
<body><main>
)";

constexpr std::string_view page_end = "</main></body>\n</html>\n";

std::string escaped(std::string_view text) {
  std::string html;
  for (char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string response(std::string_view status, std::string_view more_headers,
                     std::string_view body) {
  std::string page(page_begin);
  page.append(body).append(page_end);
  std::string text = "HTTP/1.1 ";
  text.append(status).append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ");
  text.append(std::to_string(page.size()));
  text.append(
      "\r\nCache-Control: no-store\r\n"
      "Referrer-Policy: no-referrer\r\n"
      "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "Connection: close\r\n");
  return text.append(more_headers).append("\r\n").append(page);
}

}  // namespace

std::string page_of_success(std::string_view account) {
  return response("200 OK", "",
                  "<div class=\"sign good\">&#10003;</div>\n<h1>Signed in</h1>\n<p>" +
                      escaped(account) +
                      " is ready for your mail programs.</p>\n"
                      "<p class=\"faint\">You can close this window.</p>\n");
}

std::string page_of_failure(std::string_view sentence) {
  return response("200 OK", "",
                  "<div class=\"sign bad\">&#10007;</div>\n<h1>Not signed in</h1>\n<p>" +
                      escaped(sentence) +
                      "</p>\n<p class=\"faint\">You can close this window; the terminal says the"
                      " same.</p>\n");
}

std::string page_of_status(int status) {
  switch (status) {
    case 405:
      return response("405 Method Not Allowed", "Allow: GET\r\n", "<h1>Only GET, please</h1>\n");
    case 414:
      return response("414 URI Too Long", "", "<h1>This address is too long</h1>\n");
    case 404:
      return response("404 Not Found", "",
                      "<h1>Nothing here</h1>\n<p class=\"faint\">A sign-in is waiting for another"
                      " page.</p>\n");
    default:
      return response("400 Bad Request", "", "<h1>This is no web request</h1>\n");
  }
}

}  // namespace tool

/* SPDX-License-Identifier: MIT
 * A program that has a libcurl of its own, and uses it before, in and after a login over IMAP.
 *
 *   curl_client PORT MECHANISM USER URL CA_FILE
 *
 * Prints libcurl's version, the status of each of the three requests to URL, how the login ended,
 * and "libcurl: PATH" for each that is in the process at the end. Exit: that of the login. */
#include <curl/curl.h>
#include <sasl/sasl.h>
#include <stdio.h>
#include <string.h>

#include "imap_login.h"

enum { limit_seconds = 8, no_start = 4 };

static const char *url, *ca_file;
static CURL *handle; /* kept from one request to the next, with its connection */

static size_t drop(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes, (void)context;
  return size * count;
}

static void request(const char *when) {
  long status = 0;
  CURLcode code;
  if (!handle) handle = curl_easy_init();
  curl_easy_setopt(handle, CURLOPT_URL, url);
  curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)limit_seconds);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, drop);
  code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  printf("%s: %ld %s\n", when, status, code == CURLE_OK ? "" : curl_easy_strerror(code));
}

static void request_in_the_login(struct imap_login *login) {
  (void)login;
  request("in it");
}

static void list_libcurls(void) {
  char line[4096], last[4096] = "";
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps)) {
    const char *path = strchr(line, '/');
    if (!path || !strstr(path, "/libcurl") || strcmp(path, last) == 0) continue;
    printf("libcurl: %s", path);
    strcpy(last, path); /* the parts of a file are mapped side by side */
  }
  if (maps) fclose(maps);
}

int main(int argc, char **argv) {
  static struct imap_login login;
  enum imap_login_end end;
  if (argc != 6) return fprintf(stderr, "usage: see the source\n"), no_start;
  login = (struct imap_login){.port = argv[1], .mechanism = argv[2], .user = argv[3],
                              .pause = request_in_the_login};
  url = argv[4];
  ca_file = argv[5];
  printf("%s\n", curl_version());
  curl_global_init(CURL_GLOBAL_DEFAULT);
  request("before");
  if (sasl_client_init(NULL) != SASL_OK) return no_start;
  end = imap_login(&login);
  tell(&login, end);
  sasl_done();
  request("after");
  list_libcurls();
  curl_easy_cleanup(handle);
  curl_global_cleanup();
  return (int)end;
}

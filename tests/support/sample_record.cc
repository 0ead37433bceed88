// SPDX-License-Identifier: MIT
#include "tests/support/sample_record.h"

namespace oauth {

Record sample_record() {
  Record record;
  record.account = "user@example.com";
  record.provider = "google";
  record.client.token_endpoint = "https://oauth2.googleapis.com/token";
  record.client.client_id = "1234567890-abc.apps.googleusercontent.com";
  record.client.client_secret = Secret::copy_of("p@ss w\xc3\xb6rd&=+%");
  record.client.scope = "https://mail.google.com/";
  record.refresh_token = Secret::copy_of("1//0gAbC-_x/y+z=");
  record.access_token = Secret::copy_of("ya29.OLD");
  record.issued_at = sample_now - seconds(600);
  record.expires_at = record.issued_at + seconds(3600);
  record.granted_at = from_unix(1690000000);
  return record;
}

}  // namespace oauth

// SPDX-License-Identifier: MIT
#include "oauth/network/openssl_fernet.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <optional>
#include <vector>

#include "oauth/base/base64.h"
#include "oauth/base/bounds.h"

namespace oauth {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t half_key_bytes = 16;
constexpr std::size_t header_bytes = 1 + 8 + 16;  // version, time, IV
constexpr std::size_t block_bytes = 16;
constexpr std::size_t digest_bytes = 32;
constexpr unsigned char version = 0x80;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;
using Bytes = std::vector<unsigned char, WipingAllocator<unsigned char>>;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error failed(const char* what) {
  ERR_clear_error();
  return {ErrorKind::internal,
          std::string("OpenSSL cannot ") + what + "; check the providers in its openssl.cnf"};
}

Error wrong_key() {
  ERR_clear_error();
  return {ErrorKind::no_access, "was not made with this key"};
}

bool is_signed(std::string_view signing_key, std::string_view content, std::string_view digest) {
  unsigned char own[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const bool is_made = HMAC(EVP_sha256(), signing_key.data(), static_cast<int>(signing_key.size()),
                            octets(content), content.size(), own, &size) != nullptr;
  return is_made && size == digest.size() && CRYPTO_memcmp(own, digest.data(), size) == 0;
}

Result<Secret> decrypt(std::string_view key, std::string_view iv, std::string_view text) {
  const Context context(EVP_CIPHER_CTX_new());
  Bytes plain(text.size() + block_bytes);
  int size = 0;
  int rest = 0;
  const bool is_started = context && EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr,
                                                        octets(key), octets(iv)) == 1;
  if (!is_started) return failed("decrypt by AES-128-CBC");
  const bool is_decrypted = EVP_DecryptUpdate(context.get(), plain.data(), &size, octets(text),
                                              static_cast<int>(text.size())) == 1 &&
                            EVP_DecryptFinal_ex(context.get(), plain.data() + size, &rest) == 1;
  if (!is_decrypted) return wrong_key();
  return Secret::copy_of({reinterpret_cast<const char*>(plain.data()),
                          static_cast<std::size_t>(size) + static_cast<std::size_t>(rest)});
}

}  // namespace

Result<Secret> openssl_pbkdf2_sha256(const Secret& password, std::string_view salt,
                                     unsigned rounds) {
  Bytes key(key_bytes);
  const std::string_view text = password.reveal();
  const bool is_derived =
      PKCS5_PBKDF2_HMAC(text.data(), static_cast<int>(text.size()), octets(salt),
                        static_cast<int>(salt.size()), static_cast<int>(rounds), EVP_sha256(),
                        static_cast<int>(key.size()), key.data()) == 1;
  if (!is_derived) return failed("derive a key by PBKDF2");
  return Secret::copy_of({reinterpret_cast<const char*>(key.data()), key.size()});
}

Result<Secret> openssl_open_fernet(const Secret& key, std::string_view token) {
  const Error malformed{ErrorKind::bad_config, "is no Fernet token"};
  if (token.size() > bounds::max_import_bytes || key.size() != key_bytes) return malformed;
  const std::optional<Secret> whole = base64url_decode(token);
  if (!whole || whole->size() < header_bytes + block_bytes + digest_bytes) return malformed;
  const std::string_view bytes = whole->reveal();
  const std::string_view content = bytes.substr(0, bytes.size() - digest_bytes);
  const std::string_view text = content.substr(header_bytes);
  if (octets(bytes)[0] != version || text.size() % block_bytes != 0) return malformed;
  const std::string_view signing_key = key.reveal().substr(0, half_key_bytes);
  if (!is_signed(signing_key, content, bytes.substr(content.size()))) return wrong_key();
  return decrypt(key.reveal().substr(half_key_bytes), content.substr(9, 16), text);
}

}  // namespace oauth

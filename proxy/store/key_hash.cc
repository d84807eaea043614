#include "proxy/store/key_hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace specgate::proxy {

std::string hash_of_key(std::string_view hash_key, std::string_view write_key) {
  constexpr size_t kShown = 16;
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (write_key.empty()) return {};
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const auto* const text = reinterpret_cast<const unsigned char*>(write_key.data());
  // A null key would mean "the key of the last call".
  const char* const key = hash_key.empty() ? "" : hash_key.data();
  if (HMAC(EVP_sha256(), key, static_cast<int>(hash_key.size()), text, write_key.size(), bytes,
           &size) == nullptr) {
    return {};
  }
  std::string out;
  for (size_t i = 0; i < kShown && i < size; ++i) {
    out += kDigits[bytes[i] >> 4U];
    out += kDigits[bytes[i] & 15U];
  }
  return out;
}

}  // namespace specgate::proxy

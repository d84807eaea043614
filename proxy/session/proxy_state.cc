#include "proxy/session/proxy_state.h"

#include "proxy/store/key_hash.h"

namespace specgate::proxy {

const std::string& Worker::hash_of(std::string_view write_key) {
  // Whoever invents keys shall not fill our memory, neither with many nor with long ones.
  constexpr size_t kMost = 1000, kLongest = 256;
  if (write_key.size() > kLongest) {
    return long_key_hash_ = hash_of_key(shared.hash_key, write_key);
  }
  const auto found = key_hashes_.find(write_key);
  if (found != key_hashes_.end()) return found->second;
  if (key_hashes_.size() >= kMost) key_hashes_.clear();
  return key_hashes_.emplace(write_key, hash_of_key(shared.hash_key, write_key)).first->second;
}

}  // namespace specgate::proxy

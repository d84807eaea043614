// Whose policy decides over a request that names several write keys: nobody knows which one counts, so
// it is the source that lets least go on; of two that are as strict, the one met first.
#pragma once

#include <string_view>

#include "proxy/session/snapshot.h"

namespace specgate::proxy {

class StrictestOwner {
 public:
  // `snapshot` and the keys outlive this. An empty key is of the sources that nobody configured.
  StrictestOwner(const Snapshot& snapshot, std::string_view key)
      : snapshot_(snapshot), last_(key), owner_(&snapshot.source_of(key)) {}

  // Most requests have one key, in many places. An empty one is none.
  void meet(std::string_view key) {
    if (key.empty() || key == last_) return;
    last_ = key;
    const SourceEntry& other = snapshot_.source_of(key);
    if (other.policy.mode > owner_->policy.mode) owner_ = &other;  // Mode is in the order of strictness
  }

  const SourceEntry& get() const { return *owner_; }

 private:
  const Snapshot& snapshot_;
  std::string_view last_;
  const SourceEntry* owner_;
};

}  // namespace specgate::proxy

// A store that keeps nothing and says at once that it has.
#pragma once

#include "proxy/store/store.h"

namespace specgate::proxy {

class SilentStore : public Store {
 public:
  std::string hash_key() override { return "key"; }
  void quarantine(const Origination&, std::vector<EventRecord>,
                  std::function<void(bool)> done) override {
    done(true);
  }
  bool feed(const Origination&, EventRecord) override { return true; }
  std::vector<StoredEvent> quarantined(const StoreQuery&) override { return {}; }
  std::vector<StoredEvent> recent(const StoreQuery&) override { return {}; }
  std::optional<StoredEvent> find(int64_t) override { return {}; }
  bool mark_replayed(int64_t, int64_t) override { return false; }
  StoreCounts counts() override { return {}; }
  std::string trouble() override { return {}; }
};

}  // namespace specgate::proxy

// Token buckets, one a source, over all threads.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "proxy/net/asio.h"
#include "proxy/settings/settings.h"

namespace specgate::proxy {

class Rates {
 public:
  // Takes a token of `name`. Nought: taken; else the whole seconds until there is one again.
  unsigned take(std::string_view name, const Rate& rate, Clock::time_point now);

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point filled{};
  };
  std::mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace specgate::proxy

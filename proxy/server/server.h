// The proxy as a whole: lanes that each accept, judge and forward on a thread of their own, and what
// they share.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "proxy/session/proxy_state.h"

namespace specgate::proxy {

class Server {
 public:
  // Has the address, and accepts nobody before run(). A problem names the address.
  static Result<std::unique_ptr<Server>> bind(ProxyState& shared, const Origin& listen, unsigned threads);
  void run();  // once
  ~Server();

  uint16_t port() const { return port_; }
  // Accepts no more, lets what is in flight end within `milliseconds`, then ends the rest. Returns
  // the number of requests that were cut off.
  uint64_t drain(int64_t milliseconds);
  void stop();  // ends the threads; what is suspended in them never goes on
  uint64_t upstream_connections() const;

 private:
  struct Thread;
  explicit Server(ProxyState& shared);
  void renew();  // another configuration is in force: nobody keeps the one before
  Problems take(const Origin& listen, unsigned threads);

  ProxyState& shared_;
  uint16_t port_ = 0;
  std::vector<std::unique_ptr<Thread>> threads_;
};

}  // namespace specgate::proxy

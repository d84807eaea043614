// Posts to one upstream, one request after the other: for commands, not for traffic.
//
// Only the origin it was made for is ever spoken to: no redirect is followed, no proxy asked. TLS
// verifies chain and host name. Blocks; used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

struct Posting {
  std::string target;  // "/v1/batch"; the origin's prefix comes before it
  std::vector<std::pair<std::string, std::string>> headers;  // beside Host and Content-Length
  std::string body;
  int64_t timeout_ms = 15'000;  // for all of it: name, connection, request, answer
  int64_t connect_ms = 3'000;   // of that, for name, connection and TLS
};

struct PostResult {
  unsigned status = 0;      // 0: there was no answer, and `trouble` says why
  std::string body;         // of the answer, at most 64 KB
  std::string retry_after;  // the header of that name, if any
  std::string trouble;
};

class HttpClient {
 public:
  // `ca_file`: a PEM file in place of the system's; empty: the system's.
  HttpClient(Origin to, std::string ca_file);
  ~HttpClient();  // closes the connection, which is kept from post to post
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // What is posted must bear to arrive twice: a kept connection that turns out to be dead is replaced
  // and the request sent again.
  PostResult post(const Posting& posting);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace specgate::proxy

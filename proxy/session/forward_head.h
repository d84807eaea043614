// The head of what goes on, written anew from what was understood: nothing is copied that speaks of
// another connection, and nothing the caller sends decides where it goes.
#pragma once

#include <string>
#include <string_view>

#include "proxy/http/head.h"
#include "proxy/session/answer.h"
#include "proxy/settings/settings.h"

namespace specgate::proxy {

struct ForwardedRequest {
  const RequestHead& head;
  const Origin& upstream;
  std::string_view peer;            // the caller's address
  std::string_view target;          // as it came, or rewritten (pixel)
  bool trust_forwarded = true;
  // How the body goes on. Where it is not the one that came, what described that one stays behind.
  Framing framing;
  bool body_changed = false;
  std::string_view content_encoding{};  // of a changed body; empty: plain
};
// Into `out`, whose memory is used again.
void write_forwarded_head(const ForwardedRequest& request, std::string& out);

// The head of an upstream's answer on its way to the caller.
void write_relayed_head(const ResponseHead& head, const Framing& framing,
                        const AnswerContext& context, std::string& out);

}  // namespace specgate::proxy

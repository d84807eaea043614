// A quarantined call made whole again, outside of the body that brought it.
#pragma once

#include <string>

#include "proxy/store/store.h"
#include "spec/catalogue/spec.h"
#include "spec/decode/decode.h"

namespace specgate::proxy {

class StoredCalls {
 public:
  // The Spec outlives this.
  explicit StoredCalls(const Spec& spec) : spec_(spec) {}

  // As `specgate lint` reads it: one line; with the context and integrations of its batch where it
  // has none of its own, and the type where the path alone told it. A payload that is no object
  // stays as it is.
  std::string for_file(const StoredEvent& row);

  // As /v1/batch takes it, on top of that: `timestamp` is the time of arrival where the call has
  // none; `sentAt`, by which Segment would shift the timestamp, is gone; and a call without messageId
  // gets one that is the same at every replay, so that Segment takes it once.
  std::string for_replay(const StoredEvent& row);

 private:
  enum class Use : uint8_t { kFile, kReplay };
  std::string whole(const StoredEvent& row, Use use);

  const Spec& spec_;
  DecodeBuffers call_buffers_, envelope_buffers_;
};

}  // namespace specgate::proxy

#include "proxy/store/envelopes.h"

#include "proxy/store/rows.h"

namespace specgate::proxy {

void EnvelopeSpan::begin(const SharedText& envelope) {
  envelope_ = envelope;
  digest_ = digest_of_envelope(envelope.get());
  first_ = last_ = 0;
}

void EnvelopeSpan::note(int64_t id) {
  if (first_ == 0) first_ = id;
  last_ = id;
}

size_t EnvelopeSpan::bytes() const { return first_ == 0 ? 0 : envelope_.get().size(); }

bool EnvelopeSpan::write(Statement& insert) const {
  return insert.bind(first_).bind(last_).bind(envelope_.get()).run();
}

}  // namespace specgate::proxy

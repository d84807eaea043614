// Payloads as they may be kept: without write keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/store/blot.h"
#include "proxy/store/record.h"
#include "spec/event/event.h"

namespace specgate::proxy {

// The bytes of one call but for its write key. Values below it are blotted out, as is what `secrets`
// knows: what is left is JSON.
std::string without_keys(const Batch& batch, const Event& event, const Secrets& secrets);
// The same for the body as a whole, whose members stay: what can be read, and what cannot.
std::string without_keys(std::string_view body, const Batch& batch, const Secrets& secrets);

// All keys of a body that could be read, by their names.
void add_keys_in(const Batch& batch, std::vector<std::string>& out);

// All but the payload, which is without keys, and the envelope.
void blot_out(const Secrets& secrets, EventRecord& record);

// {"context":…,"integrations":…} that a batch gives its calls, or empty.
std::string shared_fields(const Batch& batch, const Secrets& secrets);

}  // namespace specgate::proxy

// Payloads as they may be kept: without write keys.
#pragma once

#include <string>
#include <string_view>

#include "spec/event.h"

namespace specgate::proxy {

// The bytes of one call but for its write key.
std::string without_keys(const Batch& batch, const Event& event);
// The same for a body nobody could read: values after "writeKey", and `key` wherever it stands, are
// blotted out.
std::string without_keys(std::string_view body, std::string_view key);

// {"context":…,"integrations":…} that a batch gives its calls, or empty.
std::string shared_fields(const Batch& batch);

}  // namespace specgate::proxy

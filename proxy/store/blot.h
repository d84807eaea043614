// Write keys blotted out of texts, by what stands there and by what is known.
//
// By name: the value after a name that reads as `writeKey`, in any case and with whatever blanks, signs
// and escapes about it ("write_key", "writeKey\u0000", "context.WRITEKEY", "writeKey[]"). By value: each
// key of the configured sources and of the request itself. Escapes of JSON and of URLs are looked
// through, and so are the zeros of UTF-16.
#pragma once

#include <string>
#include <string_view>

#include "proxy/settings/known_keys.h"

namespace specgate::proxy {

inline constexpr std::string_view kBlot = "[write key]";

// The keys of one request. What `configured` points at outlives this.
struct Secrets {
  const KnownKeys* configured = nullptr;
  KnownKeys own{};
};

// Where a name that reads as writeKey stands in a key of JSON.
enum class KeyName : unsigned char {
  kNone,
  kWhole,  // it is that name
  kLast,   // the last word of a longer one: "context.writeKey", "segmentWriteKey"
};
KeyName key_name_in(std::string_view name);

std::string blotted(std::string_view text, const Secrets& secrets);
// The same for valid JSON, which it stays.
std::string blotted_json(std::string_view json, const Secrets& secrets);

}  // namespace specgate::proxy

// The query of a request to /api: "source=web&limit=50" -> StoreQuery.
#pragma once

#include <string>
#include <string_view>

#include "proxy/store/store.h"

namespace specgate::proxy {

struct BadParameter {
  std::string name, message;  // the message is for people
  bool any() const { return !message.empty(); }
};

// source, type, event, rule, messageId: exact; outcome: its name; since, until: Unix milliseconds
// or ISO-8601; waiting: true or false; limit: 1 to 1000; after: the `next` of the page before.
// The first parameter that is unknown, repeated or cannot be read is the answer.
BadParameter read_query(std::string_view text, StoreQuery& out);

// Digits alone, above zero.
std::optional<int64_t> read_id(std::string_view text);

}  // namespace specgate::proxy

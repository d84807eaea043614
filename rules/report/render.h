// Facts -> sentences: the only place where a violation becomes words.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "rules/engine/gate.h"

namespace specgate {

// "timestamp is "yesterday", not ISO 8601": the rule's message with its arguments. Plain text: the
// reporter escapes for its own format.
void append_message(const Violation& violation, std::string& out);
void append_message(std::string_view message, std::span<const std::string_view> args,
                    std::string& out);

// The pointer within the call ("/properties/orderId"), or within the body where event is kNoEvent.
void append_pointer(const Verdict& verdict, const Violation& violation, std::string& out);

// Bytes of that pointer before anything is escaped, near enough for a bound.
uint64_t pointer_bytes(const Batch& batch, uint32_t root, uint32_t node);

// Where Segment's documentation is read; the paths below it are those of its repository.
inline constexpr std::string_view kSegmentDocs = "https://www.twilio.com/docs/segment/";
// kSegmentDocs and "connections/spec/track" for "connections/spec/track.md".
std::string spec_url(std::string_view page);

// One rule as Markdown, for `specgate explain` and RULES.md.
std::string rule_page(const Rule& rule);
// "`id_not_string`, `bad_request`": Segment's codes for it; empty where there are none.
std::string segment_codes_text(const Rule& rule);
// What the rule looks for, on one line: the first section of its doc.
std::string rule_what(const Rule& rule);
// All of RULES.md.
std::string rules_page();

}  // namespace specgate

// What Segment's documentation says, as plain structs: the rows of spec/data/*.yaml with their doc pages.
//
// Verbatim: names and types are spelled as the docs spell them, contradictions included; what the
// engine makes of them is compiled in spec.h. Loading checks every file and lists every problem with
// file:line. Immutable after loading; owns all its text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/event/call.h"
#include "spec/text/result.h"

namespace specgate {

// What a string must look like. Checked by spec/catalogue/segment_format.h; kNone admits any text.
#define SPECGATE_FORMATS(X)                                                                   \
  X(kNone, "any") X(kDate, "ISO-8601 date") X(kEmail, "email address") X(kUrl, "URL")         \
  X(kPath, "URL path") X(kCurrency, "ISO 4217 code") X(kLocale, "locale") X(kIp, "IP address") \
  X(kTimezone, "tzdata name") X(kChannel, "server, browser or mobile")

enum class Format : uint8_t {
#define X(id, name) id,
  SPECGATE_FORMATS(X)
#undef X
};

// A documented type: the docs' own words, and what they admit. Null is always admitted on top.
struct Type {
  std::string words;           // "String | Object", "Array<Product>", "ISO 8601 Date String"
  KindMask kinds = kAnyKind;   // kAnyKind where the docs give no type
  KindMask items = kAnyKind;   // of an array's items, where the type says so
  Format format = Format::kNone;
};

// calls.tsv: one field of one call (or of a batch, an import, a delete).
struct CallField {
  std::string call;        // "track", "batch", ...: as in the docs, wider than enum Call
  std::string field;       // "context.integration.name", "batch[].type"
  Type type;
  std::string required;    // "always", "optional", "one-of-group identity", ...
  std::string applies_to;  // "all sources", "partner sources", ...
  std::string note;
  std::string page;        // "connections/spec/common.md; ...", relative to the docs' src/
};

// context_fields.tsv: one documented place below `context`. `*` stands for any key.
struct ContextField {
  std::string path;  // "context.device.id", "context.userAgentData.brands[].brand"
  Type type;
  std::string collected_by;
  std::string note;
  std::string page;
};

// traits.tsv: one reserved trait of identify or group.
struct ReservedTrait {
  std::string call;
  std::string trait;  // "address.city"
  Type type;
  std::string note;
  std::string page;
};

// semantic_properties.tsv: one property of one semantic event.
struct SemanticProperty {
  std::string root;  // "properties", or "event" where the path starts at the call (context.groupId)
  std::string name;  // "order_id", "products[].price", "content.title"
  Type type;
  std::string required;        // "optional", "recommended", "yes"
  std::string allowed;         // as worded: "pre-roll|mid-roll|post-roll", "0..100", "ISO 4217 code"
  std::vector<std::string> values;  // of a closed set, parsed from `allowed`; else empty
  std::string note;
};

// semantic_events.tsv: one event name the Spec gives a meaning.
struct SemanticEvent {
  std::string vertical;  // "ecommerce", "ecommerce-v1", "b2b-saas", "mobile", "video", ...
  std::string category;
  std::string name;
  Call call = Call::kTrack;
  bool legacy = false;   // status v1-legacy
  std::string page;
  std::string note;
  std::vector<SemanticProperty> properties;
};

// aliases.tsv: another name for something the Spec names.
// What an alias is another name of.
#define SPECGATE_ALIAS_KINDS(X) \
  X(kEvent, "event") X(kProperty, "property") X(kField, "field") X(kContextField, "context_field") X(kTrait, "trait")

enum class AliasKind : uint8_t {
#define X(id, name) id,
  SPECGATE_ALIAS_KINDS(X)
#undef X
};
std::string_view name_of(AliasKind kind);

// How it is known.
#define SPECGATE_ALIAS_BASES(X)          \
  X(kStated, "stated")                   \
  X(kMappingTable, "mapping-table")      \
  X(kDocsOwnVariant, "docs-own-variant") \
  X(kPresetCode, "preset-code")          \
  X(kInferred, "inferred")

enum class AliasBasis : uint8_t {
#define X(id, name) id,
  SPECGATE_ALIAS_BASES(X)
#undef X
};
std::string_view name_of(AliasBasis basis);

struct Alias {
  AliasKind kind = AliasKind::kEvent;
  std::string from;
  std::string to;
  std::string why;
  AliasBasis basis = AliasBasis::kInferred;
  std::string vendor;
  bool ambiguous = false;  // one of several targets
  bool v1 = false;         // a name of ecommerce v1, which v2 renamed
  bool permitted = false;  // Segment's pages take both: of a trait (first_name), no fault; of an event, an info
  std::string page;
};

// limits_and_formats.tsv: one limit or format in words; those the engine needs have a number.
struct Limit {
  std::string topic;
  std::string item;
  std::string rule;
  std::string value;
  std::string checkable;
  std::string page;
};

// The numbers among the limits, in bytes or counts.
struct Limits {
  uint32_t event_bytes = 0;           // 32 KB: http-api
  uint32_t batch_bytes = 0;           // 500 KB: http-api
  uint32_t batch_events = 0;          // 2500: http-api
  uint32_t properties = 0;            // 10000: rate-limits
  uint32_t unify_properties = 0;      // 300: unify/product-limits
  uint32_t message_id_characters = 0; // 100: spec/common
  uint32_t group_id_characters = 0;   // 500: unify/product-limits
};

// http_api.tsv: one path that Segment's hosts serve.
struct Endpoint {
  std::string method;  // "POST"
  std::string path;    // "/v1/track", "/v1/projects/{writeKey}/settings"
  std::string hosts;
  std::string auth;
  std::string content_types;
  std::string limits;
  std::string responses;
  std::string cors_browser;
  std::string compression;
  std::string note;
  std::string page;
};

// The Privacy Portal's default matchers (privacy/portal.md) and the free-text properties.
struct Privacy {
  std::vector<std::string> red;     // "social security number", "password", ...
  std::vector<std::string> yellow;  // "race", "birthdate", ...
  std::vector<std::string> free_text;        // "message_body", "review_body", ...
  std::vector<std::string> placeholder_ids;  // "anonymous", "undefined", ...
  std::vector<std::string> reserved_columns; // "anonymous_id", "received_at", ...
  std::vector<std::string> currencies;       // ISO 4217 codes
};

struct SpecData {
  std::vector<CallField> call_fields;
  std::vector<ContextField> context_fields;
  std::vector<ReservedTrait> traits;
  std::vector<SemanticEvent> events;
  std::vector<std::string> reserved_events;  // Segment sends them itself: never corrected
  std::vector<Alias> aliases;
  std::vector<Limit> limit_rows;
  Limits limits;
  std::vector<Endpoint> endpoints;
  Privacy privacy;
};

// One YAML file by its name below spec/, e.g. {"events/video.yaml", "vertical: video\n..."}.
struct SpecFile {
  std::string name;
  std::string text;
};

// The files compiled into the binary, text and parsed tree (spec/catalogue/embedded.h).
std::vector<SpecFile> embedded_spec();

// All *.yaml below `directory` (for --spec DIR).
Result<std::vector<SpecFile>> read_spec(std::string_view directory);

Result<SpecData> load_spec(const std::vector<SpecFile>& files);

}  // namespace specgate

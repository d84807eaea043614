// The formats of JSON Schema, strictly as their RFCs have them. Pure functions without memory;
// format.h judges the same things as loosely as Segment reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/schema/format_reading.h"

namespace specgate {

// The words say what is wanted.
#define SPECGATE_SCHEMA_FORMATS(X)                                                        \
  X(kDate, "date", "a date")                                        /* RFC 3339, 5.6 */   \
  X(kTime, "time", "a time with its zone")                          /* RFC 3339, 5.6 */   \
  X(kDateTime, "date-time", "a date-time")                          /* RFC 3339, 5.6 */   \
  X(kEmail, "email", "an email address")                            /* RFC 5321, 4.1.2 */ \
  X(kIdnEmail, "idn-email", "an email address")                     /* RFC 6531 */        \
  X(kHostname, "hostname", "a host name")                           /* RFC 1123, 2.1 */   \
  X(kIpv4, "ipv4", "an IPv4 address")                               /* RFC 2673, 3.2 */   \
  X(kIpv6, "ipv6", "an IPv6 address")                               /* RFC 4291, 2.2 */   \
  X(kUri, "uri", "a URI")                                           /* RFC 3986 */        \
  X(kUriReference, "uri-reference", "a URI or relative reference")  /* RFC 3986, 4.1 */   \
  X(kIri, "iri", "an IRI")                                          /* RFC 3987 */        \
  X(kIriReference, "iri-reference", "an IRI or relative reference") /* RFC 3987 */        \
  X(kUriTemplate, "uri-template", "a URI template")                 /* RFC 6570 */        \
  X(kUuid, "uuid", "a UUID")                                        /* RFC 4122 */        \
  X(kJsonPointer, "json-pointer", "a JSON pointer")                 /* RFC 6901 */        \
  X(kRelativeJsonPointer, "relative-json-pointer", "a relative JSON pointer") /* draft */ \
  X(kRegex, "regex", "a regular expression")                                  /* of RE2 */ \
  X(kSegmentDateTime, "", "a date-time, or a date alone") /* date-time as Segment reads it */

enum class SchemaFormat : uint8_t {
#define X(id, name, words) id,
  SPECGATE_SCHEMA_FORMATS(X)
#undef X
};
std::optional<SchemaFormat> schema_format_of(std::string_view name, FormatReading reading);
std::string_view words_of(SchemaFormat format);

// kRegex compiles the text, and so takes memory.
bool matches(SchemaFormat format, std::string_view text);

}  // namespace specgate

#include "proxy/session/forward_head.h"

#include "proxy/http/field_line.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kVia = "1.1 specgate";

void append_framing(const Framing& framing, std::string& out) {
  if (framing.kind == Framing::Kind::kLength) {
    append_field("Content-Length", std::to_string(framing.length), out);
  } else if (framing.kind == Framing::Kind::kChunked) {
    append_field("Transfer-Encoding", "chunked", out);
  }
}

constexpr std::string_view kForwardedFor = "X-Forwarded-For";

bool is_forwarded_for(const Field& field) {
  return equals_ignoring_case(field.name, kForwardedFor);
}

bool is_via(const Field& field) { return field.id == http::field::via; }

// What this hop writes itself.
bool is_ours(const Field& field) {
  switch (field.id) {
    case http::field::host:
    case http::field::content_length:
    case http::field::expect:
    case http::field::via:
      return true;
    default:
      return is_forwarded_for(field);
  }
}

bool describes_body(http::field name) {
  return name == http::field::content_encoding || name == http::field::content_md5;
}

// All values of a field in one line, as RFC 9110 5.3 allows, and `last` behind them.
void append_joined(const Fields& fields, bool (*is_named)(const Field&), std::string_view name,
                   std::string_view last, std::string& out) {
  out.append(name).append(": ");
  for (const Field& field : fields) {
    if (!field.value.empty() && is_named(field)) out.append(field.value).append(", ");
  }
  out.append(last).append("\r\n");
}

}  // namespace

void write_forwarded_head(const ForwardedRequest& request, std::string& out) {
  const Fields& fields = request.head.fields;
  out.clear();
  out.append(request.head.method).append(" ").append(request.upstream.prefix);
  out.append(request.target).append(" HTTP/1.1\r\n");
  append_field("Host", request.upstream.authority(), out);
  const HopFields hop(fields);
  for (const Field& field : fields) {
    if (is_ours(field) || hop.contains(field)) continue;
    if (request.body_changed && describes_body(field.id)) continue;
    append_field(field.name, field.value, out);
  }
  if (request.body_changed && !request.content_encoding.empty()) {
    append_field("Content-Encoding", request.content_encoding, out);
  }
  append_framing(request.framing, out);
  if (request.trust_forwarded) {
    append_joined(fields, is_forwarded_for, kForwardedFor, request.peer, out);
  } else {
    append_field(kForwardedFor, request.peer, out);
  }
  append_joined(fields, is_via, "Via", kVia, out);
  out.append("\r\n");
}

void write_relayed_head(const ResponseHead& head, const Framing& framing,
                        const AnswerContext& context, std::string& out) {
  out.clear();
  out.append("HTTP/1.1 ").append(std::to_string(head.status)).append(" ");
  out.append(head.reason).append("\r\n");
  const HopFields hop(head.fields);
  for (const Field& field : head.fields) {
    const bool length = field.id == http::field::content_length;
    // The length of a body that HEAD does not get is still worth telling.
    if (length && framing.kind != Framing::Kind::kNone) continue;
    if (field.id == http::field::via || hop.contains(field)) continue;
    append_field(field.name, field.value, out);
  }
  append_framing(framing, out);
  append_joined(head.fields, is_via, "Via", kVia, out);
  const bool has_cors = head.fields.contains(http::field::access_control_allow_origin);
  append_own_fields(context, has_cors, out);
  append_connection(context, out);
  out.append("\r\n");
}

}  // namespace specgate::proxy

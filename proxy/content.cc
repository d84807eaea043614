#include "proxy/content.h"

#include "proxy/head.h"

namespace specgate::proxy {
namespace {

Content inflated(std::string_view body, Packing packing, size_t most, std::string& out) {
  const Unpacked unpacked = unpack(packing, body, most, out);
  switch (unpacked.end) {
    case Unpacked::End::kTooLarge:
      return {Content::Kind::kTooLarge, "it inflates beyond the limit"};
    case Unpacked::End::kCutShort:
      return {Content::Kind::kBroken, "the compressed body ends early"};
    case Unpacked::End::kDamaged:
      return {Content::Kind::kBroken, "the compressed body is damaged"};
    case Unpacked::End::kWhole:
      break;
  }
  if (unpacked.used != body.size()) {
    return {Content::Kind::kBroken, "bytes follow the compressed body"};
  }
  return {Content::Kind::kInflated, {}, unpacked.members > 1, packing};
}

}  // namespace

Content read_content(std::string_view encoding, std::string_view body, size_t most,
                     std::string& out) {
  out.clear();
  encoding = trimmed(encoding);
  if (encoding.empty() || equals_ignoring_case(encoding, "identity")) {
    if (!is_gzip(body)) return {};
    return inflated(body, Packing::kGzip, most, out);
  }
  if (equals_ignoring_case(encoding, "gzip") || equals_ignoring_case(encoding, "x-gzip")) {
    return inflated(body, Packing::kGzip, most, out);
  }
  if (!equals_ignoring_case(encoding, "deflate")) {
    return {Content::Kind::kUnknown, "its content-encoding is not gzip or deflate"};
  }
  // Senders disagree whether "deflate" has zlib's wrapping, as RFC 9110 wants it, or none.
  const Content wrapped = inflated(body, Packing::kZlib, most, out);
  if (wrapped.kind != Content::Kind::kBroken) return wrapped;
  const Content bare = inflated(body, Packing::kDeflate, most, out);
  return bare.kind == Content::Kind::kBroken ? wrapped : bare;
}

std::string_view coding_of(Packing packing) {
  return packing == Packing::kGzip ? "gzip" : "deflate";
}

}  // namespace specgate::proxy

#include "proxy/http/content.h"

namespace specgate::proxy {
namespace {

Content broken(Unreadable why) { return {Content::Kind::kBroken, why}; }
Content uninspectable(Unreadable why) { return {Content::Kind::kUninspectable, why}; }

Content inflated(std::string_view body, Packing packing, const UnpackLimit& limit, std::string& out) {
  const Unpacked unpacked = unpack(packing, body, limit, out);
  switch (unpacked.end) {
    case Unpacked::End::kTooLarge:
      return uninspectable(Unreadable::kInflatedTooLarge);
    case Unpacked::End::kNoRoom:
      return {Content::Kind::kNoRoom, {}};
    case Unpacked::End::kCutShort:
      return broken(Unreadable::kTruncatedEncoding);
    case Unpacked::End::kDamaged:
      return broken(Unreadable::kBrokenEncoding);
    case Unpacked::End::kWhole:
      break;
  }
  if (unpacked.used != body.size()) return broken(Unreadable::kTrailingBytes);
  if (is_gzip(out)) return uninspectable(Unreadable::kEncodingTwice);  // read once, it is no JSON to anybody
  return {Content::Kind::kInflated, {}, unpacked.members > 1, packing};
}

// Does it begin as a deflate with zlib's wrapping (RFC 1950 2.2) and as one without? Each wrapping's
// first byte reads as that of a stored block, whose length stands there twice, the second time with
// every bit turned over (RFC 1951 3.2.4).
bool begins_either_way(std::string_view body) {
  constexpr size_t kFirst = 5;
  if (body.size() < kFirst) return false;
  const auto byte = [body](size_t i) { return unsigned{static_cast<unsigned char>(body[i])}; };
  const bool wrapped = (byte(0) & 0xfU) == 8 && (byte(0) * 256 + byte(1)) % 31 == 0;
  return wrapped && (byte(1) ^ byte(3)) == 0xff && (byte(2) ^ byte(4)) == 0xff;
}

// Senders disagree whether "deflate" has zlib's wrapping, as RFC 9110 wants it, or none, and readers
// as well: what begins as one and can be read as the other has two readings.
Content inflated_either_way(std::string_view body, const UnpackLimit& limit, std::string& out) {
  Content wrapped = inflated(body, Packing::kZlib, limit, out);
  if (wrapped.kind != Content::Kind::kBroken) {
    wrapped.ambiguous = begins_either_way(body);
    return wrapped;
  }
  Content bare = inflated(body, Packing::kDeflate, limit, out);
  if (bare.kind == Content::Kind::kBroken) return wrapped;
  bare.ambiguous = begins_either_way(body);
  return bare;
}

enum class Coding : unsigned char { kGzip, kDeflate, kOther };

Coding coding_of(std::string_view name) {
  if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) {
    return Coding::kGzip;
  }
  return equals_ignoring_case(name, "deflate") ? Coding::kDeflate : Coding::kOther;
}

// The codings that were applied, in one field or several; "identity" is none.
struct Codings {
  explicit Codings(const Fields& fields) {
    for (const Field& field : fields) {
      if (field.id != http::field::content_encoding) continue;
      each_in_list(field.value, [this](std::string_view name) {
        if (equals_ignoring_case(name, "identity")) return;
        first = count++ == 0 ? coding_of(name) : first;
        all_known = all_known && coding_of(name) != Coding::kOther;
      });
    }
  }
  Coding first = Coding::kOther;
  size_t count = 0;
  bool all_known = true;
};

}  // namespace

Content read_content(const Fields& fields, std::string_view body, const UnpackLimit& limit,
                     std::string& out) {
  out.clear();
  const Codings codings(fields);
  if (!codings.all_known) return uninspectable(Unreadable::kUnsupportedEncoding);
  if (codings.count > 1) return uninspectable(Unreadable::kEncodingTwice);
  if (codings.count == 0 && !is_gzip(body)) return {};
  if (codings.count == 0 || codings.first == Coding::kGzip) {
    return inflated(body, Packing::kGzip, limit, out);
  }
  return inflated_either_way(body, limit, out);
}

std::string_view coding_of(Packing packing) {
  return packing == Packing::kGzip ? "gzip" : "deflate";
}

}  // namespace specgate::proxy

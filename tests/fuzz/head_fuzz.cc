// libFuzzer: any bytes at all as a request and as an answer. What is believed has one reading: written
// anew it is read as the same, and a chunked body is the same however it is cut on its way.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "proxy/http/chunks.h"
#include "proxy/http/head.h"
#include "proxy/session/forward_head.h"

namespace {

using namespace specgate::proxy;

constexpr size_t kMostFields = 100;

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_fields(const Fields& fields, const std::string& text) {
  for (const Field& field : fields) {
    for (const std::string_view part : {field.name, field.value}) {
      demand(part.empty() || part == "Host" || (part.data() >= text.data() &&
                              part.data() + part.size() <= text.data() + text.size()));
      demand(part.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    demand(!field.name.empty() && field.name.find_first_of(" \t:") == std::string_view::npos);
  }
  demand(fields.count(http::field::content_length) +
             fields.count(http::field::transfer_encoding) <= 1);
}

void check_request(std::string_view raw) {
  static const Origin upstream{"upstream.test", 443, true, "/prefix"};
  RequestHead head, again;
  if (read_request_head(raw, kMostFields, head)) return;
  demand(head.version == 10 || head.version == 11);
  demand(!head.method.empty() && (head.target.front() == '/' || head.target == "*"));
  demand(head.fields.count(http::field::host) <= 1);
  demand(head.framing.kind != Framing::Kind::kToEnd);
  check_fields(head.fields, head.text);
  std::string anew;
  write_forwarded_head({head, upstream, "192.0.2.1", head.target, true, head.framing, false, {}},
                       anew);
  if (head.target == "*") return;  // answered here, never forwarded
  const size_t more = 2 * kMostFields;
  demand(end_of_head(anew) == anew.size() && !read_request_head(anew, more, again));
  demand(again.method == head.method && again.version == 11);
  demand(again.target == "/prefix" + std::string(head.target));
  demand(again.framing.kind == head.framing.kind && again.framing.length == head.framing.length);
  demand(again.fields[http::field::host] == "upstream.test" && !again.expects_continue);
  demand(!again.fields.contains(http::field::connection));
  check_fields(again.fields, again.text);
}

void check_response(std::string_view raw) {
  ResponseHead head, again;
  if (!read_response_head(raw, false, head)) return;
  check_fields(head.fields, head.text);
  Framing framing = head.framing;
  if (framing.kind == Framing::Kind::kToEnd) framing.kind = Framing::Kind::kChunked;
  if (head.status / 100 == 1) return;  // never relayed
  std::string anew;
  write_relayed_head(head, framing, {}, anew);
  demand(end_of_head(anew) == anew.size() && read_response_head(anew, false, again));
  demand(again.status == head.status && again.framing.kind == framing.kind);
  demand(again.framing.length == framing.length);
}

struct Dechunked {
  std::string data;
  size_t used = 0;
  bool done = false, broken = false;
  bool operator==(const Dechunked&) const = default;
};

// The coding read as a socket would hand it out, `step` bytes more at a time.
Dechunked dechunk(std::string_view text, size_t step) {
  ChunkReader reader;
  Dechunked out;
  for (size_t come = 0; !reader.done() && !reader.broken();) {
    const ChunkReader::Step one = reader.next(text.substr(out.used, come - out.used));
    demand(one.used <= come - out.used && one.data.size() <= one.used);
    out.used += one.used;
    out.data.append(one.data);
    if (one.used != 0 || reader.broken()) continue;
    if (come == text.size()) break;
    come = std::min(text.size(), come + step);
  }
  out.done = reader.done();
  out.broken = reader.broken();
  if (out.broken) out.data.clear();  // what had come before it broke depends on the cut
  return out;
}

void check_chunks(std::string_view text) {
  Dechunked whole = dechunk(text, text.size() + 1);
  demand(!whole.done || (!whole.broken && text.substr(0, whole.used).ends_with("\r\n")));
  for (const size_t step : {size_t{1}, size_t{2}, size_t{7}}) {
    Dechunked cut = dechunk(text, step);
    demand(cut.done == whole.done && cut.broken == whole.broken && cut.data == whole.data);
    demand(cut.broken || cut.used == whole.used);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const size_t end = end_of_head(bytes);
  check_request(bytes.substr(0, end));
  check_response(bytes.substr(0, end));
  check_chunks(bytes.substr(end));
  return 0;
}

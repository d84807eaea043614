// libFuzzer: any bytes at all through decode(), then every fact about the nodes that rules rely on.
#include <cstdlib>
#include <string_view>

#include "bench/embedded_spec.h"
#include "spec/decode/decode.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

void check_node(const Batch& batch, uint32_t index) {
  const Node& node = batch.nodes[index];
  const Node& parent = batch.nodes[node.parent];
  demand(node.begin < node.end && node.end <= batch.source.size());
  demand(node.next > index && node.next <= parent.next);
  demand(node.path != kNoPath && node.path < bench::embedded().paths().size());
  if (index == 0) return;
  demand(node.parent < index && node.begin > parent.begin && node.end < parent.end);
  demand(node.has_key() == parent.is(Kind::kObject));
  if (!node.has_key()) return;
  const KeySpan span = key_span(batch, node);
  const std::string_view key = batch.source.substr(span.begin, span.end - span.begin);
  demand(key.size() >= 2 && key.starts_with('"') && key.ends_with('"'));
  demand((node.flags & kKeyEscaped) != 0 || key.substr(1, key.size() - 2) == node.key);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static DecodeBuffers buffers;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const Batch batch = decode(body, {}, bench::embedded(), buffers);
  demand(!batch.nodes.empty());
  if (batch.syntax_error != Batch::kNoError) {
    demand(batch.syntax_error <= size && !batch.syntax_words.empty());
    demand(batch.events.empty() && batch.form == Form::kBroken);
    return 0;
  }
  for (uint32_t i = 0; i < batch.nodes.size(); ++i) check_node(batch, i);
  for (const Event& event : batch.events) {
    demand(event.root < batch.nodes.size());
    for (size_t i = 0; i < kSlotCount; ++i) {
      demand(event.slots[static_cast<Slot>(i)] < batch.nodes.size());
    }
  }
  return 0;
}

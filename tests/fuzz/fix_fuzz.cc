// libFuzzer: any bytes at all as a body that is to be fixed. What can be read is valid JSON then, no byte
// changes outside the edits, what is fixed has nothing left to fix, and the linter and the proxy agree.
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lint/run/fix_body.h"
#include "proxy/session/decision.h"
#include "rules/engine/edit.h"
#include "spec/event/bare_word.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

const proxy::Snapshot& snapshot() {
  static const std::shared_ptr<const proxy::Snapshot> made = [] {
    proxy::LoadedSettings loaded;
    loaded.config = default_config();
    loaded.proxy.policy.mode = proxy::Mode::kRewrite;
    auto out = proxy::Snapshot::make(std::move(loaded));
    demand(static_cast<bool>(out));
    return *out;
  }();
  return *made;
}

// The text with the changes done, the plain way.
std::string spliced(std::string_view text, const std::vector<Splice>& changes) {
  std::string out;
  size_t at = 0;
  for (const Splice& change : changes) {
    demand(change.begin >= at && change.end >= change.begin && change.end <= text.size());
    out += text.substr(at, change.begin - at);
    out += change.text;
    at = change.end;
  }
  return out.append(text.substr(at));
}

struct Buffers {
  Scratch outer, inner;
};

std::string fixed_by_linter(const Gate& gate, const Arrival& arrival, std::string_view body,
                            FixMode mode) {
  static Buffers buffers;
  std::string out;
  fix_body({gate, arrival, mode, buffers.outer, buffers.inner}, body, out);
  return out;
}

enum class Read : uint8_t { kJson, kWithBareWords, kBroken };

Read read(const Gate& gate, const Arrival& arrival, std::string_view body) {
  static Scratch scratch;
  const Batch batch = gate.judge(body, arrival, scratch).batch;
  if (batch.syntax_error != Batch::kNoError) return Read::kBroken;
  return (batch.odd & kBareWord) == 0 ? Read::kJson : Read::kWithBareWords;
}

// Each pass is the one before it with its edits done, and no other byte.
void check_passes(const Gate& gate, const Arrival& arrival, std::string_view body, FixMode mode) {
  static Scratch scratch;
  std::string wanted(body), out;
  fix(gate, body, arrival, mode, scratch, out,
      {[&](const Verdict& verdict, const std::vector<const Edit*>& edits) {
         demand(verdict.batch.source == wanted);
         wanted = spliced(wanted, splices(verdict.batch, edits));
       },
       [&] { wanted = body; }});
  demand(out == wanted);
}

void check(std::string_view body, FixMode mode) {
  const Gate& gate = *snapshot().source_of({}).gate;
  const Arrival file;
  check_passes(gate, file, body, mode);
  const std::string once = fixed_by_linter(gate, file, body, mode);
  demand(read(gate, file, body) == Read::kBroken || read(gate, file, once) == Read::kJson);
  demand(fixed_by_linter(gate, file, once, mode) == once);
}

void check_agreement(std::string_view body) {
  static proxy::SeenIds seen(0, 0);
  static proxy::Decider decider(seen);
  static proxy::Decision decision;
  proxy::Delivery delivery;
  delivery.arrival.route = snapshot().spec().route("POST", "/v1/batch");
  decision.clear();
  decider.decide(body, delivery, snapshot(), decision);
  if (!decision.forward || decision.rejected != 0) return;  // what has two readings stays behind
  const Gate& gate = *snapshot().source_of({}).gate;
  demand(decision.body == fixed_by_linter(gate, delivery.arrival, body, FixMode::kSafeOnly));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check(body, FixMode::kSafeOnly);
  check(body, FixMode::kAll);
  check_agreement(body);
  return 0;
}

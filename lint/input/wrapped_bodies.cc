#include "lint/input/wrapped_bodies.h"

#include "lint/input/chunk_stream.h"

namespace specgate {

void WrappedBodies::visit(const Text& text, const Take& take) {
  constexpr size_t kMostDepth = 8;
  if (text.depth == kMostDepth) return;
  if (buffers_.size() == text.depth) buffers_.push_back(std::make_unique<DecodeBuffers>());
  const Batch batch = decode(text.text, text.arrival, spec_, *buffers_[text.depth]);
  Wrapped wrapped;
  if (may_wrap(batch) && unwrap(batch, spec_, wrapped)) {
    for (const Piece& piece : wrapped.pieces) {
      visit_piece(batch, piece,
                  {{}, wrapped.arrival(piece, text.arrival), piece.expected, text.depth + 1}, take);
    }
    return;
  }
  if (text.expected || holds_calls(batch)) take(batch);
  if (batch.nested_body.data() == nullptr) return;
  visit({batch.nested_body, batch.arrival, text.expected, text.depth + 1}, take);
}

void WrappedBodies::visit_piece(const Batch& batch, const Piece& piece, const Text& as,
                                const Take& take) {
  const Node& node = batch.nodes[piece.node];
  Text text = as;
  std::string unpacked;
  switch (piece.form) {
    case Piece::Form::kInPlace:
      text.text = batch.source.substr(node.begin, node.end - node.begin);
      break;
    case Piece::Form::kText:
      text.text = node.text;
      break;
    case Piece::Form::kPacked:
      if (!unpack_text(node.text, kLongestBody, unpacked)) return;
      text.text = unpacked;
      break;
    case Piece::Form::kNothing:
      return;
  }
  visit(text, take);
}

}  // namespace specgate

// The index of a body says what a walk over its nodes says, for each node of made-up bodies.
#include "spec/event/body_index.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "spec/decode/decode.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {


std::string value(std::mt19937& random, int levels);

std::string container(std::mt19937& random, int levels) {
  const bool object = random() % 2 == 0;
  const size_t size = random() % (levels > 1 ? 90 : 6);
  std::string out = object ? "{" : "[";
  for (size_t i = 0; i < size; ++i) {
    if (i != 0) out += ',';
    if (object) out += "\"k" + std::to_string(random() % 60) + "\":";
    out += value(random, levels - 1);
  }
  return out + (object ? "}" : "]");
}

std::string value(std::mt19937& random, int levels) {
  if (levels > 0 && random() % 4 == 0) return container(random, levels);
  return std::to_string(random() % 3);
}

std::string_view bytes(const Batch& batch, const Node& node) {
  return batch.source.substr(node.begin, node.end - node.begin);
}

uint32_t walked_number(const Batch& batch, uint32_t node) {
  uint32_t number = 0;
  for (uint32_t i = batch.nodes[node].parent + 1; i != node; i = batch.nodes[i].next) ++number;
  return number;
}

const Node* walked_member(const Batch& batch, uint32_t object, std::string_view key) {
  for (uint32_t i = object + 1; i < batch.nodes[object].next; i = batch.nodes[i].next) {
    if (batch.nodes[i].key == key) return &batch.nodes[i];
  }
  return nullptr;
}

bool walked_values(const Batch& batch, uint32_t node) {
  const Node& it = batch.nodes[node];
  for (uint32_t i = it.parent + 1; i != batch.nodes[it.parent].next; i = batch.nodes[i].next) {
    if (batch.nodes[i].key == it.key && bytes(batch, batch.nodes[i]) != bytes(batch, it)) return false;
  }
  return true;
}

TEST(BodyIndex, SaysWhatAWalkSays) {
  std::mt19937 random(11);
  DecodeBuffers buffers;
  for (int round = 0; round < 10; ++round) {
    const std::string body = "{\"properties\":" + container(random, 4) + "}";
    const Batch batch = decode(body, {}, spec(), buffers);
    ASSERT_EQ(batch.syntax_error, Batch::kNoError) << body;
    ASSERT_NE(batch.index, nullptr);
    for (uint32_t i = 1; i < batch.nodes.size(); ++i) {
      const Node& node = batch.nodes[i];
      ASSERT_EQ(batch.index->item_number(batch, i), walked_number(batch, i));
      if (node.has_key()) {
        ASSERT_EQ(has_one_value(batch, i), walked_values(batch, i));
      } else {
        ASSERT_EQ(item_number(batch, i), walked_number(batch, i));
      }
      if (!node.is(Kind::kObject)) continue;
      for (int key = 0; key < 61; ++key) {
        const std::string name = "k" + std::to_string(key);
        const Node* const wanted = walked_member(batch, i, name);
        ASSERT_EQ(member_of(batch, &node, name), wanted) << name << " of " << bytes(batch, node);
        const uint32_t found = batch.index->member(batch, i, name);
        ASSERT_EQ(found == 0 ? nullptr : &batch.nodes[found], wanted);
      }
    }
  }
}

// Without one, as in a batch made by hand, the same is told by walking.
TEST(BodyIndex, IsNotNeeded) {
  std::string body = "{\"properties\":{";
  for (int i = 0; i < 100; ++i) body += "\"k" + std::to_string(i) + "\":[1,2],";
  body += "\"k7\":[1,2]}}";
  DecodeBuffers buffers;
  Batch batch = decode(body, {}, spec(), buffers);
  batch.index = nullptr;
  EXPECT_EQ(member_of(batch, &batch.nodes[1], "k99")->key, "k99");
  EXPECT_EQ(member_of(batch, &batch.nodes[1], "k100"), nullptr);
  EXPECT_TRUE(has_one_value(batch, static_cast<uint32_t>(batch.nodes.size() - 3)));
  EXPECT_EQ(item_number(batch, static_cast<uint32_t>(batch.nodes.size() - 1)), 1U);
}

TEST(BodyIndex, FindsTheCallAroundANode) {
  const std::string body = R"({"a":[1],"batch":[{"type":"track"},7,{"x":{"y":1}}],"b":{"c":1}})";
  DecodeBuffers buffers;
  const Batch batch = decode(body, {}, spec(), buffers);
  ASSERT_EQ(batch.events.size(), 3U);
  for (uint32_t i = 0; i < batch.nodes.size(); ++i) {
    uint32_t wanted = kNoEvent;
    for (uint32_t event = 0; event < batch.events.size(); ++event) {
      const uint32_t root = batch.events[event].root;
      if (i >= root && i < batch.nodes[root].next) wanted = event;
    }
    EXPECT_EQ(event_around(batch, i), wanted) << i;
  }
}

}  // namespace
}  // namespace specgate

// The only file that includes yaml-cpp; its exceptions stop here.
//
// Merge keys (`<<`) are honoured; what is merged keeps the place where it was written.
//
// We listen to the parser's events instead of loading its own node tree: that tree expands aliases
// without bound and merges duplicate keys in silence.
#include "spec/text/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "spec/text/text_file.h"

namespace specgate {
namespace {

constexpr uint32_t kMostLevels = 64;
constexpr size_t kMostNodes = 1'000'000;
constexpr size_t kMostText = 64U << 20;  // bytes of scalars after alias expansion

struct Stop {};  // ends the parse from within a callback; its problem is noted already

// What copying a node costs, so that an alias is weighed before it is expanded.
struct Weight {
  size_t nodes = 1;
  size_t text = 0;
  uint32_t levels = 1;
};

struct Anchored {
  YamlNode node;
  Weight weight;
};

// A sequence or mapping that is still open.
struct Frame {
  YamlNode node;
  Weight weight;
  YAML::anchor_t anchor = 0;
  std::optional<YamlNode> key;  // of a mapping, while its value is awaited
  std::set<std::string> seen;   // the keys of a mapping
  std::vector<YamlNode> merged;  // mappings whose members it takes where it has none of its own: `<<`
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view file, Problems& problems) : file_(file), problems_(problems) {}

  YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) fail(mark, "a second document begins here, wanted one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    weigh(mark, {});
    finish(node_at(mark, YamlNode::Kind::kNull), {}, anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    YamlNode node = node_at(mark, YamlNode::Kind::kScalar);
    node.quoted = tag == "!";
    node.text = value;
    const Weight weight = {.nodes = 1, .text = value.size(), .levels = 1};
    weigh(mark, weight);
    finish(std::move(node), weight, anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) fail(mark, "the alias stands inside the value it names");
    const Weight weight = found->second.weight;
    weigh(mark, weight);
    YamlNode copy = found->second.node;
    copy.line = line_of(mark);
    copy.column = column_of(mark);
    finish(std::move(copy), weight, 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open(mark, YamlNode::Kind::kSequence, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag);
    open(mark, YamlNode::Kind::kMapping, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  static uint32_t line_of(const YAML::Mark& mark) { return static_cast<uint32_t>(mark.line + 1); }
  static uint32_t column_of(const YAML::Mark& mark) {
    return static_cast<uint32_t>(mark.column + 1);
  }

  static YamlNode node_at(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode node;
    node.kind = kind;
    node.line = line_of(mark);
    node.column = column_of(mark);
    return node;
  }

  void note(uint32_t line, uint32_t column, std::string message) {
    problems_.push_back({std::string(file_), line, column, std::move(message)});
  }

  [[noreturn]] void fail(const YAML::Mark& mark, std::string message) {
    note(line_of(mark), column_of(mark), std::move(message));
    throw Stop{};
  }

  // yaml-cpp calls an untagged value "?" and a quoted one "!".
  void check_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    note(line_of(mark), column_of(mark),
         "the tag \"" + tag + "\" has no meaning here, wanted none");
  }

  // Refuses what would grow too large or too deep, before any memory is spent on it.
  void weigh(const YAML::Mark& mark, const Weight& weight) {
    if (stack_.size() + weight.levels > kMostLevels) fail(mark, "more than 64 levels of nesting");
    total_.nodes += weight.nodes;
    total_.text += weight.text;
    if (total_.nodes > kMostNodes) fail(mark, "more than 1000000 values, aliases expanded");
    if (total_.text > kMostText) fail(mark, "more than 64 MB of text, aliases expanded");
  }

  void open(const YAML::Mark& mark, YamlNode::Kind kind, YAML::anchor_t anchor) {
    weigh(mark, {});
    Frame frame;
    frame.node = node_at(mark, kind);
    frame.anchor = anchor;
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    merge(frame);
    finish(std::move(frame.node), frame.weight, frame.anchor);
  }

  void finish(YamlNode node, const Weight& weight, YAML::anchor_t anchor) {
    if (anchor != 0) anchors_[anchor] = {node, weight};
    attach(std::move(node), weight);
  }

  void attach(YamlNode node, const Weight& weight) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& parent = stack_.back();
    parent.weight.nodes += weight.nodes;
    parent.weight.text += weight.text;
    parent.weight.levels = std::max(parent.weight.levels, weight.levels + 1);
    if (parent.node.is_sequence()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = std::move(node);
    } else {
      add_member(parent, std::move(node));
    }
  }

  void add_member(Frame& parent, YamlNode value) {
    YamlNode key = std::move(*parent.key);
    parent.key.reset();
    if (!key.is_scalar()) {
      note(key.line, key.column, "a key is " + what_of(key) + ", wanted text");
      return;
    }
    if (!parent.seen.insert(key.text).second) {
      note(key.line, key.column, "the key \"" + key.text + "\" is given twice");
      return;
    }
    if (key.text == "<<" && !key.quoted) return take_merge(parent, key, std::move(value));
    parent.node.members.push_back({std::move(key.text), key.line, key.column, std::move(value)});
  }

  // yaml.org/type/merge.html: a mapping, or a list of them of which the earlier wins.
  void take_merge(Frame& parent, const YamlNode& key, YamlNode value) {
    if (value.is_mapping()) {
      parent.merged.push_back(std::move(value));
      return;
    }
    const bool mappings = value.is_sequence() &&
                          std::all_of(value.items.begin(), value.items.end(),
                                      [](const YamlNode& item) { return item.is_mapping(); });
    if (!mappings) {
      const std::string found = value.is_scalar() ? "text" : what_of(value);
      note(key.line, key.column,
           "\"<<\" merges " + found + ", wanted a mapping or a list of mappings");
      return;
    }
    for (YamlNode& item : value.items) parent.merged.push_back(std::move(item));
  }

  // What the mapping says itself comes first, wherever `<<` stands.
  static void merge(Frame& frame) {
    for (YamlNode& from : frame.merged) {
      for (YamlMember& member : from.members) {
        if (frame.seen.insert(member.key).second) frame.node.members.push_back(std::move(member));
      }
    }
  }

  static std::string what_of(const YamlNode& node) {
    if (node.is_sequence()) return "a list";
    return node.is_mapping() ? "a mapping" : "empty";
  }

  std::string_view file_;
  Problems& problems_;
  YamlNode root_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  Weight total_ = {.nodes = 0, .text = 0, .levels = 0};
  int documents_ = 0;
};

// yaml-cpp takes byte 4 for the end of the text and would drop the rest without a word.
void find_control_character(std::string_view file, std::string_view text, Problems& problems) {
  uint32_t line = 1;
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      ++line;
      start = i + 1;
    } else if (byte < 0x20 && byte != '\t' && byte != '\r') {
      char message[48];
      std::snprintf(message, sizeof message, "control character 0x%02x, wanted text", byte);
      problems.push_back({std::string(file), line, static_cast<uint32_t>(i - start + 1), message});
      return;
    }
  }
}

Problem problem_of(std::string_view file, const YAML::Exception& error) {
  Problem problem{std::string(file), 0, 0, error.msg};
  if (error.mark.is_null()) return problem;
  problem.line = static_cast<uint32_t>(error.mark.line + 1);
  problem.column = static_cast<uint32_t>(error.mark.column + 1);
  return problem;
}

}  // namespace

Result<YamlNode> parse_yaml(std::string_view file, std::string_view text) {
  if (std::optional<Problem> bad = utf8_problem(file, text)) return *std::move(bad);
  Problems problems;
  find_control_character(file, text, problems);
  if (!problems.empty()) return problems;
  TreeBuilder builder(file, problems);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    // The builder has noted why.
  } catch (const YAML::Exception& error) {
    problems.push_back(problem_of(file, error));
  }
  if (!problems.empty()) return problems;
  return builder.take_root();
}

}  // namespace specgate

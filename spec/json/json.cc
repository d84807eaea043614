#include "spec/json/json.h"

#include <algorithm>

#include "spec/decode/decode.h"
#include "spec/event/bare_word.h"
#include "spec/json/decimal.h"
#include "spec/json/json_index.h"
#include "spec/json/json_quote.h"
#include "spec/text/text_file.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr size_t kMostBytes = size_t{64} << 20;
constexpr size_t kMostValues = 4'000'000;
constexpr size_t kMostRepeats = 20;  // as many repeated keys are told one by one

// Lines and columns of offsets that only grow.
class Places {
 public:
  explicit Places(std::string_view text) : text_(text) {}
  void at(uint32_t offset, uint32_t& line, uint32_t& column) {
    for (; at_ < offset; ++at_) {
      if (text_[at_] != '\n') continue;
      ++line_;
      start_ = at_ + 1;
    }
    line = line_;
    column = offset - start_ + 1;
  }

 private:
  std::string_view text_;
  uint32_t at_ = 0, line_ = 1, start_ = 0;
};

class Planter {
 public:
  Planter(std::string_view file, const Batch& batch)
      : file_(file), batch_(batch), places_(batch.source) {}

  Json plant(uint32_t index) {
    const Node& node = batch_.nodes[index];
    Json out;
    out.kind = node.kind;
    out.text = node.is(Kind::kBoolean) ? batch_.source[node.begin] == 't' ? "true" : "false"
                                       : std::string(node.text);
    places_.at(node.begin, out.line, out.column);
    for (uint32_t i = index + 1; i < node.next; i = batch_.nodes[i].next) {
      if (node.is(Kind::kArray))
        out.items.push_back(plant(i));
      else
        plant_member(i, out);
    }
    return out;
  }

  Problems take_problems() { return std::move(problems_); }

 private:
  void plant_member(uint32_t index, Json& object) {
    const Node& node = batch_.nodes[index];
    JsonMember member;
    member.key = node.key;
    places_.at(key_span(batch_, node).begin, member.line, member.column);
    member.value = plant(index);
    if ((node.flags & kDuplicateKey) == 0) {
      object.members.push_back(std::move(member));
    } else if (problems_.size() < kMostRepeats) {
      problems_.push_back({std::string(file_), member.line, member.column,
                           "the key \"" + member.key + "\" stands twice in this object"});
    }
  }

  std::string_view file_;
  const Batch& batch_;
  Places places_;
  Problems problems_;
};

Problem syntax_problem(std::string_view file, const Batch& batch) {
  if (first_bad_utf8(batch.source) == batch.syntax_error) return *utf8_problem(file, batch.source);
  Problem out;
  out.file = file;
  const auto end = static_cast<uint32_t>(batch.source.size());
  Places(batch.source).at(std::min(batch.syntax_error, end), out.line, out.column);
  out.message = "not valid JSON: " + std::string(batch.syntax_words);
  return out;
}

// decode() reads past words that are no JSON; who wants JSON does not.
Problem bare_word_problem(std::string_view file, const Batch& batch) {
  const auto found = std::find_if(batch.nodes.begin(), batch.nodes.end(), is_bare_word);
  Problem out;
  out.file = file;
  Places(batch.source).at(found->begin, out.line, out.column);
  const std::string_view word = batch.source.substr(found->begin, found->end - found->begin);
  out.message = "not valid JSON: expected a value, found " + std::string(word);
  return out;
}

bool same_members(const Json& a, const Json& b) {
  if (a.members.size() != b.members.size()) return false;
  JsonIndex others(&b);
  for (size_t i = 0; i < a.members.size(); ++i) {
    const JsonMember& one = a.members[i];
    const Json* const other = others.find(one.key, i);
    if (other == nullptr || !(*other == one.value)) return false;
  }
  return true;
}

class Writer {
 public:
  Writer(JsonLayout layout, std::string& out) : lines_(layout == JsonLayout::kLines), out_(out) {}

  void write(const Json& json) {
    switch (json.kind) {
      case Kind::kNull:
        out_ += "null";
        return;
      case Kind::kBoolean:
      case Kind::kInteger:
      case Kind::kReal:
        out_ += json.text;
        return;
      case Kind::kString:
        append_json_string(json.text, out_);
        return;
      case Kind::kArray:
        write_items(json);
        return;
      case Kind::kObject:
        write_members(json);
        return;
    }
  }

 private:
  void write_items(const Json& json) {
    out_ += '[';
    ++level_;
    for (const Json& item : json.items) {
      begin(&item == json.items.data());
      write(item);
    }
    end(json.items.empty(), ']');
  }

  void write_members(const Json& json) {
    out_ += '{';
    ++level_;
    for (const JsonMember& member : json.members) {
      begin(&member == json.members.data());
      append_json_string(member.key, out_);
      out_ += lines_ ? ": " : ":";
      write(member.value);
    }
    end(json.members.empty(), '}');
  }

  void begin(bool first) {
    if (!first) out_ += ',';
    if (lines_) out_.append("\n").append(2 * level_, ' ');
  }

  void end(bool empty, char bracket) {
    --level_;
    if (lines_ && !empty) out_.append("\n").append(2 * level_, ' ');
    out_ += bracket;
  }

  bool lines_;
  size_t level_ = 0;
  std::string& out_;
};

}  // namespace

Json Json::of(Kind kind) {
  Json out;
  out.kind = kind;
  return out;
}

Json Json::null() { return {}; }
Json Json::array() { return of(Kind::kArray); }
Json Json::object() { return of(Kind::kObject); }

Json Json::boolean(bool value) {
  Json out = of(Kind::kBoolean);
  out.text = value ? "true" : "false";
  return out;
}

Json Json::integer(int64_t value) {
  Json out = of(Kind::kInteger);
  out.text = std::to_string(value);
  return out;
}

Json Json::string(std::string_view text) {
  Json out = of(Kind::kString);
  out.text = text;
  return out;
}

const JsonMember* Json::member(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& one) { return one.key == key; });
  return found == members.end() ? nullptr : &*found;
}

const Json* Json::find(std::string_view key) const {
  const JsonMember* const found = member(key);
  return found == nullptr ? nullptr : &found->value;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(static_cast<const Json*>(this)->find(key));
}

std::string_view Json::text_of(std::string_view key) const {
  const Json* const found = find(key);
  return found != nullptr && found->is(Kind::kString) ? std::string_view(found->text)
                                                      : std::string_view();
}

Json& Json::set(std::string_view key, Json value) {
  if (Json* const old = find(key)) return *old = std::move(value);
  members.push_back({std::string(key), 0, 0, std::move(value)});
  return members.back().value;
}

void Json::erase(std::string_view key) {
  std::erase_if(members, [&](const JsonMember& one) { return one.key == key; });
}

bool operator==(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return same_number(a.text, b.text);
  if (a.kind != b.kind) return false;
  if (a.is(Kind::kNull)) return true;
  return a.text == b.text && a.items == b.items && same_members(a, b);
}

bool same_number(std::string_view a, std::string_view b) {
  return a == b || compare_numbers(a, b) == 0;
}

int compare_numbers(std::string_view a, std::string_view b) {
  return compare(decimal_of(a), decimal_of(b));
}

bool is_whole(std::string_view number) { return decimal_of(number).whole(); }

Result<Json> parse_json(std::string_view file, std::string_view text, const Spec& spec) {
  if (text.size() > kMostBytes) {
    return Problem{std::string(file), 0, 0,
                   std::to_string(text.size()) + " bytes are more than the 64 MB that are read"};
  }
  DecodeBuffers buffers;
  const Batch batch = decode(text, {}, spec, buffers);
  if (batch.syntax_error != Batch::kNoError) return syntax_problem(file, batch);
  if ((batch.odd & kBareWord) != 0) return bare_word_problem(file, batch);
  if (batch.nodes.size() > kMostValues) {
    return Problem{std::string(file), 0, 0,
                   std::to_string(batch.nodes.size()) +
                       " values are more than the 4000000 that "
                       "are read"};
  }
  Planter planter(file, batch);
  Json root = planter.plant(0);
  Problems problems = planter.take_problems();
  if (!problems.empty()) return problems;
  return root;
}

void append_json(const Json& json, JsonLayout layout, std::string& out) {
  Writer(layout, out).write(json);
  if (layout == JsonLayout::kLines) out += '\n';
}

}  // namespace specgate

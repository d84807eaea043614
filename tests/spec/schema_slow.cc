#include "tests/spec/schema_slow.h"

#include <algorithm>
#include <set>
#include <string>

namespace specgate {
namespace {

// Whether a value fits, and which of its members or items were evaluated on the way.
struct Verdict {
  bool fits = true;
  std::set<size_t> evaluated;

  void meet(const Verdict& other) {
    fits = fits && other.fits;
    if (other.fits) evaluated.insert(other.evaluated.begin(), other.evaluated.end());
  }
};

// Of patterns "^text", "text$" and "text" alone.
bool matches(std::string_view pattern, std::string_view text) {
  if (pattern.starts_with('^')) return text.starts_with(pattern.substr(1));
  if (pattern.ends_with('$')) return text.ends_with(pattern.substr(0, pattern.size() - 1));
  return text.find(pattern) != std::string_view::npos;
}

class Slow {
 public:
  explicit Slow(Draft draft) : draft_(draft) {}

  Verdict judge(const Json& schema, const Json& value) {
    Verdict out;
    if (schema.is(Kind::kBoolean)) {
      out.fits = schema.is_true();
      return out;
    }
    out.fits = judge_value(schema, value);
    if (value.is(Kind::kObject)) judge_object(schema, value, out);
    if (value.is(Kind::kArray)) judge_array(schema, value, out);
    judge_logic(schema, value, out);
    judge_rest(schema, value, out);
    if (!out.fits) out.evaluated.clear();
    return out;
  }

 private:
  static int64_t whole(const Json& schema, std::string_view word, int64_t otherwise) {
    const Json* const count = schema.find(word);
    return count == nullptr ? otherwise : std::stoll(count->text);
  }

  static bool of_type(const Json& value, std::string_view type) {
    if (!value.is_number()) return (kinds_named(type) & mask(value.kind)) != 0;
    return type == "number" || (type == "integer" && is_whole(value.text));
  }

  static bool judge_value(const Json& schema, const Json& value) {
    bool fits = true;
    if (const Json* type = schema.find("type")) fits = of_type(value, type->text);
    if (const Json* one = schema.find("const")) fits = fits && *one == value;
    if (const Json* list = schema.find("enum"))
      fits = fits && std::count(list->items.begin(), list->items.end(), value) != 0;
    const Json* const least = schema.find("minimum");
    if (least != nullptr && value.is_number())
      fits = fits && compare_numbers(value.text, least->text) >= 0;
    if (!value.is(Kind::kString)) return fits;
    const auto length = static_cast<int64_t>(value.text.size());  // of ASCII
    fits = fits && length <= whole(schema, "maxLength", length);
    if (const Json* pattern = schema.find("pattern"))
      fits = fits && matches(pattern->text, value.text);
    return fits;
  }

  void judge_object(const Json& schema, const Json& value, Verdict& out) {
    const auto count = static_cast<int64_t>(value.members.size());
    out.fits = out.fits && count >= whole(schema, "minProperties", 0);
    if (const Json* names = schema.find("required")) require(*names, value, out);
    for (size_t i = 0; i < value.members.size(); ++i) judge_member(schema, value.members[i], i, out);
    if (const Json* all = schema.find("dependentRequired")) {
      for (const JsonMember& one : all->members)
        if (value.find(one.key) != nullptr) require(one.value, value, out);
    }
    if (const Json* all = schema.find("dependentSchemas")) {
      for (const JsonMember& one : all->members)
        if (value.find(one.key) != nullptr) out.meet(judge(one.value, value));
    }
  }

  static void require(const Json& names, const Json& value, Verdict& out) {
    for (const Json& name : names.items) out.fits = out.fits && value.find(name.text) != nullptr;
  }

  void judge_member(const Json& schema, const JsonMember& member, size_t index, Verdict& out) {
    bool listed = false;
    const auto hold = [&](const Json& one) {
      listed = true;
      out.fits = judge(one, member.value).fits && out.fits;
    };
    const Json* const properties = schema.find("properties");
    if (properties != nullptr && properties->find(member.key) != nullptr)
      hold(*properties->find(member.key));
    if (const Json* patterns = schema.find("patternProperties")) {
      for (const JsonMember& one : patterns->members)
        if (matches(one.key, member.key)) hold(one.value);
    }
    const Json* const rest = schema.find("additionalProperties");
    if (!listed && rest != nullptr) hold(*rest);
    if (listed) out.evaluated.insert(index);
    if (const Json* names = schema.find("propertyNames"))
      out.fits = judge(*names, Json::string(member.key)).fits && out.fits;
  }

  void judge_array(const Json& schema, const Json& value, Verdict& out) {
    out.fits = out.fits && static_cast<int64_t>(value.items.size()) >= whole(schema, "minItems", 0);
    const bool newest = draft_ == Draft::k2020;
    const Json* const items = schema.find("items");
    const bool listed = items != nullptr && items->is(Kind::kArray);
    const Json* const tuple = newest ? schema.find("prefixItems") : listed ? items : nullptr;
    const Json* const rest = newest || !listed ? items : schema.find("additionalItems");
    for (size_t i = 0; i < value.items.size(); ++i) {
      const bool in_tuple = tuple != nullptr && i < tuple->items.size();
      const Json* const one = in_tuple ? &tuple->items[i] : rest;
      if (one == nullptr) continue;
      out.fits = judge(*one, value.items[i]).fits && out.fits;
      out.evaluated.insert(i);
    }
    if (schema.find("contains") != nullptr) judge_contains(schema, value, out);
  }

  void judge_contains(const Json& schema, const Json& value, Verdict& out) {
    int64_t count = 0;
    for (size_t i = 0; i < value.items.size(); ++i) {
      if (!judge(*schema.find("contains"), value.items[i]).fits) continue;
      ++count;
      if (draft_ == Draft::k2020) out.evaluated.insert(i);
    }
    out.fits = out.fits && count >= whole(schema, "minContains", 1) &&
               count <= whole(schema, "maxContains", count);
  }

  void judge_logic(const Json& schema, const Json& value, Verdict& out) {
    if (const Json* all = schema.find("allOf")) {
      for (const Json& one : all->items) out.meet(judge(one, value));
    }
    for (const std::string_view word : {"anyOf", "oneOf"}) {
      const Json* const branches = schema.find(word);
      if (branches == nullptr) continue;
      size_t fitting = 0;
      for (const Json& one : branches->items) {
        const Verdict verdict = judge(one, value);
        fitting += verdict.fits ? 1 : 0;
        if (verdict.fits) out.meet(verdict);
      }
      out.fits = out.fits && (word == "anyOf" ? fitting > 0 : fitting == 1);
    }
    if (const Json* no = schema.find("not")) out.fits = !judge(*no, value).fits && out.fits;
    const Json* const condition = schema.find("if");
    if (condition == nullptr) return;
    const Verdict holds = judge(*condition, value);
    if (holds.fits) out.meet(holds);
    if (const Json* next = schema.find(holds.fits ? "then" : "else")) out.meet(judge(*next, value));
  }

  void judge_rest(const Json& schema, const Json& value, Verdict& out) {
    const bool object = value.is(Kind::kObject);
    if (!object && !value.is(Kind::kArray)) return;
    const Json* const rest = schema.find(object ? "unevaluatedProperties" : "unevaluatedItems");
    if (rest == nullptr) return;
    const size_t count = object ? value.members.size() : value.items.size();
    for (size_t i = 0; i < count; ++i) {
      if (out.evaluated.contains(i)) continue;
      const Json& one = object ? value.members[i].value : value.items[i];
      out.fits = judge(*rest, one).fits && out.fits;
      out.evaluated.insert(i);
    }
  }

  Draft draft_;
};

}  // namespace

bool slowly_valid(const Json& schema, const Json& value, Draft draft) {
  return Slow(draft).judge(schema, value).fits;
}

}  // namespace specgate

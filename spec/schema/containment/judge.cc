#include "spec/schema/containment/judge.h"

#include <algorithm>

#include "spec/schema/containment/conjunction.h"
#include "spec/schema/format.h"

namespace specgate {
namespace {

constexpr size_t kMostLevelsDown = 64;

Truth of(bool value) { return value ? Truth::kYes : Truth::kNo; }
Truth both(Truth a, Truth b) { return std::min(a, b); }
Truth either(Truth a, Truth b) { return std::max(a, b); }
Truth opposite(Truth a) { return a == Truth::kMaybe ? a : of(a == Truth::kNo); }

// Characters, not bytes.
int64_t length_of(std::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool in_range(int64_t count, const Json& schema, std::string_view least, std::string_view most) {
  const int64_t from = count_of(schema, least), to = count_of(schema, most);
  return count >= from && (to < 0 || count <= to);
}

class Judge {
 public:
  Judge(SchemaSpace& space, size_t levels) : space_(space), levels_(levels) {}

  Truth judge(SchemaRef given, const Json& value) {
    if (levels_ == 0 || !space_.step()) return Truth::kMaybe;
    const SchemaRef ref = space_.follow(given);
    if (ref.schema == nullptr) return Truth::kMaybe;
    if (!ref.schema->is(Kind::kObject)) return of(!ref.schema->is_false());
    --levels_;
    Truth out = both(judge_value(*ref.schema, value), judge_kind(ref, value));
    if (out != Truth::kNo) out = both(out, judge_combinations(ref, value));
    if (is_vague(*ref.schema)) out = both(out, Truth::kMaybe);
    ++levels_;
    return out;
  }

 private:
  Truth judge_value(const Json& schema, const Json& value) {
    if (!admits(kinds_stated(schema), kind_of_value(value))) return Truth::kNo;
    const Json* const one = schema.find("const");
    if (one != nullptr && !(*one == value)) return Truth::kNo;
    const Json* const list = schema.find("enum");
    if (list == nullptr || !list->is(Kind::kArray)) return Truth::kYes;
    return of(space_.lists(*list, value));
  }

  Truth judge_kind(SchemaRef ref, const Json& value) {
    switch (value.kind) {
      case Kind::kInteger:
      case Kind::kReal:
        return judge_number(*ref.schema, value.text);
      case Kind::kString:
        return judge_string(*ref.schema, value.text);
      case Kind::kArray:
        return judge_array(ref, value);
      case Kind::kObject:
        return judge_object(ref, value);
      case Kind::kNull:
      case Kind::kBoolean:
        return Truth::kYes;
    }
    return Truth::kYes;
  }

  static Truth judge_number(const Json& schema, std::string_view number) {
    const auto order = [&](std::string_view keyword) {
      const Json* const bound = schema.find(keyword);
      return bound == nullptr || !bound->is_number() ? 2 : compare_numbers(number, bound->text);
    };
    const auto flag = [&](std::string_view keyword) {
      const Json* const value = schema.find(keyword);
      return value != nullptr && value->is_true();
    };
    const int least = order("minimum"), most = order("maximum");
    const int above = order("exclusiveMinimum"), below = order("exclusiveMaximum");
    if (least < 0 || (least == 0 && flag("exclusiveMinimum")) || above <= 0) return Truth::kNo;
    if (most == 1 || (most == 0 && flag("exclusiveMaximum"))) return Truth::kNo;
    if (below == 0 || below == 1) return Truth::kNo;
    const Json* const divisor = schema.find("multipleOf");
    if (divisor == nullptr || !divisor->is_number()) return Truth::kYes;
    return of(multiple_of(number, divisor->text));
  }

  Truth judge_string(const Json& schema, const std::string& text) {
    if (!in_range(length_of(text), schema, "minLength", "maxLength")) return Truth::kNo;
    Truth out = Truth::kYes;
    if (const std::string_view format = schema.text_of("format"); !format.empty()) {
      const std::optional<SchemaFormat> known = schema_format_of(format, space_.formats());
      if (known) out = of(matches(*known, text));
    }
    const Json* const pattern = schema.find("pattern");
    if (pattern == nullptr || !pattern->is(Kind::kString)) return out;
    return both(out, space_.matches(pattern->text, text));
  }

  Truth judge_array(SchemaRef ref, const Json& value) {
    if (!in_range(static_cast<int64_t>(value.items.size()), *ref.schema, "minItems", "maxItems"))
      return Truth::kNo;
    const Json* const unique = ref.schema->find("uniqueItems");
    if (unique != nullptr && unique->is_true() && repeats(value)) return Truth::kNo;
    SchemaTerms terms;
    if (const Json* items = ref.schema->find("items"))
      terms.items.push_back({items, ref.schema->find("additionalItems"), ref.root});
    Truth out = Truth::kYes;
    for (size_t i = 0; i < value.items.size(); ++i) {
      for (const SchemaRef& one : item_schemas(terms, i))
        out = both(out, judge(one, value.items[i]));
    }
    const Json* const contains = ref.schema->find("contains");
    if (contains == nullptr || is_vague(*ref.schema)) return out;
    Truth any = Truth::kNo;
    for (const Json& item : value.items) any = either(any, judge({contains, ref.root}, item));
    return both(out, any);
  }

  static bool repeats(const Json& array) {
    JsonSet values(&array);
    return values.size() != array.items.size();
  }

  Truth judge_object(SchemaRef ref, const Json& value) {
    const Json& schema = *ref.schema;
    const auto count = static_cast<int64_t>(value.members.size());
    if (!in_range(count, schema, "minProperties", "maxProperties")) return Truth::kNo;
    JsonIndex there(&value);
    if (const Json* required = schema.find("required")) {
      for (const Json& name : required->items) {
        if (there.find(name.text) == nullptr) return Truth::kNo;
      }
    }
    SchemaTerms terms;
    terms.members.push_back({schema.find("properties"), schema.find("patternProperties"),
                             schema.find("additionalProperties"), ref.root});
    const Json* const names = schema.find("propertyNames");
    Truth out = Truth::kYes;
    for (const JsonMember& member : value.members) {
      for (const SchemaRef& one : member_schemas(terms, member.key, space_))
        out = both(out, judge(one, member.value));
      if (names != nullptr) out = both(out, judge({names, ref.root}, Json::string(member.key)));
    }
    return both(out, judge_dependencies(ref, value, there));
  }

  Truth judge_dependencies(SchemaRef ref, const Json& value, JsonIndex& there) {
    Truth out = Truth::kYes;
    for (const std::string_view word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
      if (const Json* const all = ref.schema->find(word))
        out = both(out, judge_all_of_them({all, ref.root}, value, there));
    }
    return out;
  }

  Truth judge_all_of_them(SchemaRef all, const Json& value, JsonIndex& there) {
    Truth out = Truth::kYes;
    for (const JsonMember& member : value.members) {
      const Json* const then = space_.find(*all.schema, member.key);
      if (then == nullptr) continue;
      if (!then->is(Kind::kArray)) out = both(out, judge({then, all.root}, value));
      for (const Json& name : then->items) {
        if (there.find(name.text) == nullptr) return Truth::kNo;
      }
    }
    return out;
  }

  Truth judge_combinations(SchemaRef ref, const Json& value) {
    Truth out = Truth::kYes;
    if (const Json* all = ref.schema->find("allOf")) {
      for (const Json& one : all->items) out = both(out, judge({&one, ref.root}, value));
    }
    if (const Json* any = ref.schema->find("anyOf")) {
      Truth some = Truth::kNo;
      for (const Json& one : any->items) some = either(some, judge({&one, ref.root}, value));
      out = both(out, some);
    }
    if (const Json* one = ref.schema->find("oneOf")) out = both(out, judge_one(*one, ref, value));
    if (const Json* no = ref.schema->find("not"))
      out = both(out, opposite(judge({no, ref.root}, value)));
    return both(out, judge_condition(ref, value));
  }

  Truth judge_one(const Json& list, SchemaRef ref, const Json& value) {
    size_t yes = 0, maybe = 0;
    for (const Json& one : list.items) {
      const Truth each = judge({&one, ref.root}, value);
      yes += each == Truth::kYes;
      maybe += each == Truth::kMaybe;
    }
    if (yes > 1 || yes + maybe == 0) return Truth::kNo;
    return maybe == 0 ? Truth::kYes : Truth::kMaybe;
  }

  Truth judge_condition(SchemaRef ref, const Json& value) {
    const Json* const condition = ref.schema->find("if");
    if (condition == nullptr) return Truth::kYes;
    const auto branch = [&](std::string_view keyword) {
      const Json* const schema = ref.schema->find(keyword);
      return schema == nullptr ? Truth::kYes : judge({schema, ref.root}, value);
    };
    const Truth holds = judge({condition, ref.root}, value);
    if (holds == Truth::kYes) return branch("then");
    if (holds == Truth::kNo) return branch("else");
    const Truth then = branch("then"), otherwise = branch("else");
    return then == otherwise ? then : Truth::kMaybe;
  }

  SchemaSpace& space_;
  size_t levels_;
};

}  // namespace

Truth judge(SchemaRef schema, const Json& value, SchemaSpace& space) {
  return Judge(space, kMostLevelsDown).judge(schema, value);
}

Truth judge(const Conjunction& all, const Json& value, SchemaSpace& space) {
  Truth out = Truth::kYes;
  for (const SchemaRef& one : all) out = both(out, judge(one, value, space));
  return out;
}

}  // namespace specgate

#include "tests/spec/plan_maker.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "spec/json/json_quote.h"
#include "spec/plan/diff/plan_diff.h"
#include "spec/plan/shapes/schema_form.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr const char* kNames[] = {
    "a",     "b",      "order_id", " ",      "  a ",  "a.b",    ".",     "a.",   "$",     "\\$",  "\\",
    "\\.",   "a,b",    "a;b",      "a\"b",   "a\nb",  "",       "<<",    "true", "1",     "null", "x-y",
    "type",  "é",      "a|b",      "-",      "#",     "~",      "? a",   ": ",   "[a]",   "{",    "*a",
    "&a",    "!x",     "%",        "@",      "`",     "'",      "a: b",  "a #b", "\tA",   "y",    "=",
    "a/b",   "a~b",    "properties", "traits", "context", "required", "2026-01-01", "\xE2\x80\xA8",
    "\xC2\x85", "\xEF\xBB\xBF", "${a}", "%{b}", "$${c}", "a\r\nb", "\x01", "items", "definitions"};
constexpr const char* kWords[] = {"", "", "x", " x ", "a\nb", "  ", "a: b", "x\r\ny", "${a}", "Its id, as \"text\"",
                                  "\tx", "- a", "# a", "é\xE2\x80\xA8", "true", "12"};
constexpr const char* kTypes[] = {R"("string")",  R"("number")", R"("integer")", R"("boolean")",
                                  R"("null")",    R"("object")", R"("array")",   R"(["string","null"])",
                                  R"(["object","null"])", R"(["number","boolean"])", R"(["string"])"};
constexpr const char* kFaults[] = {"null", "7", R"("no")", "[]", "{}", "[null]", R"({"a":null})", "true"};

class Maker {
 public:
  Maker(uint64_t seed, MakerTaste taste) : random_(seed), wild_(taste == MakerTaste::kWild) {}

  std::string plan() {
    std::string out = "{";
    for (const char* key : {"id", "resourceSchemaId", "name", "slug", "description"}) {
      const std::string value = one_of({"", "tp_1", "rs_1", "Shop ${x}", "a/b", " x ", "My \"Shop\""});
      if (below(3) == 0) out += quoted(key) + ":" + quoted(value) + ",";
    }
    out += "\"rules\":[";
    const size_t count = 1 + below(4);
    for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + rule();
    return out + "]}";
  }

 private:
  size_t below(size_t n) { return random_() % n; }
  bool once_in(size_t n) { return below(n) == 0; }
  std::string one_of(std::initializer_list<const char*> words) { return words.begin()[below(words.size())]; }
  template <size_t n>
  std::string one_of(const char* const (&words)[n]) {
    return words[below(n)];
  }
  static std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(text, out);
    return out;
  }
  std::string word() { return quoted(one_of(kWords)); }
  std::string name() { return once_in(3) ? one_of({"a", "b", "c"}) : one_of(kNames); }

  // Each name once in a map.
  template <typename Value>
  std::string map(size_t most, const Value& value) {
    std::set<std::string> names;
    std::string out = "{";
    for (size_t i = below(most + 1); i > 0; --i) {
      const std::string key = name();
      if (names.insert(key).second) out += (out.size() == 1 ? "" : ",") + quoted(key) + ":" + value();
    }
    return out + "}";
  }

  std::string rule() {
    const std::string kind = one_of({"TRACK", "TRACK", "TRACK", "IDENTIFY", "GROUP", "PAGE", "SCREEN", "COMMON"});
    std::string key = name();
    if (kind == "TRACK" && key.empty()) key = "E";
    std::string out = R"({"type":")" + kind + R"(","version":)" + std::to_string(++version_);
    if (once_in(2)) out = R"({"type":")" + kind + R"(","version":1)";
    if (kind == "TRACK" || kind == "PAGE" || kind == "SCREEN") out += ",\"key\":" + quoted(key);
    if (once_in(3)) out += R"(,"description":)" + word();
    if (once_in(3)) out += ",\"labels\":" + map(3, [&] { return word(); });
    if (once_in(6)) out += R"(,"deprecatedAt":"2026-01-01T00:00:00.000Z")";
    if (once_in(6)) out += R"(,"createdAt":"2025-01-01T00:00:00.000Z")";
    const std::string own = kind == "IDENTIFY" || kind == "GROUP" ? "traits" : "properties";
    return out + ",\"jsonSchema\":" + root(own) + "}";
  }

  std::string root(const std::string& own) {
    if (once_in(20)) return one_of({"true", "false", "{}", "null"});
    std::string out = R"({"type":"object","properties":{)";
    if (!once_in(8)) out += quoted(own) + ":" + object(0);
    if (once_in(6)) out += std::string(out.ends_with('{') ? "" : ",") + "\"context\":" + object(1);
    if (once_in(6)) out += std::string(out.ends_with('{') ? "" : ",") + "\"userId\":" + schema(2);
    out += "}";
    if (once_in(3)) out += ",\"required\":[" + quoted(own) + "]";
    if (once_in(10)) out += R"(,"required_by":"nobody")";
    if (once_in(8)) out += R"(,"definitions":{"d":)" + schema(2) + "}";
    if (once_in(12)) out += R"(,"additionalProperties":false)";
    if (once_in(12)) out += R"(,"x-owner":"us")";
    return out + "}";
  }

  std::string object(size_t level) {
    std::string out = once_in(5) ? "{" + quoted("description") + ":" + word() + "," : "{";
    out += once_in(8) ? R"("type":["object","null"])" : R"("type":"object")";
    out += ",\"properties\":" + map(4, [&] { return schema(level + 1); });
    if (once_in(2)) out += ",\"required\":[" + quoted(name()) + (once_in(2) ? "]" : "," + quoted("a") + "]");
    if (once_in(6)) out += std::string(R"(,"additionalProperties":)") + (once_in(2) ? "false" : schema(level + 3));
    return out + "}";
  }

  std::string schema(size_t level) {
    if (once_in(14)) return one_of({"true", "false", "{}", R"({"$ref":"#/definitions/d"})",
                                    R"({"$ref":"#/properties/properties/properties/a"})"});
    if (wild_ && once_in(20)) return one_of(kFaults);
    if (level < 4 && once_in(4)) return object(level);
    std::set<std::string> keys;
    std::string out = "{";
    for (size_t i = below(4); i > 0; --i) {
      const auto [key, value] = keyword(level);
      if (!keys.insert(key).second) continue;
      out += (out.size() == 1 ? "" : ",") + quoted(key) + ":" + (wild_ && once_in(12) ? one_of(kFaults) : value);
    }
    return out + "}";
  }

  std::pair<std::string, std::string> keyword(size_t level) {
    switch (below(15)) {
      case 0: return {"description", word()};
      case 1: return {"pattern", quoted(one_of({"^a", " ", "", "a,b", "[,;]", " ^x ", "\"", "\n"}))};
      case 2: return {"enum", "[" + (once_in(2) ? quoted("b") + "," + word() : values()) + "]"};
      case 3: return {"format", quoted(one_of({"date-time", "email", "uri", "nobody"}))};
      case 4: return {"minimum", one_of({"0", "1.5", "1e400"})};
      case 5: return {"items", level < 5 ? schema(level + 1) : "{}"};
      case 6: return {"const", one_of({"null", "1.0", R"("a")", "{}"})};
      case 7: return {"title", word()};
      case 8: return {"x-note", word()};
      case 9: return {"anyOf", "[" + (level < 5 ? schema(level + 1) : "{}") + ",{\"type\":\"string\"}]"};
      case 10: return {"maxLength", one_of({"3", "9"})};
      case 11: return {"default", one_of({"null", "[]", R"("x")"})};
      default: return {"type", one_of(kTypes)};
    }
  }

  std::string values() { return one_of({"1,2", "null", "true,false", "1.0,\"1\"", "\"a,b\",\"c\"", "\" a\"", "\"[a\"", "{}"}); }

  std::mt19937_64 random_;
  bool wild_;
  int version_ = 1;
};

std::string compact(const Json& json) {
  std::string out;
  append_json(json, JsonLayout::kCompact, out);
  return out;
}

std::string text_of(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.text() + "\n";
  return out;
}

// `properties` and `traits` are objects, said or not; so are calls.
Json canonical(const PlanRule& rule) {
  Json out = rule.schema.is_true() ? Json::object() : rule.schema;
  if (!out.is(Kind::kObject)) return out;
  for_each_schema(out, [](Json& schema) {
    Json* const items = schema.find("items");
    if (items != nullptr && items->is_true()) *items = Json::object();
  });
  if (out.find("type") == nullptr) out.set("type", Json::string("object"));
  const std::string own(own_object(rule.kind));
  if (own.empty()) return out;
  Json* places = out.find("properties");
  if (places == nullptr) places = &out.set("properties", Json::object());
  Json* object = places->find(own);
  if (object == nullptr) object = &places->set(own, Json::object());
  if (object->is_true()) *object = Json::object();
  if (object->is(Kind::kObject) && object->find("type") == nullptr) object->set("type", Json::string("object"));
  return out;
}

// What was named as lost, of the plan or of one rule.
class Named {
 public:
  Named(const Problems& lost, std::string of) : of_(std::move(of)) {
    for (const Problem& problem : lost) {
      if (problem.message.starts_with(of_)) said_.push_back(problem.message.substr(of_.size()));
    }
  }

  bool has(std::string_view part) const {
    return std::any_of(said_.begin(), said_.end(),
                       [&](const std::string& one) { return one.find(part) != std::string::npos; });
  }
  // Something that is no field of the rule.
  bool schema() const {
    return std::any_of(said_.begin(), said_.end(), [](const std::string& one) {
      for (const char* field : {"version", "description", "labels", "created_at", "updated_at", "deprecated_at", "label "}) {
        if (one.starts_with(std::string("its ") + field)) return false;
      }
      return !one.starts_with("the blanks at the edges of its description");
    });
  }

 private:
  std::string of_;
  std::vector<std::string> said_;
};

using Labels = std::map<std::string, std::string>;

std::string told(const char* what, std::string_view before, std::string_view after) {
  return std::string(what) + " is " + std::string(after) + ", it was " + std::string(before) + "\n";
}

std::string other_rule(const PlanRule& rule, const PlanRule& back, const Named& named) {
  std::string out;
  const auto text = [&](const char* what, const std::string& before, const std::string& after) {
    if (before != after && !named.has(std::string("its ") + what)) out += told(what, before, after);
  };
  text("description", rule.description, back.description);
  text("created_at", rule.created_at, back.created_at);
  text("updated_at", rule.updated_at, back.updated_at);
  text("deprecated_at", rule.deprecated_at, back.deprecated_at);
  const Labels before(rule.labels.begin(), rule.labels.end()), after(back.labels.begin(), back.labels.end());
  if (before != after && !named.has("its label")) out += "the labels differ\n";
  const Json was = canonical(rule), is = canonical(back);
  if (!same_schema(was, is) && !named.schema()) out += told("the schema", compact(was), compact(is));
  return out;
}

std::string other_plan(const TrackingPlan& plan, const TrackingPlan& back, const Problems& lost) {
  std::string out;
  const auto text = [&](const char* what, const std::string& before, const std::string& after) {
    if (before != after && !Named(lost, std::string("the plan's ") + what).has("is lost")) out += told(what, before, after);
  };
  text("id", plan.id, back.id);
  text("resource_schema_id", plan.resource_schema_id, back.resource_schema_id);
  text("name", plan.name, back.name);
  text("slug", plan.slug, back.slug);
  text("description", plan.description, back.description);
  size_t kept = 0;
  for (const PlanRule& rule : plan.rules) {
    if (Named(lost, title_of(rule) + " is lost").has("")) continue;
    const Named named(lost, title_of(rule) + ": ");
    ++kept;
    const auto same = [&](const PlanRule& one) {
      const bool version = one.version == (named.has("its version") ? 1 : rule.version);
      return one.kind == rule.kind && one.key == rule.key && version;
    };
    const auto other = std::find_if(back.rules.begin(), back.rules.end(), same);
    if (other == back.rules.end()) {
      out += title_of(rule) + " is gone\n";
    } else if (const std::string differs = other_rule(rule, *other, named); !differs.empty()) {
      out += title_of(rule) + ": " + differs;
    }
  }
  if (kept != back.rules.size()) out += "there are other rules\n";
  return out;
}

// A change that breaks, where nothing is lost on the way.
std::string broken_change(const TrackingPlan& plan, const TrackingPlan& back) {
  for (const PlanChange& change : diff_plans(plan, back, spec())) {
    for (const Judgement* each : {&change.senders, &change.readers}) {
      if (each->verdict == PlanVerdict::kBreaking) return "a change: " + change.message + ": " + each->why + "\n";
    }
  }
  return {};
}

}  // namespace

std::string make_plan(uint64_t seed, MakerTaste taste) { return Maker(seed, taste).plan(); }

std::string broken_promise(const TrackingPlan& plan, PlanShape shape) {
  Problems lost;
  const std::string text = plan_in(shape, plan, lost);
  const std::string as = "as " + std::string(name_of(shape)) + ": ";
  const auto back = parse_plan("plan." + std::string(name_of(shape)), text, spec());
  if (!back) return as + "refused: " + text_of(back.problems()) + text;
  std::string differs = other_plan(plan, *back, lost);
  if (differs.empty() && lost.empty()) differs = broken_change(plan, *back);
  return differs.empty() ? "" : as + differs + "lost:\n" + text_of(lost) + text;
}

}  // namespace specgate

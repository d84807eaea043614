// Columns of a warehouse, attacked: objects of made-up keys, and what the rules say and fix of them held
// against a slow folding that is written another way.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <regex>
#include <set>

#include "rules/engine/edit.h"
#include "rules/engine/gate.h"
#include "rules/report/finding.h"
#include "rules/report/render.h"
#include "rules/rules.h"
#include "spec/catalogue/column.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr int64_t kNow = 1780272000000;  // 2026-06-01T00:00:00Z

// What go-snakecase 1.2.0 does, said with patterns: the beginning that stays, then words.
std::string slow_column(const std::string& name) {
  static const std::regex kWord("[A-Z0-9]+[a-z0-9]*|[a-z][a-z0-9]*");
  size_t stays = 0;
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  while (stays < name.size()) {
    const bool joint = name[stays] == '_' && stays > 0 && stays + 1 < name.size() && plain(name[stays + 1]);
    if (!plain(name[stays]) && !joint) break;
    ++stays;
  }
  std::string out = name.substr(0, stays);
  const std::string last = out.substr(out.rfind('_') + 1);  // all of it where there is none
  const bool open = std::none_of(last.begin(), last.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  bool joins = open && stays < name.size() && name[stays] >= 'A' && name[stays] <= 'Z';
  const std::string rest = name.substr(stays);
  for (std::sregex_iterator word(rest.begin(), rest.end(), kWord), end; word != end; ++word) {
    if (!out.empty() && !joins) out += '_';
    joins = false;
    for (const char c : word->str()) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return out;
}

class Maker {
 public:
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }

  std::string key() {
    static const char* const kWords[] = {"plan", "type", "id", "user", "url", "sent", "at", "3d", "\u00fc", "x"};
    static const char* const kJoints[] = {"", "", "_", "_", " ", "-", ".", "__"};
    std::string out = below(8) == 0 ? "_" : "";
    for (size_t words = 1 + below(3); words > 0; --words) {
      out += cased(kWords[below(std::size(kWords))]);
      if (words > 1) out += kJoints[below(std::size(kJoints))];
    }
    return out;
  }

  // No key twice.
  std::vector<std::string> object() {
    std::vector<std::string> out;
    for (size_t members = 2 + below(5); out.size() < members;) {
      std::string made = below(2) == 0 || out.empty() ? key() : other_spelling(out[below(out.size())]);
      if (std::find(out.begin(), out.end(), made) == out.end()) out.push_back(std::move(made));
    }
    return out;
  }

 private:
  std::string cased(std::string word) {
    const size_t style = below(3);
    for (size_t i = 0; i < word.size(); ++i) {
      const bool upper = style == 2 || (style == 1 && i == 0);
      if (upper && word[i] >= 'a' && word[i] <= 'z') word[i] = static_cast<char>(word[i] - 32);
    }
    return word;
  }
  std::string other_spelling(std::string key) {
    for (char& c : key) {
      if (below(4) == 0 && c == '_') c = ' ';
      if (below(6) == 0 && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    const std::string column = slow_column(key);
    if (column.empty() || below(3) != 0) return key;
    return below(4) == 0 ? column + "_x" : column;
  }

  std::mt19937 random_{20261130};
};

std::string call_with(const std::vector<std::string>& keys, bool traits) {
  std::string out = traits ? R"({"type":"identify","messageId":"m1","userId":"u1","traits":{)"
                           : R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Downloaded",)"
                             R"("properties":{)";
  for (size_t i = 0; i < keys.size(); ++i) {
    out += (i == 0 ? "\"" : ",\"") + keys[i] + "\":" + std::to_string(i + 7);
  }
  return out + "}}";
}

// The keys that stand before the values of call_with().
std::vector<std::string> keys_of(const std::string& call) {
  static const std::regex kMember(R"re("([^"]*)":[0-9])re");
  std::vector<std::string> out;
  for (std::sregex_iterator at(call.begin(), call.end(), kMember), end; at != end; ++at) out.push_back((*at)[1]);
  return out;
}

class ColumnsTest : public testing::Test {
 protected:
  ColumnsTest() {
    RuleConfig config;
    config.profile = Profile::kStrict;
    gate_ = *Gate::load(shared_spec(), config);
    arrival_.at_ms = kNow;
  }

  Verdict judge(std::string_view body) { return gate_->judge(body, arrival_, scratch_); }

  static std::string fixed(std::string_view body, const Verdict& verdict, const Violation& violation) {
    std::vector<const Edit*> edits;
    for (uint32_t i = 0; i < violation.edits.count; ++i) {
      edits.push_back(&verdict.edits[violation.edits.first + i]);
    }
    std::string out;
    splice(body, splices(verdict.batch, edits), out);
    return out;
  }

  std::shared_ptr<const Gate> gate_;
  Arrival arrival_;
  Scratch scratch_;
};

std::map<std::string, std::set<std::string>> by_column(const std::vector<std::string>& keys) {
  std::map<std::string, std::set<std::string>> out;
  for (const std::string& key : keys) out[slow_column(key)].insert(key);
  return out;
}

TEST_F(ColumnsTest, TheSlowFoldingAgrees) {
  Maker maker;
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = maker.key(), b = maker.key();
    ASSERT_EQ(column_of(a), slow_column(a)) << a;
    ASSERT_EQ(same_column(a, b), slow_column(a) == slow_column(b)) << a << " and " << b;
    if (same_column(a, b)) {
      ASSERT_TRUE(may_share_column(a, b)) << a << " and " << b;
    }
  }
}

TEST_F(ColumnsTest, WhoeverMeetsInOneColumnIsTold) {
  Maker maker;
  size_t shared = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::vector<std::string> keys = maker.object();
    const bool traits = i % 2 == 0;
    const std::string call = call_with(keys, traits);
    const Verdict verdict = judge(call);
    std::set<std::string> told;
    for (const Violation& violation : verdict.violations) {
      if (violation.rule != &rules::shared_column) continue;
      std::string pointer;
      append_pointer(verdict, violation, pointer);
      told.insert(pointer.substr(pointer.rfind('/') + 1));
    }
    for (const auto& [column, group] : by_column(keys)) {
      const auto here = std::count_if(group.begin(), group.end(), [&](const std::string& key) { return told.count(key) != 0; });
      shared += group.size() - 1;
      ASSERT_GE(here, static_cast<long>(group.size()) - 1) << call << " in " << column;
      const long most = group.size() == 1 ? 0 : static_cast<long>(group.size());
      ASSERT_LE(here, most) << call << " in " << column;
    }
  }
  EXPECT_GT(shared, 1000U);  // else nothing was asked
}

TEST_F(ColumnsTest, NoTakenOrReservedNameIsAdvised) {
  const auto advised = [&](const std::string& properties) {
    std::vector<std::string> out;
    const std::string call = R"({"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1","properties":)" +
                             properties + "}";
    const Verdict verdict = judge(call);
    for (const Violation& violation : verdict.violations) {
      if (violation.rule != &rules::property_name_style) continue;
      Finding finding;
      describe(verdict, violation, finding);
      out.insert(out.end(), finding.suggestions.begin(), finding.suggestions.end());
    }
    return out;
  };
  EXPECT_EQ(advised(R"({"planType":1})"), std::vector<std::string>{"plan_type"});
  EXPECT_EQ(advised(R"({"PLAN_TYPE":1,"plan_type":2})"), std::vector<std::string>{});
  EXPECT_EQ(advised(R"({"planType":1,"PlanType":2})"), std::vector<std::string>{});
  EXPECT_EQ(advised(R"({"userId":1,"sentAt":2})"), std::vector<std::string>{});
}

TEST_F(ColumnsTest, NoFixMovesIntoATakenOrReservedColumn) {
  static const std::set<std::string> kReserved = {"anonymous_id", "event",     "event_text",         "id",      "received_at",
                                                  "sent_at",      "timestamp", "original_timestamp", "user_id", "group_id"};
  Maker maker;
  size_t moved = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::vector<std::string> keys = maker.object();
    const bool traits = i % 2 == 0;
    const std::string call = call_with(keys, traits);
    const Verdict verdict = judge(call);
    for (const Violation& violation : verdict.violations) {
      if (violation.edits.count == 0) continue;
      const std::vector<std::string> after = keys_of(fixed(call, verdict, violation));
      if (after.size() != keys.size()) continue;
      for (size_t k = 0; k < keys.size(); ++k) {
        if (after[k] == keys[k]) continue;
        ++moved;
        const std::string column = slow_column(after[k]);
        for (size_t other = 0; other < keys.size(); ++other) {
          ASSERT_FALSE(other != k && slow_column(keys[other]) == column)
              << violation.rule->name << ": " << keys[k] << " -> " << after[k] << " in " << call;
        }
        ASSERT_FALSE(!traits && kReserved.count(column) != 0)
            << violation.rule->name << ": " << keys[k] << " -> " << after[k] << " in " << call;
      }
    }
  }
  EXPECT_GT(moved, 300U);
}

}  // namespace
}  // namespace specgate

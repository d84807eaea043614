// The Spec as data against the tables it was read off (tests/spec/facts): every row, both ways.
#include "spec/catalogue/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/support/files.h"

namespace specgate {
namespace {

using testing::ElementsAre;

using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

std::string joined(const Row& row) {
  std::string out;
  for (const std::string& cell : row) out += (out.empty() ? "" : "\t") + cell;
  return out;
}

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> out;
  size_t start = 0;
  for (size_t at = text.find(by); at != std::string::npos; at = text.find(by, start)) {
    out.push_back(text.substr(start, at - start));
    start = at + by.size();
  }
  out.push_back(text.substr(start));
  return out;
}

// The rows of one table, without its heading.
Rows facts(const std::string& name) {
  const std::vector<std::string> lines = file_lines(SPECGATE_SOURCE "/tests/spec/facts/" + name + ".tsv");
  EXPECT_GT(lines.size(), 1U) << name;
  Rows rows;
  for (size_t i = 1; i < lines.size(); ++i) rows.push_back(split(lines[i], "\t"));
  return rows;
}

const SpecData& spec() {
  static const Result<SpecData> kLoaded = load_spec(embedded_spec());
  for (const Problem& problem : kLoaded.problems()) ADD_FAILURE() << problem.text();
  static const SpecData kNothing;
  return kLoaded ? *kLoaded : kNothing;
}

// The tables interleave groups (calls, verticals, topics); inside a group the order counts.
Rows grouped(Rows rows, size_t columns) {
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return std::lexicographical_compare(a.begin(), a.begin() + static_cast<long>(columns),
                                        b.begin(), b.begin() + static_cast<long>(columns));
  });
  return rows;
}

// How often each row occurs, less how often it occurs in `others`.
std::vector<std::string> surplus(const Rows& rows, const Rows& others) {
  std::map<std::string, int> count;
  for (const Row& row : rows) ++count[joined(row)];
  for (const Row& row : others) --count[joined(row)];
  std::vector<std::string> out;
  for (const auto& [row, times] : count) {
    if (times > 0) out.push_back(row);
  }
  return out;
}

void expect_same(const Rows& loaded, const Rows& wanted, size_t group_columns) {
  EXPECT_THAT(surplus(wanted, loaded), ElementsAre()) << "rows that spec/ lacks";
  EXPECT_THAT(surplus(loaded, wanted), ElementsAre()) << "rows that only spec/ has";
  EXPECT_TRUE(grouped(loaded, group_columns) == grouped(wanted, group_columns)) << "another order";
}

TEST(SpecFacts, Calls) {
  Rows rows;
  for (const CallField& f : spec().call_fields) {
    rows.push_back({f.call, f.field, f.type.words, f.required, f.applies_to, f.note, f.page});
  }
  EXPECT_EQ(rows.size(), 143U);
  expect_same(rows, facts("calls"), 1);
}

TEST(SpecFacts, Context) {
  Rows rows;
  for (const ContextField& f : spec().context_fields) {
    rows.push_back({f.path, f.type.words, f.collected_by, f.note, f.page});
  }
  EXPECT_EQ(rows.size(), 108U);
  expect_same(rows, facts("context_fields"), 0);
}

TEST(SpecFacts, Traits) {
  Rows rows;
  for (const ReservedTrait& t : spec().traits) {
    rows.push_back({t.call, t.trait, t.type.words, t.note, t.page});
  }
  EXPECT_EQ(rows.size(), 44U);
  expect_same(rows, facts("traits"), 1);
}

TEST(SpecFacts, Events) {
  Rows rows;
  for (const SemanticEvent& e : spec().events) {
    rows.push_back({e.vertical, e.category, e.name, std::string(name_of(e.call)),
                    e.legacy ? "v1-legacy" : "current", e.page, e.note});
  }
  EXPECT_EQ(rows.size(), 106U);
  expect_same(rows, facts("semantic_events"), 1);
}

TEST(SpecFacts, Properties) {
  Rows rows;
  for (const SemanticEvent& e : spec().events) {
    for (const SemanticProperty& p : e.properties) {
      rows.push_back(
          {e.vertical, e.name, p.root, p.name, p.type.words, p.required, p.allowed, p.note});
    }
  }
  EXPECT_EQ(rows.size(), 856U);
  expect_same(rows, facts("semantic_properties"), 2);
}

TEST(SpecFacts, Aliases) {
  Rows rows;
  for (const Alias& a : spec().aliases) {
    rows.push_back(
        {std::string(name_of(a.kind)), a.from, a.to, a.why, std::string(name_of(a.basis)), a.vendor, a.ambiguous ? "yes" : "no", a.page});
  }
  EXPECT_EQ(rows.size(), 370U);
  // The order of aliases says nothing; sorting by every column takes it out.
  expect_same(rows, facts("aliases"), 8);
}

TEST(SpecFacts, Limits) {
  Rows rows;
  for (const Limit& l : spec().limit_rows) {
    rows.push_back({l.topic, l.item, l.rule, l.value, l.checkable, l.page});
  }
  EXPECT_EQ(rows.size(), 99U);
  expect_same(rows, facts("limits_and_formats"), 1);
}

TEST(SpecFacts, Endpoints) {
  Rows rows;
  for (const Endpoint& e : spec().endpoints) {
    rows.push_back({e.method, e.path, e.hosts, e.auth, e.content_types, e.limits, e.responses,
                    e.cors_browser, e.compression, e.note, e.page});
  }
  EXPECT_EQ(rows.size(), 36U);
  expect_same(rows, facts("http_api"), 0);
}

TEST(SpecFacts, Privacy) {
  std::map<std::string, std::string> values;
  for (const Row& row : facts("limits_and_formats")) values[row[1]] = row[3];
  const Privacy& privacy = spec().privacy;
  EXPECT_EQ(privacy.red, split(values["red matchers"], ", "));
  EXPECT_EQ(privacy.yellow, split(values["yellow matchers"], ", "));
  EXPECT_EQ(privacy.free_text, split(values["live chat and review bodies"], ", "));
  EXPECT_EQ(privacy.reserved_columns, split(values["reserved warehouse columns"], ", "));
  EXPECT_THAT(privacy.placeholder_ids,
              ElementsAre("-1", "null", "anonymous", "undefined", "void", "abc123"));
  EXPECT_THAT(privacy.currencies, testing::IsSupersetOf({"USD", "EUR", "JPY", "XAF", "ZWG"}));
  EXPECT_EQ(privacy.currencies.size(), 189U);
}

TEST(SpecCounts, EventsPerVertical) {
  std::map<std::string, int> events;
  std::map<std::string, int> properties;
  for (const SemanticEvent& event : spec().events) {
    ++events[event.vertical];
    properties[event.vertical] += static_cast<int>(event.properties.size());
  }
  const std::map<std::string, int> wanted = {
      {"ecommerce", 28}, {"video", 17},  {"ecommerce-v1", 13}, {"mobile", 13},     {"b2b-saas", 10},
      {"ai-copilot", 8}, {"email", 6},   {"live-chat", 4},     {"schema-view", 2}, {"engage", 2},
      {"ab-testing", 1}, {"consent", 1}, {"protocols", 1}};
  EXPECT_EQ(events, wanted);
  int current = 0;  // the eight verticals whose names are in force
  for (const char* vertical : {"ecommerce", "video", "mobile", "b2b-saas", "ai-copilot", "email",
                               "live-chat", "ab-testing"}) {
    current += events[vertical];
    EXPECT_GT(properties[vertical], 0) << vertical;
  }
  EXPECT_EQ(current, 87);
  EXPECT_EQ(std::count_if(spec().events.begin(), spec().events.end(),
                          [](const SemanticEvent& event) { return event.legacy; }),
            12);
}

TEST(SpecCounts, Numbers) {
  const Limits& limits = spec().limits;
  EXPECT_EQ(limits.event_bytes, 32U * 1024);
  EXPECT_EQ(limits.batch_bytes, 500U * 1024);
  EXPECT_EQ(limits.batch_events, 2500U);
  EXPECT_EQ(limits.properties, 10000U);
  EXPECT_EQ(limits.unify_properties, 300U);
  EXPECT_EQ(limits.message_id_characters, 100U);
  EXPECT_EQ(limits.group_id_characters, 500U);
}

const SemanticProperty& property(std::string_view event, std::string_view name) {
  static const SemanticProperty kNone;
  for (const SemanticEvent& e : spec().events) {
    if (e.name != event) continue;
    for (const SemanticProperty& p : e.properties) {
      if (p.name == name) return p;
    }
  }
  ADD_FAILURE() << event << " has no " << name;
  return kNone;
}

const Type& call_type(std::string_view call, std::string_view field) {
  static const Type kNone;
  for (const CallField& f : spec().call_fields) {
    if (f.call == call && f.field == field) return f.type;
  }
  ADD_FAILURE() << call << " has no " << field;
  return kNone;
}

const Type& context_type(std::string_view path) {
  static const Type kNone;
  for (const ContextField& f : spec().context_fields) {
    if (f.path == path) return f.type;
  }
  ADD_FAILURE() << path;
  return kNone;
}

const Type& trait_type(std::string_view call, std::string_view trait) {
  static const Type kNone;
  for (const ReservedTrait& t : spec().traits) {
    if (t.call == call && t.trait == trait) return t.type;
  }
  ADD_FAILURE() << call << " has no trait " << trait;
  return kNone;
}

constexpr KindMask kText = mask(Kind::kString);
constexpr KindMask kObject = mask(Kind::kObject);
constexpr KindMask kList = mask(Kind::kArray);
constexpr KindMask kInteger = mask(Kind::kInteger);

TEST(SpecTypes, WordsBecomeKinds) {
  EXPECT_EQ(call_type("track", "properties.revenue").kinds, kNumber);
  EXPECT_EQ(call_type("page", "properties.keywords").kinds, kList);
  EXPECT_EQ(call_type("page", "properties.keywords").items, kText);
  EXPECT_EQ(call_type("track", "timestamp").format, Format::kDate);
  EXPECT_EQ(call_type("delete", "context").kinds, mask(Kind::kNull));
  EXPECT_EQ(context_type("context.traits.*").kinds, kAnyKind);
  EXPECT_EQ(context_type("context.protocols.event_version").kinds, kInteger);
  EXPECT_EQ(trait_type("identify", "company.id").kinds, kText | kNumber);
  EXPECT_EQ(property("Products Searched", "query").type.kinds, kText | kObject);
  EXPECT_EQ(property("Product List Viewed", "products").type.items, kObject);
  EXPECT_EQ(property("Conversation Ended", "message_count").type.kinds, kAnyKind);
  EXPECT_EQ(property("Video Content Started", "airdate").type.format, Format::kDate);
  EXPECT_EQ(property("Video Playback Paused", "sound").type.kinds, kInteger);
  EXPECT_EQ(property("Video Playback Paused", "framerate").type.kinds, kNumber);
}

TEST(SpecTypes, HangOnEventAndProperty) {
  EXPECT_EQ(property("Product Clicked", "position").type.kinds, kNumber);
  EXPECT_EQ(property("Promotion Viewed", "position").type.kinds, kText);
  EXPECT_EQ(property("Video Ad Started", "position").type.kinds, kInteger);
  EXPECT_EQ(property("Product Reviewed", "rating").type.kinds, kText);
  EXPECT_EQ(property("Feedback Submitted", "rating").type.kinds, kNumber);
}

TEST(SpecTypes, WhatTheDocsContradictIsAcceptedBothWays) {
  EXPECT_EQ(call_type("identify", "version").kinds, kText | kNumber);
  EXPECT_EQ(trait_type("group", "employees").kinds, kText | kNumber);
  EXPECT_EQ(context_type("context.location.latitude").kinds, kText | kNumber);
  EXPECT_EQ(context_type("context.location.longitude").kinds, kText | kNumber);
  EXPECT_EQ(context_type("context.violations").kinds, kObject | kList);
  EXPECT_EQ(property("Email Link Clicked", "context.ip").type.kinds, kText | kObject);
  EXPECT_EQ(property("Email Marked as Spam", "context.ip").type.kinds, kText | kObject);
  EXPECT_EQ(property("Video Playback Started", "ad_asset_id").type.kinds, kText | kList);
  EXPECT_EQ(property("Video Playback Started", "ad_pod_id").type.kinds, kText | kList);
  EXPECT_EQ(property("Video Playback Started", "ad_type").type.kinds, kText | kList);
  EXPECT_EQ(property("Video Playback Started", "ad_type").type.items, kText);
  EXPECT_EQ(property("Video Playback Paused", "ad_type").type.kinds, kText);
}

TEST(SpecTypes, Formats) {
  EXPECT_EQ(context_type("context.locale").format, Format::kLocale);
  EXPECT_EQ(context_type("context.timezone").format, Format::kTimezone);
  EXPECT_EQ(context_type("context.ip").format, Format::kIp);
  EXPECT_EQ(context_type("context.channel").format, Format::kChannel);
  EXPECT_EQ(context_type("context.page.path").format, Format::kPath);
  EXPECT_EQ(call_type("page", "properties.url").format, Format::kUrl);
  EXPECT_EQ(call_type("track", "properties.currency").format, Format::kCurrency);
  EXPECT_EQ(trait_type("identify", "email").format, Format::kEmail);
  EXPECT_EQ(trait_type("group", "website").format, Format::kUrl);
  EXPECT_EQ(trait_type("identify", "birthday").format, Format::kDate);
  for (const SemanticEvent& event : spec().events) {
    for (const SemanticProperty& each : event.properties) {
      const bool currency = each.allowed == "ISO 4217 code";
      EXPECT_EQ(each.type.format == Format::kCurrency, currency) << event.name << " " << each.name;
    }
  }
}

TEST(SpecTypes, ClosedSets) {
  EXPECT_THAT(property("Video Ad Started", "type").values,
              ElementsAre("pre-roll", "mid-roll", "post-roll"));
  EXPECT_THAT(property("Video Ad Playing", "quartile").values, ElementsAre("1", "2", "3"));
  EXPECT_THAT(property("Push Notification Tapped", "action").values, ElementsAre());
  EXPECT_THAT(property("Message Received", "role").values, ElementsAre());
}

}  // namespace
}  // namespace specgate

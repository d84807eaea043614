// The labelled sets of tests/spec/names: a name, what it is, and the names it stands for.
//
// events.tsv and properties.tsv were used while the index was made; held_out.tsv and renewed.tsv were labelled
// before and only measured, renewed.tsv by somebody who had seen neither the index nor the other sets.
// teams.tsv has names as teams write them, from public tracking plans and tools, labelled before the index
// was touched for them: then 58 of 68 safe ones were rewritten, 103 of 144 suggestions found, none wrongly
// rewritten. attack.tsv has what attackers found missing or wrong, and more of the same kinds, good and bad.
// blind.tsv is what five labellers wrote who had read the Spec's names and no code, frozen before it was measured:
// four rewrites were wrong then (words joined by + : /), 0.78 to 0.89 of the suggestions were found. It was learned
// from after that. Where they left a choice (Video Completed: playback or content) the set has one of them.
// The bars are those of the project: no wrong rewrite at all, 99 % of the
// safe ones rewritten, 95 % of the suggestions found, 98 % of those given right.
#include "spec/names/name_index.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "bench/allocations.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "spec/catalogue/load_words.h"
#include "spec/catalogue/spec.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

const NameIndex& events() { return spec().event_names(); }
const NameIndex& properties() { return spec().properties(); }

std::vector<std::string> texts(const NameIndex& index, const NameMatch& match) {
  std::vector<std::string> out;
  for (uint8_t i = 0; i < match.count; ++i) out.emplace_back(index.text(match.targets[i]));
  return out;
}

struct Labelled {
  std::string name;
  Match expected = Match::kNone;
  std::vector<std::string> targets;
};

std::vector<std::string> split(const std::string& line, char by) {
  std::vector<std::string> out;
  std::stringstream in(line);
  for (std::string part; std::getline(in, part, by);) out.push_back(part);
  return out;
}

Match match_of(const std::string& word) {
  if (word == "exact") return Match::kExact;
  if (word == "variant") return Match::kVariant;
  if (word == "suggestion") return Match::kSuggestion;
  EXPECT_EQ(word, "none");
  return Match::kNone;
}

std::vector<Labelled> read(const std::string& file) {
  const std::vector<std::string> lines = file_lines(SPECGATE_SOURCE "/tests/spec/names/" + file);
  std::vector<Labelled> out;
  for (size_t i = 1; i < lines.size(); ++i) {  // below the head
    const std::string& line = lines[i];
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() < 2) {
      ADD_FAILURE() << file << ": \"" << line << "\" has no label";
      continue;
    }
    out.push_back(
        {cells[0], match_of(cells[1]), cells.size() > 2 ? split(cells[2], '|') : split("", '|')});
  }
  return out;
}

struct Score {
  size_t safe = 0, rewritten = 0, wrong = 0;     // rewrites
  size_t suggestions = 0, found = 0, given = 0;  // suggestions
  std::vector<std::string> misses;

  double rewritten_share() const { return share(rewritten, safe); }
  double recall() const { return share(found, suggestions); }
  double precision() const { return share(found, given); }
  static double share(size_t part, size_t whole) {
    return whole == 0 ? 1 : static_cast<double>(part) / static_cast<double>(whole);
  }
};

void count(const NameIndex& index, const Labelled& label, Score& score) {
  const NameMatch got = index.find(label.name);
  std::vector<std::string> targets = texts(index, got);
  std::vector<std::string> wanted = label.targets;
  std::sort(targets.begin(), targets.end());
  std::sort(wanted.begin(), wanted.end());
  const bool right = got.match == label.expected && targets == wanted;
  score.safe += label.expected == Match::kVariant;
  score.rewritten += label.expected == Match::kVariant && right;
  score.wrong += got.match == Match::kVariant && !right;
  score.suggestions += label.expected == Match::kSuggestion;
  score.found += label.expected == Match::kSuggestion && right;
  score.given += got.match == Match::kSuggestion;
  if (!right) {
    score.misses.push_back("\"" + label.name + "\" -> \"" + (targets.empty() ? "" : targets[0]) +
                           "\": " + std::string(words_of(got.reason)));
  }
}

struct LabelledSet {
  std::string file;
  const NameIndex& (*index)();
  size_t least;  // so that a set can't shrink unseen
};
void PrintTo(const LabelledSet& set, std::ostream* out) { *out << set.file; }

class LabelledNames : public testing::TestWithParam<LabelledSet> {};

TEST_P(LabelledNames, MeetTheBars) {
  const std::vector<Labelled> labels = read(GetParam().file);
  ASSERT_GE(labels.size(), GetParam().least);
  Score score;
  for (const Labelled& label : labels) count(GetParam().index(), label, score);
  std::printf(
      "%s: %zu names; safe %zu/%zu, wrong rewrites %zu; suggestions %zu/%zu, right %.1f %%\n",
      GetParam().file.c_str(), labels.size(), score.rewritten, score.safe, score.wrong, score.found,
      score.suggestions, 100 * score.precision());
  for (const std::string& miss : score.misses) std::printf("  %s\n", miss.c_str());
  EXPECT_EQ(score.wrong, 0u);
  EXPECT_GE(score.rewritten_share(), 0.99);
  EXPECT_GE(score.recall(), 0.95);
  EXPECT_GE(score.precision(), 0.98);
}

INSTANTIATE_TEST_SUITE_P(Sets, LabelledNames,
                         testing::Values(LabelledSet{"events.tsv", events, 900},
                                         LabelledSet{"held_out.tsv", events, 800},
                                         LabelledSet{"renewed.tsv", events, 360},
                                         LabelledSet{"teams.tsv", events, 510},
                                         LabelledSet{"attack.tsv", events, 300},
                                         LabelledSet{"blind.tsv", events, 890},
                                         LabelledSet{"properties.tsv", properties, 350}),
                         [](const auto& set) { return split(set.param.file, '.')[0]; });

// Every Spec name leads to itself, also in snake_case and with its words joined.
TEST(NameIndex, KnowsItsOwnNames) {
  for (size_t i = 0; i < events().size(); ++i) {
    const auto id = static_cast<NameId>(i);
    const NameMatch match = events().find(events().text(id));
    EXPECT_EQ(match.match, Match::kExact) << events().text(id);
    EXPECT_EQ(match.target(), id) << events().text(id);
  }
}

TEST(NameIndex, TellsHowItFound) {
  const std::pair<const char*, Reason> cases[] = {
      {"Order Completed", Reason::kExact},
      {"order_completed", Reason::kCase},
      {"Order Canceled", Reason::kSpelling},
      {"Started Checkout", Reason::kOrder},
      {"Viewed Product Category", Reason::kRename},
      {"completed_order", Reason::kRename},
      {"sign_up", Reason::kStated},
      {"Order Complete", Reason::kTense},
      {"Purchase", Reason::kAlias},
      {"Basket Viewed", Reason::kSynonym},
      {"Prodcut Viewed", Reason::kTypo},
      {"Singed Up", Reason::kTypo},
      {"0rder Completed", Reason::kTypo},
      {"S1gned Up", Reason::kTypo},
      {"\xd0\x9erder Completed", Reason::kTypo},  // a Cyrillic O
      {"Customer Signed Up", Reason::kActor},
      {"af_purchase", Reason::kPrefix},
      {"$cart_viewed", Reason::kPrefix},
      {"The Order Was Completed", Reason::kWording},
      {"Link Clicked in Email", Reason::kWording},
      {"User Added to Account", Reason::kSynonym},
      {"Video Paused", Reason::kSynonym},
      {"Trail Started", Reason::kTypo},
      {"Promotion Clocked", Reason::kTypo},   // the key beside it
      {"Promotion Cracked", Reason::kNone},
      {"Playback Video Paused", Reason::kOrder},
      {"Order:Completed", Reason::kParted},
      {"Order => Completed", Reason::kWording},
      {"iOS Order Completed", Reason::kLabel},
      {"v2.order_completed", Reason::kLabel},
      {"Order Completed (web)", Reason::kLabel},
      {"Order Completed Event", Reason::kLabel},
      {"First Order Completed", Reason::kNone},
      {"Product Re-Viewed", Reason::kParted},
      {"Product Re-Moved", Reason::kParted},
      {"Signe Dup", Reason::kParted},
      {"Order / Completed", Reason::kParted},
      {"Order -> Completed", Reason::kParted},
      {"Order\xe2\x80\x94" "Completed", Reason::kParted},  // an em dash
      {"Order,Completed", Reason::kParted},
      {"order/completed", Reason::kCase},
      {"Sing Up", Reason::kTypo},
      {"Signed Pu", Reason::kTypo},
      {"fb_mobile_complete_registration", Reason::kPrefix},
      {"track_order_completed", Reason::kPrefix},
      {"Event Registration Completed", Reason::kNone},  // of an event that people go to
      {"Product Added to Wish List", Reason::kCase},
      {"Cart Abandoned", Reason::kNone},
      {"'Order Completed'", Reason::kCase},
      {"\xe2\x80\x9cOrder Completed\xe2\x80\x9d", Reason::kCase},  // typographic quotes
      {"Order%20Completed", Reason::kCase},
      {"%22order%5Fcompleted%22", Reason::kCase},
      {"'Order Complete'", Reason::kTense},
      {"'Order -> Completed'", Reason::kParted},
      {"'Page Viewed'", Reason::kNone},  // a label that Segment itself writes
      {"'SMS Sent'", Reason::kNone},     // reserved as it is
      {"Order%20Completed%4", Reason::kNone},
      {"Order Completed!", Reason::kWording},
      {"\xc2\xa1Order Completed!", Reason::kWording},
      {"'Order Completed", Reason::kWording},
      {"!Order Completed", Reason::kNone},  // perhaps it was not
      {"Ordr Completed!", Reason::kNone},   // a slip besides
      {"Order Completed! 2", Reason::kNone},
  };
  for (const auto& [name, reason] : cases) EXPECT_EQ(events().find(name).reason, reason) << name;
}

TEST(NameIndex, ListsEveryTargetOfAVendorsName) {
  const NameMatch match = events().find("search");
  EXPECT_EQ(match.match, Match::kSuggestion);
  EXPECT_TRUE(match.ambiguous());
  EXPECT_THAT(texts(events(), match),
              UnorderedElementsAreArray({"Products Searched", "Product List Filtered"}));
}

TEST(NameIndex, OnlySuggestsGenericNames) {
  EXPECT_EQ(events().find("Message Sent").match, Match::kExact);
  EXPECT_EQ(events().find("message_sent").match, Match::kSuggestion);
  EXPECT_EQ(events().find("Send Message").match, Match::kNone);
  EXPECT_EQ(events().find("'Message Sent'").match, Match::kSuggestion);
  EXPECT_EQ(events().find("Message Sent!").match, Match::kNone);
}

TEST(NameIndex, LeavesOddInputAlone) {
  const std::string_view odd[] = {"",         " ",    {"\0\0", 2}, "...",
                                  "\xff\xfe", "\xc3", "_-_",       "\xe2\x80\x8b"};
  for (const std::string_view name : odd)
    EXPECT_EQ(events().find(name).match, Match::kNone) << name;
  EXPECT_EQ(events().find(std::string(129, 'a')).match, Match::kNone);
  EXPECT_EQ(events().find(std::string(100'000, '_')).match, Match::kNone);
  EXPECT_EQ(events().find("a b c d e f g h i j k l m n o p q r s t u v w x y z").match,
            Match::kNone);
}

TEST(NameIndex, ForgivesBlanksBeyondAscii) {
  EXPECT_THAT(texts(events(), events().find("Order\xc2\xa0"
                                            "Completed")),
              ElementsAre("Order Completed"));
  EXPECT_THAT(texts(events(), events().find("\xef\xbb\xbfOrder Completed")),
              ElementsAre("Order Completed"));
}

TEST(NameIndex, QuotesAroundAPropertyAreNoPartOfIt) {
  EXPECT_EQ(properties().find("'product_id'").match, Match::kVariant);
  EXPECT_EQ(properties().find("`productId`").match, Match::kVariant);
  EXPECT_EQ(properties().find("discount%20").match, Match::kNone);  // perhaps a fifth
  EXPECT_EQ(properties().find("discount!").match, Match::kNone);
}

TEST(NameIndex, ADefaultIndexKnowsNothing) {
  EXPECT_EQ(NameIndex().find("Order Completed").match, Match::kNone);
  EXPECT_EQ(NameIndex().size(), 0u);
}

// The question of a rule: which of this event's properties is meant?
class AmongProperties : public testing::Test {
 protected:
  static NameId id(std::string_view name) { return properties().find(name).target(); }
  NameMatch find(std::string_view name) const { return properties().find(name, among_); }

  const std::vector<NameId> among_{id("product_id"), id("quantity"), id("price"), id("url")};
};

TEST_F(AmongProperties, FindsThemAsEver) {
  EXPECT_EQ(find("product_id").match, Match::kExact);
  EXPECT_EQ(find("productId").match, Match::kVariant);
  EXPECT_EQ(find("id").match, Match::kVariant);
  EXPECT_EQ(find("prices").match, Match::kSuggestion);
  EXPECT_EQ(find("prodct_id").match, Match::kSuggestion);
}

TEST_F(AmongProperties, DecidesWhatIsOtherwiseOpen) {
  EXPECT_TRUE(properties().find("quanity").ambiguous());
  EXPECT_THAT(texts(properties(), find("quanity")), ElementsAre("quantity"));
}

TEST_F(AmongProperties, LeavesThoseOfOtherEventsAlone) {
  EXPECT_EQ(find("quality").match, Match::kNone);  // of a video, no slip of quantity
  EXPECT_EQ(find("orderId").match, Match::kNone);
  EXPECT_THAT(texts(properties(), properties().find("id", std::vector<NameId>{id("order_id")})),
              IsEmpty());
}

// "User" and "Account" must not change places, whatever moves.
TEST(NameIndex, NeverChangesWhoDoesWhat) {
  for (const char* name : {"User Added Account", "Added Account User", "Added User Account",
                           "User Removed Account", "Product Wishlist Added to Cart"}) {
    EXPECT_EQ(events().find(name).match, Match::kNone) << name;
  }
}

TEST(NameIndex, AllocatesNothing) {
  std::vector<Labelled> labels = read("events.tsv");
  const NameIndex& by_event = events();
  const NameIndex& by_property = properties();
  const size_t before = bench::allocations();
  size_t known = 0;
  for (const Labelled& label : labels) {
    known += by_event.find(label.name).count + by_property.find(label.name).count;
  }
  EXPECT_EQ(bench::allocations(), before);
  EXPECT_GT(known, 0u);
}

TEST(Fold, KeepsLettersAndDigits) {
  std::array<char, 16> out{};
  const auto folded = [&](std::string_view name) {
    return std::string(out.data(), fold(name, out));
  };
  EXPECT_EQ(folded("Sign-Up"), "signup");
  EXPECT_EQ(folded(" Sign  up "), "signup");
  EXPECT_EQ(folded("a.B_c/d:1"), "abcd1");
  EXPECT_EQ(folded("---"), "");
  EXPECT_EQ(folded("seventeen letters"), "seventeenletters");
  EXPECT_EQ(folded("seventeen letters!"), "") << "does not fit";
}

TEST(LoadWords, WantsItsFile) {
  const Result<Words> words = load_words({});
  ASSERT_FALSE(words);
  EXPECT_THAT(words.problems()[0].text(), testing::HasSubstr("words.yaml"));
}

TEST(LoadWords, ListsEveryProblem) {
  const std::string text =
      "synonyms: [[cart, basket], [lonely]]\n"
      "stated: {sign up: [Signed Up]}\n"
      "actor: [user]\n";
  const Result<Words> words = load_words({{"words.yaml", text}});
  ASSERT_FALSE(words);
  EXPECT_EQ(words.problems().size(), 3u);
}

}  // namespace
}  // namespace specgate

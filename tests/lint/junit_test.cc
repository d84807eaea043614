// The format `junit`: well-formed whatever the payload, red where the run is red.
#include <optional>

#include "tests/lint/report_support.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Enough of a reader of XML 1.0 to tell whether text is well-formed: what is wrong, or nothing.
class Xml {
 public:
  explicit Xml(std::string text) : text_(std::move(text)) {}

  std::string wrong() {
    if (const std::string bad = bad_character(); !bad.empty()) return bad;
    if (!text_.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")) return "no declaration";
    at_ = text_.find('\n') + 1;
    while (at_ < text_.size()) {
      const std::string bad = text_[at_] == '<' ? tag() : data('<');
      if (!bad.empty()) return bad + " at " + text_.substr(at_, 60);
    }
    return open_.empty() ? "" : "not closed: " + open_.back();
  }

 private:
  std::string bad_character() const {
    for (const char c : text_) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return "a control character";
    }
    for (const char* no_character : {"\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xFF", "\xED\xA0"}) {
      if (text_.find(no_character) != std::string::npos) return "no character of XML";
    }
    return "";
  }

  // Text up to `end`: every & is one of the five entities, and no < is within.
  std::string data(char end) {
    for (; at_ < text_.size() && text_[at_] != end; ++at_) {
      if (text_[at_] == '<') return "a raw <";
      if (text_[at_] != '&') continue;
      bool known = false;
      for (const char* entity : {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}) {
        known = known || text_.compare(at_, std::string(entity).size(), entity) == 0;
      }
      if (!known) return "an unknown entity";
    }
    return "";
  }

  std::string tag() {
    const bool closes = text_[++at_] == '/';
    if (closes) ++at_;
    const std::string name = word();
    while (text_[at_] == ' ') {
      ++at_;
      const std::string attribute = word();
      if (attribute.empty() || text_.compare(at_, 2, "=\"") != 0) return "no attribute";
      at_ += 2;
      if (std::string bad = data('"'); !bad.empty()) return bad;
      ++at_;
    }
    const bool empty = text_[at_] == '/';
    if (empty) ++at_;
    if (text_[at_++] != '>') return "no end of a tag";
    if (empty) return "";
    if (!closes) return open_.push_back(name), "";
    if (open_.empty() || open_.back() != name) return "closes " + name;
    open_.pop_back();
    return "";
  }

  std::string word() {
    const size_t begin = at_;
    while (at_ < text_.size() && (isalnum(static_cast<unsigned char>(text_[at_])) != 0 ||
                                  text_[at_] == '-' || text_[at_] == '_')) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  std::string text_;
  size_t at_ = 0;
  std::vector<std::string> open_;
};

TEST(XmlReader, KnowsBadFromGood) {
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  EXPECT_EQ(Xml(head + "<a b=\"1\">x &amp; y<c/></a>").wrong(), "");
  for (const char* bad : {"<a>", "<a></b>", "<a b=1/>", "<a>&x;</a>", "<a b=\"<\"/>", "<a>\x1b</a>",
                          "<a>\xEF\xBF\xBF</a>"}) {
    EXPECT_NE(Xml(head + bad).wrong(), "") << bad;
  }
}

TEST(Junit, ATestcaseAFinding) {
  EXPECT_EQ(
      report("junit", {}, {finding_of("no id", ""), with_fix()}),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"specgate\">\n"
      "<testsuite name=\"dir/a.jsonl\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\" "
      "time=\"0\">\n"
      "<testcase classname=\"dir/a.jsonl\" name=\"12:41 ID101 missing-identity track #12\" "
      "file=\"dir/a.jsonl\" line=\"12\" time=\"0\">\n"
      "<failure type=\"error\" message=\"no id\">dir/a.jsonl:12:41: error ID101 missing-identity: "
      "no id (track #12)</failure></testcase>\n"
      "<testcase classname=\"dir/a.jsonl\" name=\"3:5 ID101 missing-identity track #12 /event\" "
      "file=\"dir/a.jsonl\" line=\"3\" time=\"0\">\n"
      "<system-out>dir/a.jsonl:3:5: warning ID101 missing-identity: &quot;Purchase&quot; means "
      "&quot;Order Completed&quot; (track #12 /event)</system-out></testcase>\n"
      "</testsuite>\n"
      "</testsuites>\n");
}

TEST(Junit, ACleanFilePasses) {
  EXPECT_THAT(report("junit", {}, {}),
              HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
                        "<testcase classname=\"dir/a.jsonl\" name=\"no problems\" "
                        "file=\"dir/a.jsonl\" time=\"0\"/>\n"));
}

TEST(Junit, FailsWhereTheRunFails) {
  const std::vector<Finding> findings = {finding_of("no id", ""), with_fix()};
  EXPECT_THAT(report("junit", {.fail_on = Severity::kWarning}, findings),
              HasSubstr("failures=\"2\""));
  EXPECT_THAT(report("junit", {.fail_on = Severity::kOff}, findings), Not(HasSubstr("<failure")));
}

TEST(Junit, IsWellFormedWhateverThePayload) {
  for (const std::string& text : {kHostile, kMarkup}) {
    for (const Severity fail_on : {Severity::kError, Severity::kOff}) {
      const std::string out =
          report("junit", {.fail_on = fail_on}, {hostile(text), in_plan(text)}, text);
      EXPECT_EQ(Xml(out).wrong(), "") << out;
    }
  }
}

}  // namespace
}  // namespace specgate

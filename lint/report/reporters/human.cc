#include "lint/report/reporters/human.h"

#include <algorithm>

#include "rules/engine/cut.h"
#include "rules/report/escape.h"
#include "rules/run/message_id_window.h"

namespace specgate {
namespace {

constexpr size_t kLongestMessage = 240;  // characters; JSON has it whole
constexpr size_t kLongestPlace = 120;

std::string_view code_of(Tint tint) {
  switch (tint) {
    case Tint::kPlain:
      return "";
    case Tint::kBold:
      return "\x1b[1m";
    case Tint::kDim:
      return "\x1b[2m";
    case Tint::kRed:
      return "\x1b[31m";
    case Tint::kYellow:
      return "\x1b[33m";
    case Tint::kBlue:
      return "\x1b[34m";
    case Tint::kGreen:
      return "\x1b[32m";
  }
  return "";
}

std::string fixable_text(const Summary& summary, bool fixing) {
  std::string text;
  if (summary.fixable != 0 && !fixing)
    text += ", " + grouped(summary.fixable) + " fixable with --fix";
  if (summary.unsafe_fixable != 0) {
    text += ", " + grouped(summary.unsafe_fixable) +
            (summary.fixable != 0 && !fixing ? " more" : " fixable");
    text += " with --unsafe-fixes";
  }
  return text;
}

// "skipped 2 files:" and a line for each.
std::string skipped_text(const Summary& summary) {
  constexpr size_t kMost = 20;
  if (summary.skipped.empty()) return {};
  std::string text = "skipped " + count_of(summary.skipped.size(), "file") + ":\n";
  for (size_t i = 0; i < std::min(kMost, summary.skipped.size()); ++i) {
    text += "  ";
    append_plain(summary.skipped[i].path, 0, text);
    text += ": " + summary.skipped[i].why + "\n";
  }
  if (summary.skipped.size() > kMost) {
    text += "  and " + grouped(summary.skipped.size() - kMost) + " more\n";
  }
  return text;
}

// Which setting a rule wants: once, for its findings say it of no call.
std::string wanted_text(const Summary& summary) {
  if (summary.wanted_setting == nullptr) return {};
  const Summary::WantedSetting& wanted = *summary.wanted_setting;
  return std::string(wanted.rule->id) + ": --fix fills in what is missing once specgate.yaml says: " +
         std::string(wanted.example) + "\n";
}

// What fixing did not do, though it is safe as such.
std::string left_alone_text(const Summary& summary) {
  if (summary.left_alone == 0) return {};
  const bool one = summary.left_alone == 1;
  return count_of(summary.left_alone, "event") + (one ? " was left as it" : " were left as they") +
         " came, whole or in part: fixing would make " + (one ? "it" : "them") + " worse\n";
}

// Of ids, too, what was not looked at is said.
std::string untold_text(const Summary& summary) {
  std::string text = left_alone_text(summary) + skipped_text(summary) + wanted_text(summary);
  if (summary.unheld.ids != 0) {
    text += "each messageId was compared with the " + grouped(MessageIdLimits().ids) + " before it: " +
            grouped(summary.unheld.ids) + " older ones were forgotten\n";
  }
  if (summary.unheld.event_names) {
    text += "the first " + grouped(kMostEventNames) +
            " names of events were compared with one another; later ones were not\n";
  }
  return text;
}

// Changes of which none breaks are no problems.
bool is_fine(const Summary& summary) {
  return !summary.failed && summary.errors + summary.warnings == 0 && !summary.closing.empty();
}

}  // namespace

void append_tinted(std::string_view text, Tint tint, bool colour, std::string& out) {
  if (!colour || tint == Tint::kPlain) {
    out += text;
    return;
  }
  out.append(code_of(tint)).append(text).append("\x1b[0m");
}

Tint tint_of(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return Tint::kRed;
    case Severity::kWarning:
      return Tint::kYellow;
    case Severity::kInfo:
      return Tint::kBlue;
    case Severity::kOff:
      return Tint::kPlain;
  }
  return Tint::kPlain;
}

size_t width_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void pad_to(size_t width, size_t used, std::string& out) {
  if (used < width) out.append(width - used, ' ');
}

std::string count_of(uint64_t number, std::string_view noun) {
  return grouped(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

std::string message_text(const Finding& finding) {
  std::string text;
  append_plain(finding.message, kLongestMessage, text);
  if (finding.suggestions.empty()) return text;
  std::string list;
  for (const std::string& suggestion : finding.suggestions) {
    if (finding.message.find(suggestion) != std::string::npos) return text;
    list += list.empty() ? "\"" : ", \"";
    append_plain(suggestion, kLongestPlace, list);
    list += '"';
  }
  return text + " (use " + list + ")";
}

std::string place_text(const Finding& finding) {
  std::string text;
  if (finding.event) {
    append_plain(finding.type.empty() ? "call" : finding.type, kLongestPlace, text);
    text += " #" + std::to_string(*finding.event + 1);
  }
  if (finding.pointer.empty()) return text;
  if (!text.empty()) text += ' ';
  append_plain(finding.pointer, kLongestPlace, text);
  return text;
}

uint32_t column_of(const Finding& finding) {
  return finding.marks.character != 0 ? finding.marks.character : finding.column;
}

std::string_view fix_text(const Finding& finding) {
  if (!finding.has_fix) return "";
  return finding.fix_safe ? "(fix: safe)" : "(fix: unsafe)";
}

std::string summary_text(const Summary& summary, const ReportOptions& options) {
  const std::string where = " in " + count_of(summary.events, summary.unit);
  std::string text;
  const std::string fixed =
      summary.fixed == 0
          ? ""
          : ", " + grouped(summary.fixed) + (options.fixing ? " fixed" : " would be fixed");
  if (summary.problems() == 0 && summary.failed) {
    const std::string line = summary.events == 0 ? "✖ no " + std::string(summary.unit) + " was judged"
                                                 : "✖ not all was done: no problems" + where;
    append_tinted(line + " (" + count_of(summary.files, "file") + ")" + fixed, Tint::kRed,
                  options.colour, text);
    return text + "\n" + untold_text(summary);
  }
  const std::string none = "no problems" + where + " (" + count_of(summary.files, "file") + ")" + fixed;
  const std::string some = count_of(summary.problems(), "problem") + " (" + count_of(summary.errors, "error") + ", " +
                           count_of(summary.warnings, "warning") + ", " + count_of(summary.infos, "info") + ")" +
                           where + fixed + fixable_text(summary, options.fixing);
  const bool good = summary.problems() == 0 || is_fine(summary);
  const std::string line = (good ? "✔ " : "✖ ") + (!summary.closing.empty()    ? summary.closing
                                                   : summary.problems() == 0 ? none
                                                                             : some);
  const Tint tint = good                    ? Tint::kGreen
                    : summary.errors != 0   ? Tint::kRed
                    : summary.warnings != 0 ? Tint::kYellow
                                            : Tint::kBlue;
  append_tinted(line, tint, options.colour, text);
  return text + "\n" + untold_text(summary);
}

std::string consequences_text(const Summary& summary) {
  const ByConsequence counts = summary.by_consequence();
  std::string text;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text.append(text.empty() ? "" : ", ").append(grouped(counts[i]));
    text.append(" ").append(name_of(static_cast<Consequence>(i)));
  }
  return text.empty() ? text : text + "\n";
}

std::string statistics_text(const Summary& summary) {
  std::string text;
  size_t digits = 0;
  for (const auto& [rule, times] : summary.by_rule)
    digits = std::max(digits, grouped(times).size());
  const Rule* before = nullptr;  // worst consequence first: each has its heading
  for (const auto& [rule, times] : summary.by_rule) {
    if (before == nullptr || before->consequence != rule->consequence)
      text.append(name_of(rule->consequence)).append("\n");
    before = rule;
    const std::string number = grouped(times);
    pad_to(digits + 2, number.size(), text);
    text.append(number).append("  ").append(rule->id);
    pad_to(8, rule->id.size(), text);
    text.append(" ").append(rule->name).append("\n");
  }
  return text;
}

}  // namespace specgate

#include "lint/plan/plan_report.h"

#include <algorithm>
#include <tuple>

#include "rules/plan_changes/plan_change_rules.h"
#include "rules/report/escape.h"
#include "rules/report/json_members.h"

namespace specgate {
namespace {

// Where a change is told: in the new plan, if it is there at all.
bool told_in_new(const PlanChange& change) { return !change.after.pointer.empty(); }
const ChangePlace& told_at(const PlanChange& change) {
  return told_in_new(change) ? change.after : change.before;
}

bool counts(PlanSide side, PlanSide one) { return side == PlanSide::kBoth || side == one; }

// "breaking for senders (for example {}), may-break for readers (...)"
std::string verdict_words(const ToldChange& told, PlanSide side) {
  std::string out;
  const auto add = [&](const Judgement& judgement, PlanSide one) {
    if (!counts(side, one) || judgement.verdict == PlanVerdict::kCompatible) return;
    out.append(out.empty() ? "" : ", ").append(name_of(judgement.verdict));
    out.append(" for ").append(name_of(one));
    if (!judgement.why.empty()) out += " (" + judgement.why + ")";
  };
  add(told.change.senders, PlanSide::kSenders);
  add(told.change.readers, PlanSide::kReaders);
  if (out.empty()) return side == PlanSide::kBoth ? "compatible" : "compatible for " + std::string(name_of(side));
  return told.allowed.empty() ? out : out + ", allowed: " + told.allowed;
}

std::string place_text(const std::string& file, const ChangePlace& place) {
  std::string out;
  append_plain(file, 0, out);
  if (place.line != 0) out += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
  return out;
}

void append_change(const PlanReport& report, const ToldChange& told, std::string& out) {
  const PlanChange& change = told.change;
  const Rule& rule = rule_of(change.kind);
  out += place_text(told_in_new(change) ? report.after : report.before, told_at(change)) + ": ";
  out.append(rule.id).append(" ").append(rule.name).append(": ");
  append_plain(change.message, 0, out);
  out += "\n    ";
  append_plain(verdict_words(told, report.side), 0, out);
  out += "\n    at ";
  append_plain(change.place, 0, out);
  out += '\n';
}

void append_traffic(const Replay& replay, std::string& out) {
  out += std::to_string(replay.events) +
         (replay.events == 1 ? " event replayed: " : " events replayed: ") + std::to_string(replay.total.passed) + " passed before, " +
         std::to_string(replay.total.fail) + " of them would fail now\n";
  for (const auto& [key, count] : replay.counts) {
    const auto& [event, source, library] = key;
    out += "    " + std::to_string(count.fail) + " of " + std::to_string(count.passed) + "  ";
    append_plain(event + ", " + source + ", " + library, 0, out);
    out += '\n';
  }
}

// What may break does where an event was seen that it breaks.
PlanVerdict worst(const PlanReport& report, PlanSide side) {
  PlanVerdict out = PlanVerdict::kCompatible;
  for (const ToldChange& told : report.changes) out = std::max(out, verdict_of(told, side));
  const bool seen = report.traffic && report.traffic->total.fail != 0 && counts(side, PlanSide::kSenders);
  return seen && out == PlanVerdict::kMayBreak ? PlanVerdict::kBreaking : out;
}

void append_place(std::string_view key, const ChangePlace& place, JsonMembers& into) {
  if (place.pointer.empty()) return;
  JsonMembers members(into.key(key));
  members.text("pointer", place.pointer);
  if (place.line == 0) return;
  members.number("line", place.line);
  members.number("column", place.column);
}

void append_judgement(std::string_view key, const Judgement& judgement, JsonMembers& into) {
  JsonMembers members(into.key(key));
  members.text("verdict", name_of(judgement.verdict));
  members.text_if("why", judgement.why);
}

void append_json(const ToldChange& told, std::string& out) {
  const PlanChange& change = told.change;
  JsonMembers members(out);
  members.text("rule", rule_of(change.kind).id);
  members.text("name", rule_of(change.kind).name);
  members.text("place", change.place);
  members.text("message", change.message);
  append_place("before", change.before, members);
  append_place("after", change.after, members);
  append_judgement("senders", change.senders, members);
  append_judgement("readers", change.readers, members);
  members.text_if("allowed", told.allowed);
}

void append_json(const Replay& replay, std::string& out) {
  JsonMembers members(out);
  members.number("events", replay.events);
  members.number("passed", replay.total.passed);
  members.number("fail", replay.total.fail);
  std::string& list = members.key("failing");
  list += '[';
  bool first = true;
  for (const auto& [key, count] : replay.counts) {
    list += first ? "\n" : ",\n";
    first = false;
    JsonMembers one(list);
    one.text("event", std::get<0>(key));
    one.text("source", std::get<1>(key));
    one.text("library", std::get<2>(key));
    one.number("passed", count.passed);
    one.number("fail", count.fail);
  }
  list += ']';
}

}  // namespace

std::string_view name_of(PlanSide side) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_PLAN_SIDES(X)
#undef X
  };
  return kNames[static_cast<size_t>(side)];
}

PlanVerdict verdict_of(const ToldChange& told, PlanSide side) {
  if (!told.allowed.empty()) return PlanVerdict::kCompatible;
  PlanVerdict out = PlanVerdict::kCompatible;
  if (counts(side, PlanSide::kSenders)) out = std::max(out, told.change.senders.verdict);
  if (counts(side, PlanSide::kReaders)) out = std::max(out, told.change.readers.verdict);
  return out;
}

PlanVerdict verdict_of(const PlanReport& report) { return worst(report, report.side); }

std::string plan_report_text(const PlanReport& report) {
  std::string out;
  for (const ToldChange& told : report.changes) append_change(report, told, out);
  if (report.traffic) append_traffic(*report.traffic, out);
  return out + closing_words(report) + "\n";
}

std::string closing_words(const PlanReport& report) {
  const size_t number = report.changes.size();
  if (number == 0) return "no changes";
  std::string out = std::to_string(number) + (number == 1 ? " change" : " changes");
  if (verdict_of(report) == PlanVerdict::kCompatible) return out + ", none breaking";
  for (const PlanSide side : {PlanSide::kSenders, PlanSide::kReaders}) {
    if (!counts(report.side, side)) continue;
    out.append(", ").append(name_of(worst(report, side))).append(" for ").append(name_of(side));
  }
  return out;
}

std::string plan_report_json(const PlanReport& report) {
  std::string out;
  {
    JsonMembers members(out);
    members.number("schema_version", 1);
    members.text("before", report.before);
    members.text("after", report.after);
    std::string& list = members.key("changes");
    list += '[';
    for (const ToldChange& told : report.changes) {
      list += &told == report.changes.data() ? "\n" : ",\n";
      append_json(told, list);
    }
    list += "\n]";
    {
      JsonMembers summary(members.key("summary"));
      summary.number("changes", report.changes.size());
      summary.text("for", name_of(report.side));
      summary.text("verdict", name_of(verdict_of(report)));
      summary.text("senders", name_of(worst(report, PlanSide::kSenders)));
      summary.text("readers", name_of(worst(report, PlanSide::kReaders)));
    }
    if (report.traffic) append_json(*report.traffic, members.key("traffic"));
  }
  return out + "\n";
}

std::vector<Finding> findings_of(const PlanReport& report, const std::string& file) {
  std::vector<Finding> out;
  if (file != report.after) return out;
  for (const ToldChange& told : report.changes) {
    const bool gone = !told_in_new(told.change);
    const ChangePlace& place = gone ? told.change.around : told.change.after;
    Finding finding;
    finding.rule = &rule_of(told.change.kind);
    const PlanVerdict verdict = verdict_of(told, report.side);
    finding.severity = verdict == PlanVerdict::kBreaking   ? Severity::kError
                       : verdict == PlanVerdict::kMayBreak ? Severity::kWarning
                                                           : Severity::kInfo;
    finding.line = std::max(place.line, 1U);
    finding.column = std::max(place.column, 1U);
    finding.pointer = told.change.place;
    finding.message = told.change.message + "; " + verdict_words(told, report.side);
    if (gone) finding.message += "; it stood at " + place_text(report.before, told.change.before);
    out.push_back(std::move(finding));
  }
  std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return out;
}

}  // namespace specgate

#include "lint/commands/name_command.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/commands/command_line.h"
#include "lint/input/name_answer.h"
#include "lint/lint.h"
#include "rules/report/escape.h"
#include "rules/report/render.h"

namespace specgate {
namespace {

std::string sentence(const NameAnswer& answer, std::string_view noun) {
  switch (answer.match) {
    case Match::kNone:
      return "no " + std::string(noun) + " of the Spec; left alone";
    case Match::kExact:
      return "a " + std::string(noun) + " of the Spec";
    case Match::kVariant:
      return "a variant: --fix renames it";
    case Match::kSuggestion:
      if (answer.permitted) {
        return answer.reserved ? "permitted beside the Spec's name, as Segment itself sends it; left alone"
                               : "permitted beside the Spec's name: renamed with --unsafe-fixes only";
      }
      return answer.targets.size() > 1 ? "probably one of several: never renamed unasked"
                                       : "probably meant: renamed with --unsafe-fixes only";
  }
  return {};
}

void append_row(std::string_view label, std::string_view value, std::string& out) {
  constexpr size_t kLabelWidth = 12;
  out.append("  ").append(label);
  out.append(label.size() < kLabelWidth ? kLabelWidth - label.size() : 1, ' ');
  append_plain(value, 0, out);
  out += '\n';
}

void append_properties(const SemanticEvent& event, std::string& out) {
  size_t name_width = 0, type_width = 0;
  for (const SemanticProperty& property : event.properties) {
    name_width = std::max(name_width, property.name.size());
    type_width = std::max(type_width, property.type.words.size());
  }
  for (const SemanticProperty& property : event.properties) {
    std::string line = "    " + property.name;
    line.append(name_width + 2 - property.name.size(), ' ').append(property.type.words);
    line.append(type_width + 2 - property.type.words.size(), ' ').append(property.required);
    if (!property.allowed.empty()) line += "  " + property.allowed;
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
}

void append_event_text(const NameTarget& target, std::string& out) {
  append_row("name", target.name, out);
  if (target.event == nullptr) return;
  const SemanticEvent& event = *target.event;
  append_row("vertical",
             event.vertical + (event.category.empty() ? "" : ", " + event.category) +
                 (target.in_force ? "" : " (not in force)"),
             out);
  append_row("page", spec_url(event.page), out);
  if (!event.note.empty()) append_row("note", event.note, out);
  if (event.properties.empty()) return;
  append_row("properties", std::to_string(event.properties.size()), out);
  append_properties(event, out);
}

void append_listings_text(const NameTarget& target, std::string& out) {
  append_row("name", target.name, out);
  for (const NameTarget::Listing& listing : target.listings) {
    std::string text =
        listing.event->name + ": " + listing.property->name + ", " + listing.property->type.words;
    if (!listing.property->required.empty()) text += ", " + listing.property->required;
    append_row("listed by", text, out);
  }
}

std::string text_of(const NameAnswer& answer, bool property) {
  std::string out;
  append_plain(answer.asked, 0, out);
  out += '\n';
  append_row("is", sentence(answer, property ? "property" : "semantic event"), out);
  append_row("reached by", words_of(answer.reason), out);
  for (const NameTarget& target : answer.targets) {
    if (property) {
      append_listings_text(target, out);
    } else {
      append_event_text(target, out);
    }
  }
  return out;
}

// `key` with a comma before it unless it opens its object.
std::string& member(std::string_view key, std::string& out) {
  if (out.back() != '{') out += ',';
  return out.append("\"").append(key).append("\":");
}

void append_property_json(const SemanticProperty& property, std::string& out) {
  out += '{';
  append_json_text(property.name, member("name", out));
  append_json_text(property.type.words, member("type", out));
  append_json_text(property.required, member("required", out));
  if (!property.allowed.empty()) append_json_text(property.allowed, member("allowed", out));
  out += '}';
}

void append_target_json(const NameTarget& target, std::string& out) {
  out += '{';
  append_json_text(target.name, member("name", out));
  if (target.event != nullptr) {
    append_json_text(target.event->vertical, member("vertical", out));
    append_json_text(target.event->category, member("category", out));
    member("in_force", out) += target.in_force ? "true" : "false";
    append_json_text(spec_url(target.event->page), member("spec_url", out));
    member("properties", out) += '[';
    for (const SemanticProperty& property : target.event->properties) {
      if (out.back() != '[') out += ',';
      append_property_json(property, out);
    }
    out += ']';
  }
  if (!target.listings.empty()) {
    member("listed_by", out) += '[';
    for (const NameTarget::Listing& listing : target.listings) {
      out += out.back() == '[' ? "{" : ",{";
      append_json_text(listing.event->name, member("event", out));
      append_property_json(*listing.property, member("property", out));
      out += '}';
    }
    out += ']';
  }
  out += '}';
}

std::string json_of(const NameAnswer& answer) {
  std::string out = "{";
  append_json_text(answer.asked, member("asked", out));
  append_json_text(word_of(answer.match), member("match", out));
  append_json_text(words_of(answer.reason), member("reason", out));
  member("permitted", out) += answer.permitted ? "true" : "false";
  member("targets", out) += '[';
  for (const NameTarget& target : answer.targets) {
    if (out.back() != '[') out += ',';
    append_target_json(target, out);
  }
  return out + "]}";
}

struct NameArguments {
  LintOptions options;
  std::vector<std::string> names;
  bool property = false;  // they are property names
  std::string event;      // as this event lists them
  std::string format;     // "text" (default) or "json"
};

int name_command(const NameArguments& arguments) {
  const bool json = arguments.format == "json";
  if (!json && !arguments.format.empty() && arguments.format != "text") {
    complain(no_such("--format", "format", arguments.format, {"text", "json"}));
    return kCannot;
  }
  const Result<Linter> linter = Linter::create(arguments.options);
  if (!linter) {
    complain(linter.problems());
    return kCannot;
  }
  const bool property = arguments.property || !arguments.event.empty();
  std::string out = json ? "[" : "";
  for (const std::string& name : arguments.names) {
    const NameAnswer answer = property ? ask_property(linter->spec(), name, arguments.event)
                                       : ask_event(linter->spec(), name);
    if (&name != &arguments.names.front()) out += json ? ",\n" : "\n";
    out += json ? json_of(answer) : text_of(answer, property);
  }
  if (json) out += "]\n";
  std::fwrite(out.data(), 1, out.size(), stdout);
  return kClean;
}

}  // namespace

void add_name(Command& program) {
  Command& name = program.command("name", "Say what the Spec calls an event or a property");
  const auto arguments = std::make_shared<NameArguments>();
  LintOptions& options = arguments->options;
  name.option("NAME", arguments->names, "Names to look up").required();
  name.flag("--property,-p", arguments->property, "They are property names");
  name.option("--event,-e", arguments->event, "Property names of this semantic event");
  name.option("--format,-f", arguments->format, "text (default) or json");
  name.option("--config,-c", options.config, "This specgate.yaml, none other");
  name.flag("--isolated", options.isolated, "No specgate.yaml at all");
  name.option("--spec", options.spec, "A Spec (spec/data/*.yaml) in place of the built-in");
  name.run([arguments] { return name_command(*arguments); });
}

}  // namespace specgate

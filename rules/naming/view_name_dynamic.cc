#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"
#include "spec/catalogue/unfilled.h"

namespace specgate::rules {
namespace {

bool is_url(std::string_view name) {
  return name.starts_with("//") || name.starts_with("www.") || name.find("://") != name.npos;
}

// "/orders", "../about", "#/settings", "?page=2", "pricing?utm_source=mail", "products/shoes/red", "index.html";
// not "Checkout/Shipping" and "men/women".
bool is_path(std::string_view name) {
  for (const std::string_view start : {"/", "\\", "./", "../", "#/", "?"}) {
    if (name.starts_with(start)) return true;
  }
  if (name.find(' ') != name.npos) return false;
  const size_t query = name.find('?');
  if (query != name.npos && name.find('=', query) != name.npos) return true;
  for (const std::string_view end : {".html", ".htm", ".php", ".aspx", ".jsp"}) {
    if (name.ends_with(end)) return true;
  }
  constexpr std::string_view kOfPaths = "abcdefghijklmnopqrstuvwxyz0123456789-_.~/";
  return name.find('/') != name.rfind('/') && name.find_first_not_of(kOfPaths) == name.npos;
}

// What the name is or holds, for the message; empty: it is a name. Of an odd text unfilled-value speaks.
std::string_view oddity(const Node& node, Findings& out) {
  const std::string_view name = node.text;
  const bool spoken_of = (node.flags & kOddText) != 0;
  const Unfilled unfilled = spoken_of ? Unfilled::kNo : unfilled_name(name);
  if (unfilled != Unfilled::kNo) return words_of(unfilled);
  if (is_url(name)) return "a URL";
  if (is_path(name)) return "a path";
  const std::string_view part = dynamic_part(name);
  return part.empty() ? part : out.text({"a name with a part that changes, ", part});
}

void check(const Site& site, Findings& out) {
  const Node& name = site.node;
  if (!name.is(Kind::kString) || name.text.empty()) return;
  const std::string_view odd = oddity(name, out);
  if (!odd.empty()) out.add(view_name_dynamic, name, name.key, found(site, &name, out), odd);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"/products/42"})", .at = "/name"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"https://shop.example.com/"})",
     .at = "/name"},
    {.bad = R"({"type":"screen","messageId":"m1","userId":"u1","name":"Order 4711"})", .at = "/name"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"Home","category":"0"})",
     .at = "/category"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"#/settings"})", .at = "/name"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"products/shoes/red"})", .at = "/name"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"pricing?utm_source=mail"})", .at = "/name"},
    {.bad = R"({"type":"page","messageId":"m1","userId":"u1","name":"index.html"})", .at = "/name"},
    {.good = R"({"type":"page","messageId":"m1","userId":"u1","name":"men/women","category":"TCP/IP"})"},
    {.good = R"({"type":"page","messageId":"m1","userId":"u1","name":"What Is New?"})"},
    {.good = R"({"type":"page","messageId":"m1","userId":"u1","name":"Order","category":"Shop",)"
             R"("properties":{"path":"/orders/4711"}})"},
    {.good = R"({"type":"screen","messageId":"m1","userId":"u1","name":"Checkout Step 2"})"},
};

}  // namespace

constinit const Rule view_name_dynamic = {
    .id = "NAM117",
    .name = "view-name-dynamic",
    .message = "{0} is {1}: {2}, where a fixed name belongs",
    .doc = R"(### What

The name or category of a page or screen is a path or a URL, holds a part that changes (a number, a date, an
id, an email address), or says nothing: only zeros, `false`, `anonymous`
(of blanks, `undefined` and their like unfilled-value speaks).

### Why

Reports count pages and screens by their name. With a path or an order's number in it each one is a page of
its own, and a plan cannot list them.

### Fix

Give what people see a fixed name (`Order`), and send what varies as a property: analytics.js sends `path`,
`url` and `title` by itself.
)",
    .page = "connections/spec/page.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kPage) | only(Call::kScreen),
    .on = On::kValue,
    .where = "name, category",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules

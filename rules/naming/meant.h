// What the name of a track call was found to stand for: shared by the rules on event names, so that
// for each name at most one of them speaks.
#pragma once

#include <string_view>

#include "rules/engine/site.h"
#include "spec/names/name_index.h"

namespace specgate {

// The Spec's own name that is meant, where site.name.match has a target.
std::string_view meant(const Site& site);

// A suggestion that leaves no choice.
bool suggests_one(const Site& site);

// What is meant is an everyday name that the Spec claims for AI copilots only.
bool is_generic(const Site& site);

// The page that gives the event its name allows this form too: User Signed Up, User Signed In,
// User Signed Out (connections/spec/b2b-saas.md).
bool is_permitted_form(const Site& site);
// Likewise of any name beside the one that is meant by it, and of those that Segment sends itself.
bool is_permitted_form(const Spec& spec, std::string_view name, std::string_view meant);

// Another tool's name, or another form the docs list, for the one event that is meant.
bool is_alias(const Site& site);

// Reports the call's event name; `{0}` is what was found, `{1}` what is meant, `{2}` how it was
// reached. Carries the suggestion and the fix.
void report_name(const Rule& rule, const Site& site, Safety safety, Findings& out);

}  // namespace specgate

// Whom an override, an ignore entry or a custom rule speaks of. Matching allocates nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/event/event.h"

namespace specgate {

// Empty lists match everything; of a list one entry must match; all given lists must match.
struct Scope {
  std::vector<std::string> files;    // globs, relative to `folder`
  std::vector<std::string> events;   // globs on the event (or page and screen) name
  CallSet types = 0;                 // 0: every call, and bodies that hold none
  std::vector<std::string> sources;  // globs on the source's name
  std::string folder;                // of the file that gives `files`: absolute, ends in "/"
};

// Where a violation stands. Views of the caller's.
struct Whereabouts {
  std::string_view file;  // as given, or absolute where globs should see it from another folder
  std::string_view source;
  std::string_view event;  // the call's name, see scope_name
  Call call = Call::kUnknown;
};

bool in_scope(const Scope& scope, const Whereabouts& at);
// Its two halves. The file is settled when a gate is made: a custom rule whose files are others
// need not be in it. The rest is asked call by call.
bool file_in_scope(const Scope& scope, std::string_view file);
bool call_in_scope(const Scope& scope, const Whereabouts& at);

// The name that `events` speaks of: of a track call its event, of a page or a screen its name;
// empty for others, for names that are no string, and for kNoEvent.
std::string_view scope_name(const Batch& batch, uint32_t event);
std::string_view scope_name(const Batch& batch, const Event& event);

// Does the JSON pointer from `root` down to `node` match? `*` stands for one step, a last `**` for
// all that follow ("/context/**"); an empty pattern matches every node.
bool pointer_matches(std::string_view pattern, const Batch& batch, uint32_t root, uint32_t node);

}  // namespace specgate

// The names that an attempt at fixing gave to members, and what these laid bare: a number under the name of a
// text, an id that nobody filled in. Views of nothing: names are copied.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rules/engine/edit.h"
#include "rules/engine/standing.h"

namespace specgate {

// A name that members of an event got, and how grave the least of what that mends is.
struct GivenName {
  size_t event;
  std::string name;
  Severity severity;
  auto operator<=>(const GivenName&) const = default;
};

// Does the edit give a member another name?
bool renames(const Edit& edit);
// The name; of a move that makes objects on the way, the last.
std::string_view new_name(const Edit& edit);

class GivenNames {
 public:
  void clear() { *this = {}; }
  void add(const Violation& violation, const Edit& edit);
  // What stands after a pass. `before`: how the events came.
  void look(const Verdict& verdict, const Broken& before);

  // Names below which a rule speaks that did not before, as gravely as of what the name mends.
  const std::vector<GivenName>& laid_bare() const { return laid_bare_; }
  // Names below which something fails the plan.
  const std::vector<GivenName>& failing() const { return failing_; }

 private:
  void settle();
  template <typename Visit>
  void each_around(const Batch& batch, const Violation& violation, Visit visit) const;

  std::vector<GivenName> all_;
  bool settled_ = true;  // all_ is in order, each once
  std::vector<GivenName> laid_bare_, failing_;
};

}  // namespace specgate

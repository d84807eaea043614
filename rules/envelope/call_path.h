// Requests to the paths that take one call (/v1/track, its short form, the pixel).
#pragma once

#include "rules/engine/fields.h"

namespace specgate {

inline bool is_at_call_path(const Site& site) {
  const Route::Kind kind = site.batch.arrival.route.kind;
  return kind == Route::Kind::kCall || kind == Route::Kind::kPixel;
}

// An array or a batch there: that it is no call is all there is to say (calls-at-call-path).
inline bool has_calls_at_call_path(const Site& site) {
  const Form form = site.batch.form;
  return is_at_call_path(site) && !is_nested(site) && (form == Form::kArray || form == Form::kBatch);
}

}  // namespace specgate

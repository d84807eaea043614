#include "spec/plan/diff/carried.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kItems = "[]";

// spec/data/context.yaml: `collected_by` of what is there whichever library sent the call.
constexpr std::string_view kEveryLibrary = "all libraries";

bool is_top(const CallField& field) { return field.field.find_first_of(".[") == std::string::npos; }

bool is_object(const Type& type) { return type.kinds == mask(Kind::kObject); }

}  // namespace

const CarriedPlace* CarriedPlace::below(std::string_view name) const {
  const auto at = [&](std::string_view key) {
    return std::find_if(places_.begin(), places_.end(),
                        [&](const auto& place) { return place.first == key; });
  };
  auto found = at(name);
  if (found == places_.end() && name != kItems) found = at("*");
  return found == places_.end() ? nullptr : &found->second;
}

// "brands[].brand": makes what is not there yet.
CarriedPlace& CarriedPlace::make(std::string_view path) {
  if (path.empty()) return *this;
  const size_t dot = path.find_first_of(".[");
  const bool items = path.starts_with(kItems);
  const std::string_view name = items ? kItems : path.substr(0, dot);
  path.remove_prefix(name.size());
  if (path.starts_with('.')) path.remove_prefix(1);
  const auto found = std::find_if(places_.begin(), places_.end(),
                                  [&](const auto& place) { return place.first == name; });
  if (found != places_.end()) return found->second.make(path);
  return places_.emplace_back(name, CarriedPlace()).second.make(path);
}

CarriedPlace carried_by(Call call, const SpecData& data) {
  CarriedPlace out;
  for (const CallField& field : data.call_fields) {
    const Call of = call_of(field.call);
    const bool ours = call == Call::kUnknown ? of != Call::kUnknown : of == call;
    if (!ours || !is_top(field)) continue;
    CarriedPlace& place = out.make(field.field);
    place.carried_ = true;
    place.object_ = is_object(field.type);
  }
  for (const ContextField& field : data.context_fields) {
    CarriedPlace& place = out.make(field.path);
    place.carried_ = field.collected_by == kEveryLibrary;
    place.object_ = is_object(field.type);
  }
  return out;
}

}  // namespace specgate

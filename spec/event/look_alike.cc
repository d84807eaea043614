#include "spec/event/look_alike.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace specgate {
namespace {

constexpr size_t kLongestField = 24;   // bytes; `originalTimestamp` is the longest
constexpr size_t kLongestKey = 1024;   // bytes that are looked at; longer keys are cut by nobody

struct Range {
  uint32_t first, last;
};
// White_Space, Cc, Default_Ignorable_Code_Point and what else has no ink: Unicode 15, in order.
constexpr Range kInvisible[] = {
    {0x0000, 0x0020}, {0x007f, 0x00a0},   {0x00ad, 0x00ad},   {0x034f, 0x034f}, {0x061c, 0x061c},
    {0x115f, 0x1160}, {0x1680, 0x1680},   {0x17b4, 0x17b5},   {0x180b, 0x180f}, {0x2000, 0x200f},
    {0x2028, 0x202f}, {0x205f, 0x206f},   {0x2800, 0x2800},   {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};

bool is_invisible(uint32_t code) {
  const auto* const at = std::find_if(std::begin(kInvisible), std::end(kInvisible),
                                      [&](const Range& range) { return code <= range.last; });
  return at != std::end(kInvisible) && code >= at->first;
}

// The character that `text`, which is UTF-8 and not empty, begins with, and its bytes.
struct Character {
  uint32_t code;
  size_t size;
};
Character first_of(std::string_view text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const auto rest = [&](size_t i) { return byte(i) & 0x3fu; };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xe0) return {(byte(0) & 0x1fu) << 6 | rest(1), 2};
  if (byte(0) < 0xf0) return {(byte(0) & 0xfu) << 12 | rest(1) << 6 | rest(2), 3};
  return {(byte(0) & 7u) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4};
}

std::string_view after(std::string_view text, size_t bytes) {
  return text.substr(std::min(bytes, text.size()));
}

// Two letters beyond ASCII fold to letters of it: the long s, and the sign of the kelvin.
uint32_t folded(uint32_t code) {
  if (code >= 'A' && code <= 'Z') return code + ('a' - 'A');
  if (code == 0x017f) return 's';
  return code == 0x212a ? 'k' : code;
}

// The key folded, up to a NUL, without what is invisible around it; empty where it is no field's.
std::string_view fold_key(std::string_view key, std::array<char, kLongestField>& out) {
  size_t size = 0, kept = 0;  // `kept`: up to the last character that is visible
  while (!key.empty()) {
    const Character here = first_of(key);
    if (here.code == 0 && size != 0) break;
    key = after(key, here.size);
    const bool blank = is_invisible(here.code);
    if (blank && size == 0) continue;
    const uint32_t code = blank ? ' ' : folded(here.code);
    if (code >= 0x80 || size == out.size()) {
      if (!blank) return {};
      continue;
    }
    out[size++] = static_cast<char>(code);
    if (!blank) kept = size;
  }
  return {out.data(), kept};
}

bool equals(std::string_view folded_key, std::string_view field) {
  return std::equal(folded_key.begin(), folded_key.end(), field.begin(), field.end(),
                    [](char a, char b) { return a == static_cast<char>(folded(static_cast<unsigned char>(b))); });
}

// Of a record of a request, no call.
bool is_of_a_record(Slot slot) {
  return slot == Slot::kMethod || slot == Slot::kPath || slot == Slot::kHeaders || slot == Slot::kBody;
}

}  // namespace

Slot look_alike(std::string_view key) {
  std::array<char, kLongestField> buffer;
  const std::string_view folded_key = fold_key(key.substr(0, kLongestKey), buffer);
  for (size_t i = 0; i < kSlotCount && !folded_key.empty(); ++i) {
    const Slot slot = static_cast<Slot>(i);
    if (!is_of_a_record(slot) && equals(folded_key, name_of(slot))) return slot;
  }
  return Slot::kCount;
}

bool has_visible(std::string_view text) {
  while (!text.empty()) {
    const Character here = first_of(text);
    if (!is_invisible(here.code)) return true;
    text = after(text, here.size);
  }
  return false;
}

}  // namespace specgate

#include "bench/plan.h"

#include <span>
#include <string_view>

namespace specgate::bench {
namespace {

struct Property {
  std::string_view name, schema;
  bool required = false;
};
using Properties = std::span<const Property>;

constexpr std::string_view kText = R"({"type":"string","minLength":1})";
constexpr std::string_view kId = R"({"type":"string","pattern":"^[0-9a-f]{8,16}$"})";
constexpr std::string_view kAmount = R"({"type":"number","minimum":0,"maximum":1000000})";
constexpr std::string_view kCount = R"({"type":"integer","minimum":0})";
constexpr std::string_view kCurrency =
    R"({"type":"string","enum":["USD","EUR","GBP","JPY","CAD"]})";
constexpr std::string_view kMaybe = R"({"type":["string","null"]})";

constexpr Property kProduct[] = {
    {"product_id", kId, true},
    {"sku", R"({"type":"string","pattern":"^SKU-[0-9]+$"})", true},
    {"category", R"({"type":"string","enum":["Home","Outdoor","Apparel","Kitchen","Games"]})"},
    {"name", kText, true},
    {"brand", kText},
    {"price", kAmount, true},
    {"quantity", R"({"type":"integer","minimum":1,"maximum":99})"},
};
constexpr Property kCart[] = {
    {"product_id", kId, true},
    {"sku", R"({"type":"string","pattern":"^SKU-[0-9]+$"})", true},
    {"category", R"({"type":"string","enum":["Home","Outdoor","Apparel","Kitchen","Games"]})"},
    {"name", kText, true},
    {"brand", kText},
    {"price", kAmount, true},
    {"quantity", R"({"type":"integer","minimum":1,"maximum":99})"},
    {"cart_id", kId, true},
    {"variant", kMaybe},
    {"currency", kCurrency},
    {"position", kCount},
    {"url", kText},
    {"image_url", kText},
    {"experiment_group", R"({"anyOf":[{"type":"string","maxLength":40},{"type":"null"}]})"},
};
constexpr Property kVideo[] = {
    {"session_id", kId, true},
    {"content_asset_ids", R"({"type":"array","items":{"type":"string"}})"},
    {"asset_id", kMaybe},
    {"content_asset_id", kMaybe},
    {"video_player", kText, true},
    {"position", kCount, true},
    {"total_length", kCount},
    {"bitrate", kCount},
    {"full_screen", R"({"type":"boolean"})"},
    {"quality", R"({"enum":["sd480","hd720","hd1080"]})"},
};
constexpr Property kAccount[] = {
    {"account_name", kText, true},
    {"account_tier", kText, true},
    {"signup_channel", kMaybe},
    {"type", R"({"enum":["organic","paid"]})"},
    {"first_name", kText},
    {"email", kText},
    {"title", kMaybe},
};
constexpr Property kCustom[] = {
    {"report_id", kId, true},
    {"export_format", R"({"enum":["csv","xlsx","pdf"]})", true},
    {"row_count", kCount},
    {"workspace_slug", R"({"type":"string","maxLength":64})"},
    {"requested_by", kText},
    {"note", R"({"type":"string","maxLength":400})"},
    {"duration_ms", kCount, true},
    {"filters", R"({"type":"object","properties":{"date_range":{"type":"string"},)"
                R"("segments":{"type":"array","items":{"type":"string"},"maxItems":20},)"
                R"("archived":{"type":"boolean"}},"additionalProperties":false})"},
};
constexpr Property kPage[] = {
    {"path", R"({"type":"string","pattern":"^/"})", true},
    {"referrer", kMaybe},
    {"search", kMaybe},
    {"title", kText, true},
    {"url", kText, true},
};
constexpr Property kTraits[] = {
    {"name", kText},
    {"lastName", kText},
    {"email", kText, true},
    {"plan", kText},
    {"logins", kCount},
    {"createdAt", kText},
    {"city_visited", kMaybe},
    {"address", R"({"type":"object","properties":{"street":{"type":"string"},)"
                R"("city":{"type":"string"},"state":{"type":"string"},)"
                R"("postalCode":{"type":"string"}},"required":["city"]})"},
};

constexpr std::string_view kCartEvents[] = {
    "Product Viewed",        "Product Added",    "Product Removed",        "Product Clicked",
    "Product Shared",        "Product Reviewed", "Wishlist Product Added", "Coupon Applied",
    "Product List Filtered", "Cart Shared"};
constexpr std::string_view kOrderEvents[] = {
    "Order Completed",      "Checkout Started", "Order Refunded",       "Cart Viewed",
    "Order Updated",        "Order Cancelled",  "Checkout Step Viewed", "Checkout Step Completed",
    "Payment Info Entered", "Products Searched"};
constexpr std::string_view kVideoEvents[] = {"Video Playback Started", "Video Content Playing",
                                             "Video Playback Paused",  "Video Content Completed",
                                             "Video Playback Resumed", "Video Playback Interrupted",
                                             "Video Content Started",  "Video Ad Started",
                                             "Video Ad Playing",       "Video Ad Completed"};
constexpr std::string_view kAccountEvents[] = {
    "Signed Up",   "Trial Started",   "Account Added User", "Signed In",   "Signed Out",
    "Trial Ended", "Account Created", "Account Deleted",    "Invite Sent", "Account Removed User"};
constexpr std::string_view kCustomEvents[] = {
    "Report Exported",    "Invoice Downloaded", "Filter Applied",   "Dashboard Shared",
    "Onboarding Skipped", "Widget Resized",     "Report Scheduled", "Dashboard Created",
    "Widget Added",       "Alert Muted"};

std::string object_of(Properties properties, std::string_view more = {}) {
  std::string members, required;
  for (const Property& property : properties) {
    if (!members.empty()) members += ',';
    members.append("\"").append(property.name).append("\":").append(property.schema);
    if (!property.required) continue;
    if (!required.empty()) required += ',';
    required.append("\"").append(property.name).append("\"");
  }
  members.append(more);
  return R"({"type":"object","properties":{)" + members + R"(},"required":[)" + required +
         R"(],"additionalProperties":false})";
}

std::string order() {
  constexpr Property kOrder[] = {
      {"order_id", kId, true},       {"affiliation", kMaybe}, {"total", kAmount},
      {"revenue", kAmount},          {"shipping", kAmount},   {"coupon", kMaybe},
      {"currency", kCurrency, true},
  };
  return object_of(
      kOrder, R"(,"products":{"type":"array","minItems":1,"items":)" + object_of(kProduct) + "}");
}

constexpr std::string_view kContext =
    R"({"type":"object","properties":{"library":{"type":"object","properties":)"
    R"({"name":{"type":"string"},"version":{"type":"string"}},"required":["name","version"]},)"
    R"("locale":{"type":"string","pattern":"^[a-z]{2}-[A-Z]{2}$"},"timezone":{"type":"string"},)"
    R"("ip":{"type":"string"},"page":{"type":"object","properties":{"path":{"type":"string"},)"
    R"("url":{"type":"string"},"title":{"type":"string"}}}},"required":["library"]})";

// `own` is "properties" or "traits".
void add(std::string_view name, std::string_view own, std::string_view schema, std::string& out) {
  out += out.empty() ? '{' : ',';
  out.append("\"").append(name).append(
      R"(":{"$schema":"http://json-schema.org/draft-07/schema#",)");
  out.append(R"("type":"object","properties":{"type":{"enum":["track","identify","page"]},)");
  out.append(R"("event":{"type":"string"},"messageId":{"type":"string","minLength":10},)");
  out.append(R"("timestamp":{"type":"string"},"anonymousId":{"type":"string"},"userId":)");
  out.append(kMaybe).append(R"(,"context":)").append(kContext).append(",\"").append(own);
  out.append("\":").append(schema).append(R"(},"required":["messageId","context",")").append(own);
  out.append(R"("]})");
}

}  // namespace

std::string make_plan() {
  std::string out;
  for (const std::string_view name : kCartEvents) add(name, "properties", object_of(kCart), out);
  for (const std::string_view name : kOrderEvents) add(name, "properties", order(), out);
  for (const std::string_view name : kVideoEvents) add(name, "properties", object_of(kVideo), out);
  for (const std::string_view name : kAccountEvents)
    add(name, "properties", object_of(kAccount), out);
  for (const std::string_view name : kCustomEvents)
    add(name, "properties", object_of(kCustom), out);
  add("identify", "traits", object_of(kTraits), out);
  add("page", "properties", object_of(kPage), out);
  return out + "}";
}

}  // namespace specgate::bench

#include "bench/corpus.h"

#include <array>
#include <cstdio>
#include <span>
#include <string_view>

namespace specgate::bench {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::string_view kFirstNames[] = {"Ada",   "Jonas", "Priya", "Wei",
                                            "Marta", "Tom",   "Leila"};
constexpr std::string_view kLastNames[] = {"Byron", "Keller", "Nair",  "Chen",
                                           "Ruiz",  "Adams",  "Haddad"};
constexpr std::string_view kRawNames[] = {"Zoë Müller", "王小明", "Ōkubo", "Łukasz Żak",
                                          "🦊 fan"};
constexpr std::string_view kEscapedNames[] = {"Zo\\u00eb", "\\u738b \\\"Ming\\\"",
                                              "\\ud83e\\udd8a"};
constexpr std::string_view kProducts[] = {"Enamel Mug", "Trail Shoe",    "Desk Lamp",
                                          "Wool Scarf", "Cold Brew Kit", "Canvas Tote"};
constexpr std::string_view kCategories[] = {"Home", "Outdoor", "Apparel", "Kitchen", "Games"};
constexpr std::string_view kCities[] = {"Lisbon", "Austin", "Osaka", "Leeds", "Toronto"};
constexpr std::string_view kLocales[] = {"en-US", "de-DE", "ja-JP", "pt-BR", "fr-FR"};
constexpr std::string_view kZones[] = {"Europe/Berlin", "America/New_York", "Asia/Tokyo"};
constexpr std::string_view kDevices[] = {"iPhone14,5", "Pixel 7", "SM-S911B", "iPad13,1"};
constexpr std::string_view kPlans[] = {"free", "starter", "team", "enterprise"};
constexpr std::string_view kAgents[] = {
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"};
constexpr std::string_view kCartEvents[] = {"Product Viewed", "Product Added", "Product Removed",
                                            "Product Clicked"};
constexpr std::string_view kOrderEvents[] = {"Order Completed", "Checkout Started",
                                             "Order Refunded", "Cart Viewed"};
constexpr std::string_view kVideoEvents[] = {"Video Playback Started", "Video Content Playing",
                                             "Video Playback Paused", "Video Content Completed"};
constexpr std::string_view kAccountEvents[] = {"Signed Up", "Trial Started", "Account Added User",
                                               "Signed In"};
constexpr std::string_view kCustomEvents[] = {"Report Exported",    "Invoice Downloaded",
                                              "Filter Applied",     "Dashboard Shared",
                                              "Onboarding Skipped", "Widget Resized"};
constexpr std::string_view kBadNames[] = {"order_completed", "productViewed", "sign_up",
                                          "Purchase"};

// The same numbers on every machine (SplitMix64).
class Dice {
 public:
  // The seed is mixed, or the numbers of one seed would be those of the next, one roll later.
  explicit Dice(uint64_t seed) : state_(mixed(seed)) {}
  uint64_t roll() { return mixed(state_ += 0x9e3779b97f4a7c15); }
  uint64_t below(uint64_t limit) { return roll() % limit; }
  bool one_in(uint64_t n) { return below(n) == 0; }
  std::string_view pick(Words words) { return words[below(words.size())]; }

 private:
  static uint64_t mixed(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  uint64_t state_;
};

class Maker {
 public:
  Maker(uint64_t seed, std::string& out) : dice_(seed), out_(out) {}
  void call();

 private:
  enum class Defect : uint8_t { kNone, kName, kNoId, kKind, kCasing, kTime, kCount };

  // JSON, a comma before each member but the first.
  void key(std::string_view name) {
    if (out_.back() != '{' && out_.back() != '[') out_ += ',';
    out_.append(1, '"').append(name).append("\":");
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    out_.append(1, '"').append(value).append(1, '"');
  }
  void raw(std::string_view name, std::string_view value) {
    key(name);
    out_ += value;
  }
  void count(std::string_view name, uint64_t value) { raw(name, std::to_string(value)); }
  void open(std::string_view name) {
    key(name);
    out_ += '{';
  }
  void close() { out_ += '}'; }

  std::string hex(size_t digits);
  std::string price();
  std::string time(uint64_t lag_seconds);  // after moment_
  std::string_view person();

  void envelope();
  void browser();
  void mobile();
  void product();
  void order();
  void cart();
  void video();
  void account();
  void custom();
  void person_traits(std::string_view where);
  void page_fields();
  std::string_view event_name(Words names);  // writes it

  Dice dice_;
  std::string& out_;
  uint64_t moment_ = 0;  // of this call: seconds of May 2026
  Defect defect_ = Defect::kNone;
  bool raw_utf8_ = false;
};

std::string Maker::hex(size_t digits) {
  std::string out;
  while (out.size() < digits) out += "0123456789abcdef"[dice_.below(16)];
  return out;
}

std::string Maker::price() {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%u.%02u", static_cast<unsigned>(dice_.below(200)),
                static_cast<unsigned>(dice_.below(100)));
  return out.data();
}

std::string Maker::time(uint64_t lag_seconds) {
  const uint64_t at = moment_ + lag_seconds;
  std::array<char, 80> out{};
  std::snprintf(out.data(), out.size(), "2026-05-%02uT%02u:%02u:%02u.%03uZ",
                static_cast<unsigned>(1 + at / 86400), static_cast<unsigned>(at / 3600 % 24),
                static_cast<unsigned>(at / 60 % 60), static_cast<unsigned>(at % 60),
                static_cast<unsigned>(dice_.below(1000)));
  return out.data();
}

std::string_view Maker::person() {
  if (raw_utf8_) return dice_.pick(kRawNames);
  return dice_.one_in(5) ? dice_.pick(kEscapedNames) : dice_.pick(kFirstNames);
}

std::string_view Maker::event_name(Words names) {
  const std::string_view name = dice_.pick(defect_ == Defect::kName ? Words(kBadNames) : names);
  text("type", "track");
  text("event", name);
  return name;
}

void Maker::envelope() {
  moment_ = dice_.below(27 * 86400);
  text("messageId", "ajs-next-1780" + std::to_string(dice_.below(999999999)) + "-" + hex(8) + "-" +
                        hex(4) + "-" + hex(12));
  text("timestamp", defect_ == Defect::kTime ? "yesterday" : time(3));
  if (dice_.one_in(2)) text("sentAt", time(5));
  if (defect_ != Defect::kNoId) {
    text("anonymousId", hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12));
    if (!dice_.one_in(3)) text("userId", "usr_" + hex(10));
  }
  if (dice_.one_in(2)) raw("integrations", R"({"All":true,"Mixpanel":false,"Salesforce":false})");
  text("writeKey", "9fK2bXqQ4mT7cZrWnL0vYsJd");
  raw("_metadata", R"({"bundled":["Segment.io"],"unbundled":[],"bundledIds":[]})");
}

void Maker::browser() {
  open("context");
  open("page");
  page_fields();
  close();
  text("userAgent", dice_.pick(kAgents));
  raw("userAgentData",
      R"({"brands":[{"brand":"Chromium","version":"126"},{"brand":"Not/A)Brand","version":"8"}],)"
      R"("mobile":false,"platform":"macOS"})");
  if (dice_.one_in(2)) {
    open("campaign");
    text("name", "spring_launch");
    text("source", "newsletter");
    text("medium", "email");
    text("content", "hero_banner");
    close();
  }
  text("locale", dice_.pick(kLocales));
  raw("library", R"({"name":"analytics.js","version":"npm:next-1.84.3"})");
  text("timezone", dice_.pick(kZones));
  text("ip", "203.0.113." + std::to_string(dice_.below(255)));
  close();
}

void Maker::mobile() {
  open("context");
  raw("app", R"({"name":"Mugshop","version":"5.12.0","build":"2210","namespace":"shop.mug.app"})");
  open("device");
  text("id", hex(16));
  text("advertisingId", hex(8) + "-" + hex(4) + "-" + hex(12));
  raw("adTrackingEnabled", "true");
  text("manufacturer", "Apple");
  text("model", dice_.pick(kDevices));
  text("name", "maguro");
  text("type", "ios");
  close();
  raw("library", R"({"name":"analytics-ios","version":"4.1.8"})");
  raw("network", R"({"bluetooth":false,"carrier":"T-Mobile US","cellular":true,"wifi":false})");
  raw("os", R"({"name":"iOS","version":"17.5.1"})");
  raw("screen", R"({"width":390,"height":844,"density":3})");
  text("locale", dice_.pick(kLocales));
  text("timezone", dice_.pick(kZones));
  if (dice_.one_in(2)) person_traits("traits");
  close();
}

void Maker::page_fields() {
  const std::string path =
      "/shop/kitchen-and-home/" + hex(6) + "/item-" + std::to_string(dice_.below(9999));
  text("path", path);
  text("referrer", "https://mug.shop/search?q=" + hex(5));
  text("search", dice_.one_in(3) ? "?utm_source=newsletter&utm_medium=email" : "");
  text("title", dice_.pick(kProducts));
  text("url", "https://mug.shop" + path);
}

void Maker::product() {
  text("product_id", hex(12));
  text("sku", "SKU-" + std::to_string(dice_.below(9999)));
  text("category", dice_.pick(kCategories));
  text("name", dice_.pick(kProducts));
  text("brand", "Mugshop");
  if (defect_ == Defect::kKind) {
    text("price", price());
  } else {
    raw("price", price());
  }
  count("quantity", 1 + dice_.below(4));
}

void Maker::order() {
  event_name(kOrderEvents);
  open("properties");
  text(defect_ == Defect::kCasing ? "orderId" : "order_id", hex(14));
  text("affiliation", "Web Store");
  raw("total", price());
  raw("revenue", price());
  raw("shipping", "4.90");
  text("coupon", "SPRING10");
  text("currency", "USD");
  key("products");
  out_ += '[';
  for (uint64_t i = 0; i <= dice_.below(3); ++i) {
    if (out_.back() != '[') out_ += ',';
    out_ += '{';
    product();
    close();
  }
  out_ += ']';
  close();
}

void Maker::cart() {
  event_name(kCartEvents);
  open("properties");
  product();
  text("cart_id", hex(12));
  text("variant", "blue");
  text("currency", "USD");
  count("position", 1 + dice_.below(20));
  text("url", "https://mug.shop/shop/item-" + hex(8));
  text("image_url", "https://mug.shop/img/" + hex(8) + ".jpg");
  if (dice_.one_in(2)) text("experiment_group", dice_.one_in(2) ? "control" : "green_button");
  close();
}

void Maker::video() {
  const std::string_view name = event_name(kVideoEvents);
  const bool content = name.starts_with("Video Content");
  open("properties");
  text("session_id", hex(12));
  if (name == "Video Playback Started") {
    raw("content_asset_ids", "[\"" + hex(8) + "\"]");
  } else {
    text(content ? "asset_id" : "content_asset_id", hex(8));
  }
  text("video_player", "youtube");
  count("position", dice_.below(600));
  count("total_length", 600);
  count("bitrate", 128);
  raw("full_screen", "true");
  text("quality", "hd1080");
  close();
}

void Maker::account() {
  const std::string_view name = event_name(kAccountEvents);
  open("properties");
  text("account_name", "Initech");
  text("account_tier", "business");
  text("signup_channel", "referral");
  if (name == "Signed Up") {
    text("type", "organic");
    text("first_name", person());
    text("email", hex(6) + "@example.com");
    text("title", "Engineer");
  }
  close();
}

void Maker::custom() {
  event_name(kCustomEvents);
  open("properties");
  text("report_id", hex(10));
  text(defect_ == Defect::kCasing ? "exportFormat" : "export_format", "csv");
  count("row_count", dice_.below(100000));
  text("workspace_slug", "initech-" + hex(4));
  text("requested_by", person());
  raw("filters", R"({"date_range":"last_30_days","segments":["new","paid"],"archived":false})");
  text("note", "shared with the whole finance team before the monthly review");
  count("duration_ms", dice_.below(9000));
  close();
}

void Maker::person_traits(std::string_view where) {
  open(where);
  text("name", person());
  text("lastName", dice_.pick(kLastNames));
  text("email", hex(8) + "@example.com");
  text("plan", dice_.pick(kPlans));
  count("logins", dice_.below(50));
  text("createdAt", time(9));
  raw("address", R"({"street":"6th St","city":"San Francisco","state":"CA","postalCode":"94103"})");
  text("city_visited", dice_.pick(kCities));
  close();
}

void Maker::call() {
  const bool defect = dice_.one_in(10);
  defect_ = defect ? static_cast<Defect>(1 + dice_.below(static_cast<uint64_t>(Defect::kCount) - 1))
                   : Defect::kNone;
  raw_utf8_ = dice_.one_in(10);
  out_ += '{';
  switch (dice_.below(12)) {
    case 0:
    case 1:
      order();
      break;
    case 2:
    case 3:
    case 4:
      cart();
      break;
    case 5:
    case 6:
      video();
      break;
    case 7:
      account();
      break;
    case 8:
    case 9:
      custom();
      break;
    case 10:
      text("type", "identify");
      person_traits("traits");
      break;
    default:
      text("type", "page");
      text("name", "Product");
      open("properties");
      page_fields();
      close();
  }
  envelope();
  if (dice_.one_in(3)) {
    mobile();
  } else {
    browser();
  }
  close();
}

}  // namespace

std::string make_events(size_t count, uint64_t seed) {
  std::string out;
  Maker maker(seed, out);
  for (size_t i = 0; i < count; ++i) {
    maker.call();
    out += '\n';
  }
  return out;
}

std::string make_batches(size_t count, size_t calls, uint64_t seed) {
  std::string out;
  Maker maker(seed, out);
  for (size_t i = 0; i < count; ++i) {
    out += R"({"writeKey":"9fK2bXqQ","sentAt":"2026-05-20T10:00:00.000Z","batch":[)";
    for (size_t j = 0; j < calls; ++j) {
      if (j > 0) out += ',';
      maker.call();
    }
    out += "]}\n";
  }
  return out;
}

}  // namespace specgate::bench

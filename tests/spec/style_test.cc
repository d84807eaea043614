#include "spec/catalogue/style.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace specgate {
namespace {

struct Spelled {
  Style style;
  std::string_view yes, no;
};
constexpr Spelled kSpelled[] = {
    {Style::kAny, "What-ever it_is", {}},
    {Style::kSnake, "product_id", "productId"},
    {Style::kSnake, "id", "ID"},
    {Style::kSnake, "_ga", "order.id"},
    {Style::kSnake, "step_2", "step 2"},
    {Style::kSnake, "größe", "Größe"},
    {Style::kSnake, "3d_secure", "_"},
    {Style::kCamel, "productId", "product_id"},
    {Style::kCamel, "id", "ProductId"},
    {Style::kPascal, "ProductId", "productId"},
    {Style::kKebab, "product-id", "product_id"},
    {Style::kTitle, "Product Id", "product id"},
    {Style::kTitle, "Product Added to Wishlist", "Product added to Wishlist"},
    {Style::kTitle, "iOS App Opened", "ORDER COMPLETED"},
};

TEST(Style, TellsSpellingsApart) {
  for (const Spelled& row : kSpelled) {
    EXPECT_TRUE(is_in(row.style, row.yes)) << row.yes;
    const bool strict = row.style != Style::kAny;
    EXPECT_EQ(is_in(row.style, row.no), !strict) << row.no;
    EXPECT_EQ(is_in(row.style, ""), !strict) << row.yes;
  }
}

struct Respelled {
  Style style;
  std::string_view from, to;
};
constexpr Respelled kRespelled[] = {
    {Style::kSnake, "productId", "product_id"},
    {Style::kSnake, "Product ID", "product_id"},
    {Style::kSnake, "imageURL", "image_url"},
    {Style::kCamel, "product_id", "productId"},
    {Style::kPascal, "product_id", "ProductId"},
    {Style::kKebab, "productId", "product-id"},
    {Style::kTitle, "order_shipped", "Order Shipped"},
    {Style::kTitle, "report_sent_to_printer", "Report Sent to Printer"},
    {Style::kAny, "x", ""},
    {Style::kSnake, "--", ""},
};

TEST(Style, SpellsAnew) {
  std::array<char, 160> buffer;
  for (const Respelled& row : kRespelled) EXPECT_EQ(restyle(row.style, row.from, buffer), row.to);
  std::array<char, 4> small;
  EXPECT_EQ(restyle(Style::kSnake, "productId", small), "");
}

TEST(Style, ComparesLetters) {
  EXPECT_TRUE(same_letters("Sign-Up", "signup"));
  EXPECT_FALSE(same_letters("Sign-Up", "sign in"));
  EXPECT_FALSE(same_letters("", ""));
}

TEST(Style, EventNamesOfTheSpecAreInStyle) {
  for (const std::string_view name :
       {"Order Completed", "Product Added to Wishlist", "Email Marked as Spam", "Invite Sent",
        "Account Added User", "Signed Up", "Video Playback Seek Started", "Trial Begun",
        "Bill Paid", "Report Built", "PDF Downloaded", "2FA Enabled", "iOS App Opened",
        "Loaded a Page", "Sign-Up Completed", "Order Completed Email Sent", "Subscription Set Up",
        "Unsubscribed"}) {
    EXPECT_FALSE(event_name_off_style(name)) << name;
  }
}

TEST(Style, OtherEventNamesAreOff) {
  for (const std::string_view name :
       {"order shipped", "order_shipped", "orderShipped", "OrderShipped", "ORDER SHIPPED",
        "Order shipped", "Ship Order", "Button Click", "Product Page", "Speed Need", "",
        " Order Shipped", "Order  Shipped", "user.login.success", "click"}) {
    EXPECT_TRUE(event_name_off_style(name)) << name;
  }
}

struct Dynamic {
  std::string_view name, part;
};
constexpr Dynamic kDynamic[] = {
    {"Order 4711 Completed", "4711"},
    {"User Signed Up (2019-11-01)", "2019-11-01"},
    {"Sale 2024 Opened", "2024"},
    {"level_12_completed", "12"},
    {"jane@example.com Signed In", "jane@example.com"},
    {"Product 0b9f4a3e-5a44-4c53-8f0e-1f3a2b4c5d6e Viewed", "0b9f4a3e-5a44-4c53-8f0e-1f3a2b4c5d6e"},
    {"Viewed SKU12345", "SKU12345"},
    {"Opened 5f3a9c0e1b2d", "5f3a9c0e1b2d"},
    {"Scrolled 50%", "50"},
    {"Checkout Step 2 Viewed", ""},
    {"API v2 Called", ""},
    {"2FA Enabled", ""},
    {"COVID-19 Form Submitted", ""},
    {"404 Page Viewed", ""},
    {"GA4 Event Sent", ""},
    {"iPhone15 Ordered", ""},
    {"App 2.0 Opened", ""},
    {"Order Completed", ""},
    {"Caf\xc3\xa9 Visited", ""},
    {"", ""},
};

TEST(Style, FindsWhatChangesFromCallToCall) {
  for (const Dynamic& row : kDynamic) {
    EXPECT_EQ(dynamic_part(row.name), row.part) << row.name;
    EXPECT_EQ(name_dynamic(row.name), !row.part.empty()) << row.name;
  }
}

TEST(Style, FindsNumberedKeys) {
  const NumberedKey parts = numbered("item_12_price");
  EXPECT_EQ(parts.before, "item_");
  EXPECT_EQ(parts.digits, "12");
  EXPECT_EQ(parts.after, "_price");
  for (const std::string_view key : {"item1", "1st_item", "step_2"})
    EXPECT_TRUE(numbered(key)) << key;
  for (const std::string_view key : {"item", "a1b2", "12", "order_4711", ""}) {
    EXPECT_FALSE(numbered(key)) << key;
  }
}

TEST(Style, FindsIdsInKeys) {
  for (const std::string_view key :
       {"0", "12", "4711", "user_12345", "0b9f4a3e-5a44-4c53-8f0e-1f3a2b4c5d6e", "2024-01-31",
        "views_2024_01", "visits_20240131", "jane@example.com", "5f3a9c0e1b2d4f5a6b7c8d9e"}) {
    EXPECT_TRUE(key_holds_id(key)) << key;
    EXPECT_TRUE(key_dynamic(key)) << key;
  }
  for (const std::string_view key :
       {"", "product_id", "md5", "sha256", "oauth2_token", "address_2", "year_2024", "e164", "utf8",
        "iso_8601", "ga4_client_id", "h264"}) {
    EXPECT_FALSE(key_holds_id(key)) << key;
  }
  EXPECT_FALSE(key_dynamic("product_id"));
  EXPECT_TRUE(key_dynamic("item_1"));
}

}  // namespace
}  // namespace specgate

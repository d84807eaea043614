#include "spec/text/uri.h"

#include <gtest/gtest.h>

namespace specgate {
namespace {

// Of RFC 3986, 5.4, and some of our own.
TEST(Uri, ReferencesAreResolvedAsTheRfcHasThem) {
  constexpr const char* kBase = "http://a/b/c/d;p?q";
  for (const auto& [reference, target] :
       {std::pair("g:h", "g:h"),      {"g", "http://a/b/c/g"},      {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},    {"/g", "http://a/g"},         {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"}, {"g?y", "http://a/b/c/g?y"},  {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},    {";x", "http://a/b/c/;x"},    {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},       {"..", "http://a/b/"},        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},       {"../../../g", "http://a/g"}, {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},      {"g.", "http://a/b/c/g."},    {"..g", "http://a/b/c/..g"},
        {"./g/.", "http://a/b/c/g/"}, {"g/../h", "http://a/b/c/h"}}) {
    EXPECT_EQ(resolve_uri(kBase, reference), target) << reference;
  }
  EXPECT_EQ(resolve_uri("urn:example:root", "#a"), "urn:example:root");
  EXPECT_EQ(resolve_uri("", "a/b.json#/c"), "a/b.json");
  EXPECT_EQ(resolve_uri("http://a", "b"), "http://a/b");
}

TEST(Uri, PartsAndTriplets) {
  const Uri uri = split_uri("http://a@b:1/c?d#e");
  EXPECT_EQ(uri.authority, "a@b:1");
  EXPECT_EQ(uri.path, "/c");
  EXPECT_TRUE(split_uri("#").has_fragment());
  EXPECT_FALSE(split_uri("a/b:c").has_scheme());
  EXPECT_EQ(percent_decoded("a%2fb%25%zz%4"), "a/b%%zz%4");
}

}  // namespace
}  // namespace specgate

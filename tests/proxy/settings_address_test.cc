// Origins, addresses to listen at, networks: what is read, and what is not.
#include <gmock/gmock.h>

#include "proxy/settings/settings.h"

namespace specgate::proxy {
namespace {

struct Text {
  std::string_view text, wanted;  // what comes out, or the problem
};

std::string problem_or(const auto& result, auto value) {
  return result ? value(*result) : result.problems()[0].message;
}

TEST(SettingsAddressTest, Origins) {
  constexpr std::string_view kForm = ", wanted http[s]://HOST[:PORT][/PREFIX]";
  const Text rows[] = {
      {"https://api.segment.io", "https://api.segment.io"},
      {"HTTPS://API.Segment.IO:443/", "https://api.segment.io"},
      {"http://h:80/a/b/", "http://h/a/b"},
      {"http://h:8080", "http://h:8080"},
      {"https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"},
      {"http://[::1]", "http://[::1]"},
      {"http://1.2.3.4:5", "http://1.2.3.4:5"},
      {"http://my_service-1.local.", "http://my_service-1.local."},
      {"ftp://h", "\"ftp://h\", wanted http:// or https://"},
      {"h:80", "\"h:80\", wanted http:// or https://"},
      {"", "\"\", wanted http:// or https://"},
      {"http://u:p@h", "a URL with a user or a password in it, wanted one without"},
      {"u:p@h", "a URL with a user or a password in it, wanted one without"},
      {"http://h/?key=p", "a URL with a query or a fragment in it, wanted one without"},
      {"http://h#p", "a URL with a query or a fragment in it, wanted one without"},
      {"http://", "\"http://\""},
      {"http:///a", "\"http:///a\""},
      {"http://:80", "\"http://:80\""},
      {"http://h:", "\"http://h:\""},
      {"http://a b", "\"http://a b\""},
      {"http://h/a b", "\"http://h/a b\""},
      {"http://h/../a", "\"http://h/../a\""},
      {"http://h//a", "\"http://h//a\""},
      {"http://1.2.3", "\"http://1.2.3\""},
      {"http://256.1.1.1", "\"http://256.1.1.1\""},
      {"http://[::1", "\"http://[::1\""},
      {"http://[::g]", "\"http://[::g]\""},
      {"http://[::1]8", "\"http://[::1]8\""},
      {"http://::1:80", "\"http://::1:80\", wanted brackets around an IPv6 address"},
      {"http://h:0", "\"http://h:0\", wanted a port from 1 to 65535"},
      {"http://h:65536", "\"http://h:65536\", wanted a port from 1 to 65535"},
      {"http://h:8x", "\"http://h:8x\", wanted a port from 1 to 65535"},
  };
  for (const Text& row : rows) {
    const bool bare = row.wanted.size() > 1 && row.wanted.front() == '"' &&
                      row.wanted.back() == '"' &&
                      row.wanted.find(", wanted") == std::string_view::npos;
    const std::string wanted = std::string(row.wanted) + (bare ? std::string(kForm) : "");
    EXPECT_EQ(problem_or(parse_origin(row.text), [](const Origin& at) { return at.text(); }),
              wanted);
  }
}

TEST(SettingsAddressTest, Listening) {
  const std::string form = ", wanted an IP address and a port such as 127.0.0.1:8080 or [::1]:8080";
  for (const std::string good : {"127.0.0.1:0", "0.0.0.0:8080", "[::]:65535", "[::1]:1"}) {
    const auto at = parse_listen(good);
    EXPECT_EQ(problem_or(at, [](const Origin& one) { return one.authority(); }), good);
  }
  for (const std::string bad : {"", "8080", ":8080", "127.0.0.1", "h.test:80", "::1:80", "[::1]",
                                "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:", "1.2.3:80"}) {
    const auto at = parse_listen(bad);
    EXPECT_EQ(problem_or(at, [](const Origin& one) { return one.authority(); }),
              "\"" + bad + "\"" + form);
  }
}

TEST(SettingsAddressTest, Networks) {
  const Text rows[] = {
      {"10.0.0.0/8", "4/8 10 0"},
      {"10.1.2.3", "4/32 10 1"},
      {"0.0.0.0/0", "4/0 0 0"},
      {"2001:db8::/32", "6/32 32 1"},
      {"::1", "6/128 0 0"},
      {"10.0.0.0/33", "\"10.0.0.0/33\", wanted a prefix length from 0 to 32"},
      {"::/129", "\"::/129\", wanted a prefix length from 0 to 128"},
      {"10.0.0.0/", "\"10.0.0.0/\", wanted a prefix length from 0 to 32"},
      {"10.0.0.1/31", "\"10.0.0.1/31\", wanted 10.0.0.0/31"},
      {"2001:db8::1/32", "\"2001:db8::1/32\", wanted 2001:db8::/32"},
      {"local", "\"local\", wanted an address or a network such as 10.0.0.0/8 or 2001:db8::/32"},
  };
  const auto shown = [](const Cidr& one) {
    return std::string(one.v6 ? "6/" : "4/") + std::to_string(one.bits) + " " +
           std::to_string(one.address[0]) + " " + std::to_string(one.address[1]);
  };
  for (const Text& row : rows) EXPECT_EQ(problem_or(parse_cidr(row.text), shown), row.wanted);
}

}  // namespace
}  // namespace specgate::proxy

#include "proxy/net/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/scripted_upstream.h"

namespace specgate::proxy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(HttpClient, APostEndsInTime) {
  // A listener that never accepts: the connection stands, the answer never comes.
  net::io_context context;
  net::ip::tcp::acceptor mute(context, {net::ip::address_v4::loopback(), 0});
  HttpClient poster({"127.0.0.1", mute.local_endpoint().port(), false, {}}, {});
  Posting posting;
  posting.target = "/";
  posting.timeout_ms = 20;
  const PostResult result = poster.post(posting);
  EXPECT_EQ(result.status, 0U);
  EXPECT_THAT(result.trouble, HasSubstr("within 20 ms"));
}

TEST(HttpClient, TlsIsNotSpokenToAnyone) {
  ScriptedUpstream plain;
  Origin origin = *parse_origin(plain.url());
  origin.tls = true;
  HttpClient poster(origin, {});
  Posting posting;
  posting.timeout_ms = 2000;
  const PostResult result = poster.post(posting);
  EXPECT_EQ(result.status, 0U);
  EXPECT_THAT(plain.taken(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy

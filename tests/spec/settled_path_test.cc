// What a path may be taken for, and the route that Spec finds for it.
#include "spec/text/settled_path.h"

#include <gtest/gtest.h>

#include "tests/support/spec.h"


namespace specgate {
namespace {

TEST(SettledPath, IsWhatALenientServerReads) {
  const std::pair<const char*, const char*> cases[] = {
      {"/v1/track", "/v1/track"},      {"/V1/Track", "/v1/track"},
      {"/v1/track/", "/v1/track"},     {"//v1///track//", "/v1/track"},
      {"/v1/./track/.", "/v1/track"},  {"/v1/x/../track", "/v1/track"},
      {"/../v1/track", "/v1/track"},   {"/v1/%74rack", "/v1/track"},
      {"/v1%2ftrack", "/v1/track"},    {"/v1/%2e%2E/v1/track", "/v1/track"},
      {"/v1/%2574rack", "/v1/%74rack"}, {"/v1/track%", "/v1/track%"},
      {"/v1/track%2", "/v1/track%2"},  {"/v1/track;x", "/v1/track;x"},
      {"/v1/...", "/v1/..."},          {"/", ""},
      {"", ""},                        {"/%54RACK", "/track"}};
  for (const auto& [path, settled] : cases) EXPECT_EQ(settled_path(path), settled) << path;
}

TEST(SettledPath, DecidesTheRoute) {
  for (const char* path : {"/v1/Track", "/v1/TRACK/", "/v1//track?x", "/x/v1/%74rack", "/v1/T"}) {
    const Route route = spec().route("POST", path);
    EXPECT_EQ(route.kind, Route::Kind::kCall) << path;
    EXPECT_EQ(route.call, Call::kTrack) << path;
  }
  EXPECT_EQ(spec().route("POST", "/V1/Batch").kind, Route::Kind::kBatch);
  EXPECT_EQ(spec().route("POST", "/v1/projects/../track").kind, Route::Kind::kCall);
  for (const char* path : {"/v1/tracks", "/track", "/v1/%2574rack", "/v2/track", "/v1/track;x"}) {
    EXPECT_EQ(spec().route("POST", path).kind, Route::Kind::kOther) << path;
  }
}

}  // namespace
}  // namespace specgate

// Plans for the examples of rules, put together at compile time: a plan is mostly brackets.
#pragma once

#define SPECGATE_PLAN(rules) "{\"rules\":[" rules "]}"

// A rule with a schema: SPECGATE_PLAN_RULE("IDENTIFY", "", R"("traits":{…})").
#define SPECGATE_PLAN_RULE(type, key, properties)                  \
  "{\"type\":\"" type "\",\"key\":\"" key                          \
  "\",\"version\":1,\"jsonSchema\":{\"description\":\"What boats " \
  "do.\",\"properties\":{" properties "}}}"

// A track rule whose properties' schema has these keywords, or these properties.
#define SPECGATE_TRACK_WITH(key, keywords) \
  SPECGATE_PLAN_RULE("TRACK", key, "\"properties\":{" keywords "}")
#define SPECGATE_TRACK(key, properties) SPECGATE_TRACK_WITH(key, "\"properties\":{" properties "}")

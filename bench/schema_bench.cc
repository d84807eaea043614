// Events against a plan of fifty events: decode() and JsonSchema::valid(), beside RapidJSON's
// Document with its SchemaValidator, and ajv in node, all on the same file in one run, one thread
// each.
//
//   schema_bench FOLDER [EVENTS [ROUNDS]]
//
// ajv is installed into FOLDER with npm where it is not there; where it cannot be, its line says
// so. Prints the events per second of the median round, how many fitted, and the ratios.
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "bench/corpus.h"
#include "bench/embedded_spec.h"
#include "bench/plan.h"
#include "spec/decode/decode.h"
#include "spec/schema/json_schema.h"

namespace specgate::bench {
namespace {

struct Outcome {
  double seconds = 0;  // of the median round
  size_t valid = 0, invalid = 0;
};

// CPU time: what other programs on the machine take is not counted.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// One side's rounds; the first is for warming up.
class Rounds {
 public:
  template <typename Round>
  void run(const Round& round) {
    const double start = thread_seconds();
    outcome_ = round();
    seconds_.push_back(thread_seconds() - start);
  }
  Outcome median() {
    std::sort(seconds_.begin() + 1, seconds_.end());
    outcome_.seconds = seconds_[1 + (seconds_.size() - 1) / 2];
    return outcome_;
  }

 private:
  Outcome outcome_;
  std::vector<double> seconds_;
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

class Own {
 public:
  explicit Own(const std::string& plan) {
    const Json json = whole(parse_json("plan.json", plan, embedded()));
    for (const JsonMember& member : json.members)
      schemas_.emplace(member.key, whole(JsonSchema::compile("plan.json", member.value)));
  }

  Outcome decode_only(const std::vector<std::string_view>& lines) {
    Outcome out;
    for (const std::string_view line : lines)
      out.valid += decode(line, {}, embedded(), buffers_).events.size();
    return out;
  }

  Outcome round(const std::vector<std::string_view>& lines) {
    Outcome out;
    for (const std::string_view line : lines) {
      const Batch batch = decode(line, {}, embedded(), buffers_);
      const Event& event = batch.events[0];
      const Slot slot = event.call == Call::kTrack ? Slot::kEvent : Slot::kType;
      const auto found =
          schemas_.find(std::string(batch.nodes[event.slots[slot]].text));
      if (found == schemas_.end()) continue;
      ++(found->second.valid(batch, event.root, scratch_) ? out.valid : out.invalid);
    }
    return out;
  }

 private:
  std::unordered_map<std::string, JsonSchema> schemas_;
  DecodeBuffers buffers_;
  SchemaScratch scratch_;
};

class RapidJson {
 public:
  explicit RapidJson(const std::string& plan) {
    rapidjson::Document json;
    json.Parse(plan.c_str());
    for (const auto& member : std::as_const(json).GetObject())
      schemas_.emplace(member.name.GetString(),
                       std::make_unique<rapidjson::SchemaDocument>(member.value));
    for (auto& [name, schema] : schemas_)
      validators_.emplace(name, std::make_unique<rapidjson::SchemaValidator>(*schema));
  }

  // Lines end in NUL; the parse writes into `text`.
  Outcome round(std::string text) {
    Outcome out;
    for (size_t at = 0; at < text.size();) {
      rapidjson::MemoryPoolAllocator<> memory(pool_.data(), pool_.size());
      rapidjson::Document document(&memory);
      rapidjson::InsituStringStream in(text.data() + at);
      document.ParseStream<rapidjson::kParseInsituFlag | rapidjson::kParseStopWhenDoneFlag>(in);
      at += in.Tell() + 1;
      const auto& type = document["type"];
      const auto& name = type == "track" ? document["event"] : type;
      const auto found = validators_.find(std::string(name.GetString(), name.GetStringLength()));
      if (found == validators_.end()) continue;
      found->second->Reset();
      ++(document.Accept(*found->second) ? out.valid : out.invalid);
    }
    return out;
  }

 private:
  std::unordered_map<std::string, std::unique_ptr<rapidjson::SchemaDocument>> schemas_;
  std::unordered_map<std::string, std::unique_ptr<rapidjson::SchemaValidator>> validators_;
  std::vector<char> pool_ = std::vector<char>(size_t{1} << 20);
};

void write(const std::string& file, std::string_view text) {
  std::ofstream(file, std::ios::binary) << text;
}

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* const pipe = popen(command.c_str(), "r");
  for (int c = 0; pipe != nullptr && (c = std::fgetc(pipe)) != EOF;) out += static_cast<char>(c);
  if (pipe != nullptr) pclose(pipe);
  return out;
}

// The answer of schema_ajv.mjs, or an empty text.
std::string run_ajv(const std::string& folder, size_t rounds) {
  const std::string install = "cd '" + folder +
                              "' 2>/dev/null && { test -d node_modules/ajv || npm install --silent "
                              "--no-audit --no-fund ajv@8; } >/dev/null 2>&1 && ";
  return output_of(install + "node '" SPECGATE_AJV "' '" + folder + "' '" + folder +
                   "/plan.json' '" + folder + "/events.jsonl' " + std::to_string(rounds) +
                   " 2>/dev/null");
}

void print(const char* name, const Outcome& outcome, size_t events) {
  std::printf("%-10s %9.0f events/s  %zu valid, %zu invalid\n", name,
              static_cast<double>(events) / outcome.seconds, outcome.valid, outcome.invalid);
}

void print_ajv(const std::string& answer, const Outcome& own, size_t events) {
  rapidjson::Document json;
  json.Parse(answer.c_str());
  if (json.HasParseError() || !json.IsObject()) {
    std::printf("ajv        not there: node, npm or the package is missing\n");
    return;
  }
  const Outcome outcome{json["seconds"].GetDouble(), json["valid"].GetUint64(),
                        json["invalid"].GetUint64()};
  const std::string name = std::string("ajv ") + json["version"].GetString();
  print(name.c_str(), outcome, events);
  std::printf("ratio to ajv        %.2f\n", outcome.seconds / own.seconds);
}

int run(const std::string& folder, size_t events, size_t rounds) {
  const std::string plan = make_plan();
  const std::string text = make_events(events);
  const std::vector<std::string_view> lines = lines_of(text);
  std::filesystem::create_directories(folder);
  write(folder + "/plan.json", plan);
  write(folder + "/events.jsonl", text);
  std::string ended = text;  // RapidJSON wants a NUL after each line
  std::replace(ended.begin(), ended.end(), '\n', '\0');
  Own own(plan);
  RapidJson rapid(plan);
  Rounds bare_rounds, own_rounds, rapid_rounds;
  for (size_t i = 0; i <= rounds; ++i) {  // in turns
    bare_rounds.run([&] { return own.decode_only(lines); });
    own_rounds.run([&] { return own.round(lines); });
    rapid_rounds.run([&] { return rapid.round(ended); });
  }
  const Outcome bare = bare_rounds.median(), ours = own_rounds.median(),
                theirs = rapid_rounds.median();
  std::printf("%zu events, %.1f MB, a plan of 50 events\n", events,
              static_cast<double>(text.size()) / 1e6);
  print("specgate", ours, events);
  std::printf("           of which decode() %.0f %%, valid() %.2f us an event\n",
              100 * bare.seconds / ours.seconds,
              (ours.seconds - bare.seconds) * 1e6 / static_cast<double>(events));
  print("RapidJSON", theirs, events);
  print_ajv(run_ajv(folder, rounds), ours, events);
  std::printf("ratio to RapidJSON  %.2f\n", theirs.seconds / ours.seconds);
  return ours.valid == theirs.valid && ours.invalid == theirs.invalid ? 0 : 1;
}

}  // namespace
}  // namespace specgate::bench

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: schema_bench FOLDER [EVENTS [ROUNDS]]\n");
    return 2;
  }
  const size_t events = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 40000;
  const size_t rounds = count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 7;
  return specgate::bench::run(arguments[1], events, rounds);
}

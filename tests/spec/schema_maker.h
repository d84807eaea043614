// Schemas and values out of a stream of choices: what the fuzzer and the comparison with RapidJSON
// run on. The same choices make the same text; when they run out, the smallest things are made.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace specgate {

class SchemaMaker {
 public:
  // kCommon: what draft-04 and RapidJSON's validator understand alike.
  enum class Words : uint8_t { kAll, kCommon };

  SchemaMaker(std::span<const uint8_t> choices, Words words) : choices_(choices), words_(words) {}

  std::string schema();
  std::string value();

 private:
  uint32_t below(uint32_t limit);
  std::string_view pick(std::span<const std::string_view> words);

  void schema(uint32_t levels);
  void keyword(uint32_t levels);
  void rare_keyword(uint32_t word);
  void types();
  void number(std::string_view word);
  void count(std::string_view word);
  void schemas(std::string_view word, uint32_t levels);
  void schema_map(std::string_view word, uint32_t levels);
  void one(std::string_view word, uint32_t levels);
  void names();
  void value(uint32_t levels);
  void values(uint32_t levels);
  void key(std::string_view word);

  std::span<const uint8_t> choices_;
  Words words_;
  size_t at_ = 0;
  uint64_t used_ = 0;  // keywords of the schema being made, a bit each: none stands twice
  std::string out_;
};

}  // namespace specgate

// Event names of a run that become one table of a warehouse (spec/catalogue/column.h): a fold in file order.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lint/run/message_id_fold.h"
#include "lint/run/worker.h"

namespace specgate {

// Adds a finding where a name comes for the first time whose table another name has. Bounded: of
// kMostEventNames names; of more it is only known that there were some. One thread at a time, chunks in file
// order.
class EventTableFold {
 public:
  // The report's names are taken, findings are added.
  void take(const JudgeJob& job, const ChunkPlace& place, Worker& worker, ChunkReport& report);

  bool cut() const { return cut_; }  // some names were held against no other

 private:
  struct First {
    std::string name;
    size_t file = 0;     // index into files_
    uint32_t line = 0;   // in it, from 1
    uint64_t event = 0;  // likewise
  };
  struct Shared {  // a name whose table is another's
    const EventNameAt* at;
    std::string name, before, table;  // as they are told
  };
  void learn(const EventNameAt& at, const ChunkPlace& place, std::vector<Shared>& shared);
  std::string words_of(const First& first) const;
  size_t file_of(std::string_view name);

  std::unordered_set<std::string> names_;
  std::unordered_map<std::string, First> tables_;
  std::vector<std::string> files_;
  bool cut_ = false;
};

}  // namespace specgate

// Files in, evidence out: what `plan infer` looks at. The same inputs as the linter's: JSON
// documents, arrays, batches, captured requests, JSON Lines, gzip of these, standard input.
#pragma once

#include <string>
#include <vector>

#include "lint/plan/infer/call_evidence.h"
#include "spec/text/result.h"

namespace specgate {

class Spec;

// `jobs` workers, each with its own evidence; the sum does not hang on their number. Problems:
// files that cannot be read, in order. `files` are those of expand_paths(); "-" is standard input.
Result<CallEvidence> read_evidence(const std::vector<std::string>& files, unsigned jobs,
                                   const Spec& spec);

// The same of a text, with one worker.
CallEvidence evidence_in(std::string_view text, const Spec& spec);

}  // namespace specgate

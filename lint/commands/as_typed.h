// Words of the command line reach us as they were typed.
//
// CLI11 reads a word in brackets, "[A,B]", as a list wherever an option or an argument may have several
// values: the event name "[Ads] Clicked [Beta]" would arrive in pieces, the file "[a].json" as "a".json.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace specgate {

// Before parse(): words that CLI11 would take apart end with a mark.
void mark_brackets(std::vector<std::string>& words);
// Without the mark; other words as they are.
std::string as_typed(std::string word);
// Once all options are there: every option of the command, and of those below it, takes the mark away.
void take_marks_away(CLI::App& command);

}  // namespace specgate

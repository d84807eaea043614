// specgate rules, specgate explain: what is checked and why, offline.
#pragma once

namespace specgate {

class Command;

void add_rules(Command& program);
void add_explain(Command& program);

}  // namespace specgate

// specgate completion: scripts for bash, zsh and fish.
#pragma once

namespace specgate {

class Command;

void add_completion(Command& program);

}  // namespace specgate

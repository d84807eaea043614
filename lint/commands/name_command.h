// specgate name: what the Spec calls it.
#pragma once

namespace specgate {

class Command;

void add_name(Command& program);

}  // namespace specgate

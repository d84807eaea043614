// `specgate proxy ...`: starts specgate-proxy, which stands beside this program or on the PATH.
#pragma once

namespace specgate {

// `arguments` end in a null. Returns only where the program could not be started.
int start_proxy(char** arguments);

}  // namespace specgate

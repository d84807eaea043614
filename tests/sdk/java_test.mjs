// analytics-java: another path, its key only in the body, and 15 seconds and more before it sends again.
import { describe } from 'node:test';

import { driveJava, sendBy } from './child.mjs';
import { holdRefusedOnce, holdServerLibrary } from './server_suite.mjs';

describe('analytics-java', { concurrency: 3 }, () => {
  holdServerLibrary('analytics-java 3.5.4', sendBy(driveJava));
  holdRefusedOnce('analytics-java 3.5.4', sendBy(driveJava));
});

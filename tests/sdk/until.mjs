// Waits for a condition instead of for a time.
const kDeadlineMs = 20_000;
const kPauseMs = 10;

// The first value of `probe()` that is not false; `what` is what a reader misses if none comes.
export async function until(what, probe, deadlineMs = kDeadlineMs) {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, kPauseMs));
  }
}

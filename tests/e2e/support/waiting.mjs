// SPDX-License-Identifier: Apache-2.0
// Waits for what others do in their own time.

// The first value of `look` that is not undefined, false or null.
export async function eventually(look, what, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`in ${milliseconds} ms there was no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Takes the place of the module by which cdktf notes, for each of thousands of tokens, where it was made: in Jest, which looks
 * every line up in a source map, that is half the time of a synthesis. No test reads it.
 */
export function captureStackTrace(): string[] {
  return [];
}

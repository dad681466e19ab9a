import { Problem } from './problem';

/** The maximum size of a body, in bytes, both compressed and decompressed. */
export const bodyLimitBytes = 16 * 1024;

/** Returns the error for a body above the maximum size. */
export function bodyTooLarge(): Problem {
  return new Problem(
    413,
    `The body is too large. At most ${bodyLimitBytes} bytes are allowed, before and after decompression.`,
  );
}

/**
 * Returns the reason why `fetch` failed, such as `ECONNREFUSED`. The message of the error is always "fetch failed"; the
 * reason is in `cause`.
 */
export function fetchErrorReason(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: inner } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? inner ?? message;
}

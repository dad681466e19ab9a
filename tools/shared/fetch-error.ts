/** Returns the reason why `fetch` failed, such as `ECONNREFUSED`. fetch hides it in `cause`. */
export function fetchErrorReason(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: inner } = (cause ?? {}) as NodeJS.ErrnoException;
  return code ?? inner ?? message;
}

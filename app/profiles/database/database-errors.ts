import { DatabaseError } from 'pg';

/** Whether an error is the response of the server to a statement. If so, the statement has certainly had no effect. */
export function isServerError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}

/** Whether a statement or its values are wrong: data exceptions, violated constraints, syntax errors. */
export function isBug(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return isServerError(error) && /^(22|23|42)/.test(error.code ?? '');
}

import { STATUS_CODES } from 'node:http';

/** One invalid field of a request body, for problem details (RFC 9457) and for the form. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface ProblemOptions {
  /** Additional header fields of the error response, such as Allow or Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The invalid fields of the request body. */
  readonly errors?: readonly FieldError[];
  /** The underlying error. It is logged, never shown to clients. */
  readonly cause?: unknown;
}

/** An error that clients may read. Any code may throw it; `errors.ts` turns it into a response. */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** The reason phrase of the status, as RFC 9457 requires for the type `about:blank`. */
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];

  /**
   * @param status 400 to 599
   * @param detail one or two sentences: what is wrong and what to do
   */
  constructor(
    readonly status: number,
    readonly detail: string,
    options: ProblemOptions = {},
  ) {
    super(detail, { cause: options.cause });
    this.title = STATUS_CODES[status] ?? 'Error';
    this.headers = options.headers ?? {};
    this.errors = options.errors ?? [];
  }

  /** Returns the body of a JSON error response: problem details (RFC 9457). */
  toJSON(): object {
    const { title, status, detail, errors } = this;
    return { type: 'about:blank', title, status, detail, ...(errors.length > 0 && { errors }) };
  }
}

/** Creates a 503 error for a dependency that does not respond. The client should retry after `retryAfterSeconds`. */
export function unavailable(detail: string, cause?: unknown, retryAfterSeconds = 2): Problem {
  return new Problem(503, detail, { headers: { 'Retry-After': String(retryAfterSeconds) }, cause });
}

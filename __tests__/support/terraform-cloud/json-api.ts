/** A JSON:API resource, as in the responses of Terraform Cloud. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, { readonly data: Identifier | readonly Identifier[] | null }>>;
}

export interface Identifier {
  readonly id: string;
  readonly type: string;
}

/** The body of a request: one JSON:API resource, with or without an id. */
export interface RequestDocument {
  readonly data?: {
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly relationships?: Readonly<Record<string, { readonly data: Identifier } | undefined>>;
  };
}

/** A response whose body, if any, is a JSON:API document or bytes. */
export interface Reply {
  readonly status: number;
  readonly body?: object | Buffer;
}

/** An error that the service returns as a JSON:API document with this status and title. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
  ) {
    super(title);
  }
}

/**
 * Returns a response with one or more JSON:API resources.
 * @param included related resources, so that the client need not request them
 */
export function ok(data: Resource | readonly Resource[], status = 200, included: readonly Resource[] = []): Reply {
  const isList = Array.isArray(data);
  const count = isList ? data.length : 1;
  const pagination = { 'current-page': 1, 'total-pages': 1, 'total-count': count };
  return { status, body: isList ? { data, meta: { pagination } } : { data, included } };
}

/**
 * Returns the resource if it exists.
 * @throws ApiError 404 if the resource is undefined. Terraform Cloud also responds with 404 to users without access
 */
export function found<T>(resource: T | undefined): T {
  if (resource === undefined) throw new ApiError(404, 'not found');
  return resource;
}

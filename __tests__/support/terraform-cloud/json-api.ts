/** A resource of JSON:API, as Terraform Cloud writes them. */
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

/** The body of a request: one resource, with or without an id. */
export interface RequestDocument {
  readonly data?: {
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly relationships?: Readonly<Record<string, { readonly data: Identifier } | undefined>>;
  };
}

/** What is answered: a JSON:API document, or bytes as they are. */
export interface Reply {
  readonly status: number;
  readonly body?: object | Buffer;
}

/** An answer that ends the request: what is wrong in the caller's eyes. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
  ) {
    super(title);
  }
}

/** @param included related resources, for a caller that would ask for them next */
export function ok(data: Resource | readonly Resource[], status = 200, included: readonly Resource[] = []): Reply {
  const isList = Array.isArray(data);
  const count = isList ? data.length : 1;
  const pagination = { 'current-page': 1, 'total-pages': 1, 'total-count': count };
  return { status, body: isList ? { data, meta: { pagination } } : { data, included } };
}

/** @throws ApiError 404, which Terraform Cloud also answers to those who may not know that it exists */
export function found<T>(resource: T | undefined): T {
  if (resource === undefined) throw new ApiError(404, 'not found');
  return resource;
}

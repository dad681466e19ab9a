import { ApiError, found, type Reply, type RequestDocument } from './json-api';

/** A request, before its route is known. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  /** The owner of the request's token: the name of a user, or the id of a run. Empty if the request has no valid token. */
  readonly user: string;
}

/** A request with the parameters of the matched route. */
export interface Call extends Incoming {
  /** Returns the path segment that matches `:name` in the route. */
  param(name: string): string;
  /** The attributes of the JSON:API document in the body. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Returns the id of a related resource in the JSON:API document in the body. */
  relationship(name: string): string;
}

/** The handlers of requests by method and path, such as `GET /runs/:id`. In these paths, the API's prefix `/api/v2` is omitted. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>;

const prefix = '/api/v2';

/**
 * Calls the handler of the first route that matches the request.
 * @throws ApiError 404 if no route matches
 */
export async function handle(routes: Routes, request: Incoming): Promise<Reply> {
  const line = `${request.method} ${request.url.pathname.replace(prefix, '')}`;
  for (const [route, handler] of Object.entries(routes)) {
    const match = new RegExp(`^${route.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(line);
    if (match) return handler(toCall(request, match.groups ?? {}));
  }
  throw new ApiError(404, `no route for ${line}`);
}

function toCall(request: Incoming, groups: Readonly<Record<string, string>>): Call {
  const isDocument = request.url.pathname.startsWith(prefix) && request.body.length > 0;
  const { data = {} }: RequestDocument = isDocument ? JSON.parse(String(request.body)) : {};
  return {
    ...request,
    param: (name) => found(groups[name]),
    attributes: data.attributes ?? {},
    relationship: (name) => found(data.relationships?.[name]).data.id,
  };
}

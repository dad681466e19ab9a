import { ApiError, found, type Reply, type RequestDocument } from './json-api';

/** A request, before anybody knows what it is about. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  readonly body: Buffer;
  /** A user's name, or a run's id; empty for addresses that are secrets themselves. */
  readonly who: string;
}

/** A request that a route answers. */
export interface Call extends Incoming {
  /** What stands in the path for `:name`. */
  param(name: string): string;
  /** The attributes of the JSON:API document in the body. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The id of what the document in the body relates to. */
  relationship(name: string): string;
}

/** Answers by method and path, as in `GET /runs/:id`. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>;

const prefix = '/api/v2';

/** @throws ApiError 404 where there is no such route */
export async function answer(routes: Routes, request: Incoming): Promise<Reply> {
  const line = `${request.method} ${request.url.pathname.replace(prefix, '')}`;
  for (const [route, handle] of Object.entries(routes)) {
    const match = new RegExp(`^${route.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(line);
    if (match) return handle(toCall(request, match.groups ?? {}));
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

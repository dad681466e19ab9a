import type { Context } from 'koa';

/** The value of a query parameter: a list if the parameter occurs more than once, undefined if it is missing. */
export type QueryParameter = string | readonly string[] | undefined;

/** The query of a request. */
export interface Query {
  get(name: string): QueryParameter;
}

/**
 * Parses the query of a request. Koa's `ctx.query` takes time that grows with the square of the number of parameters:
 * several seconds for a query of 16 KB.
 */
export function parseQuery(ctx: Context): Query {
  const parameters = new URLSearchParams(ctx.querystring);
  return {
    get(name) {
      const values = parameters.getAll(name);
      return values.length > 1 ? values : values[0];
    },
  };
}

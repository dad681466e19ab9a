import type { Context } from 'koa';

/** The value of a query parameter: a list if the parameter occurs more than once, undefined if it is missing. */
export type QueryParameter = string | readonly string[] | undefined;

/**
 * Returns a query parameter. Koa's `ctx.query` takes time that grows with the square of the number of parameters:
 * several seconds for a query of 16 KB.
 */
export function queryParameter(ctx: Context, name: string): QueryParameter {
  const values = new URLSearchParams(ctx.querystring).getAll(name);
  return values.length > 1 ? values : values[0];
}

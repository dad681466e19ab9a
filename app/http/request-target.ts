import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { setPreflightHeaders } from './cors';
import { Problem } from './problem';

/**
 * Responds to requests that need no handler: 404 for an unknown path, 405 for an unsupported method, 204 for OPTIONS.
 */
export function checkTarget(routers: readonly Router[]): Middleware {
  const layers = routers.flatMap((router) => router.stack);
  // Most paths have no parameters, so their methods are computed once.
  const fixed = new Map(
    layers.filter((layer) => layer.paramNames.length === 0).map(({ path }) => [String(path), methodsOf(String(path))]),
  );
  function methodsOf(path: string): Set<string> {
    return new Set(layers.filter((layer) => layer.match(path)).flatMap((layer) => layer.methods));
  }

  return (ctx: Context, next) => {
    const methods = fixed.get(ctx.path) ?? methodsOf(ctx.path);
    if (methods.size === 0) throw new Problem(404, 'Page not found. Check the address.');
    if (methods.has(ctx.method)) return next();

    const allow = [...methods, 'OPTIONS'].sort().join(', ');
    if (ctx.method !== 'OPTIONS') {
      throw new Problem(405, `This page supports only the methods ${allow}.`, { headers: { Allow: allow } });
    }
    ctx.set('Allow', allow);
    setPreflightHeaders(ctx, allow);
    ctx.status = 204;
    return Promise.resolve();
  };
}

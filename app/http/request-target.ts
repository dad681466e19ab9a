import type Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { answerPreflight } from './cors';
import { Problem } from './problem';

/**
 * Answers what needs no handler: 404 for a path that no router knows, 405 for a method that the path does not know,
 * whatever its name, and OPTIONS.
 */
export function checkTarget(routers: readonly Router[]): Middleware {
  const layers = routers.flatMap((router) => router.stack);
  // Most paths have no parameters: what they know is known at start.
  const fixed = new Map(
    layers.filter((layer) => layer.paramNames.length === 0).map(({ path }) => [String(path), methodsOf(String(path))]),
  );
  function methodsOf(path: string): Set<string> {
    return new Set(layers.filter((layer) => layer.match(path)).flatMap((layer) => layer.methods));
  }

  return (ctx: Context, next) => {
    const methods = fixed.get(ctx.path) ?? methodsOf(ctx.path);
    if (methods.size === 0) throw new Problem(404, 'There is no such page.');
    if (methods.has(ctx.method)) return next();

    const allow = [...methods, 'OPTIONS'].sort().join(', ');
    if (ctx.method !== 'OPTIONS') {
      throw new Problem(405, `This page knows the methods ${allow}.`, { headers: { Allow: allow } });
    }
    ctx.set('Allow', allow);
    answerPreflight(ctx, allow);
    ctx.status = 204;
    return Promise.resolve();
  };
}

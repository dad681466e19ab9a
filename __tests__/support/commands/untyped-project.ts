import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The `tsx` of a project whose `.ts` files hold no types: it only says that they are modules. */
const files = {
  'package.json': JSON.stringify({ name: 'tsx', exports: './loader.mjs' }),
  'loader.mjs': `
    import { register } from 'node:module';
    register('./hooks.mjs', import.meta.url);
  `,
  'hooks.mjs': `
    export function load(url, context, next) {
      return next(url, url.endsWith('.ts') ? { ...context, format: 'module' } : context);
    }
  `,
};

/**
 * Gives a project a `node_modules` of its own, in which `node --import tsx main.ts` takes a third of its time: tsx keeps what it
 * compiles by its path, and a project of a test has a new one.
 */
export function installUntypedTsx(project: string): void {
  const folder = path.join(project, 'node_modules', 'tsx');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The files of a package that replaces `tsx` in projects whose `.ts` files contain no types. It only makes Node load `.ts` files as ES
 * modules.
 */
const files = {
  'package.json': JSON.stringify({ name: 'tsx', exports: './loader.mjs' }),
  // `main.ts` imports only Node's own modules, so it needs no hooks. A thread for hooks would take a third of the time.
  'loader.mjs': `
    import { readFileSync } from 'node:fs';
    import { register } from 'node:module';
    const [, script = ''] = process.argv;
    if (script.endsWith('main.ts')) {
      await import('data:text/javascript,' + encodeURIComponent(readFileSync(script, 'utf8')));
      process.exit();
    }
    register('./hooks.mjs', import.meta.url);
  `,
  'hooks.mjs': `
    export function load(url, context, next) {
      return next(url, url.endsWith('.ts') ? { ...context, format: 'module' } : context);
    }
  `,
};

/**
 * Installs the replacement for `tsx` in a project. With it, `node --import tsx main.ts` takes a third of the time, because the real tsx
 * caches compiled files by path and the path differs in each test.
 */
export function installUntypedTsx(project: string): void {
  const folder = path.join(project, 'node_modules', 'tsx');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

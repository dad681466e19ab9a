import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The generated TypeScript of one resource, data source or provider of `@cdktf/provider-aws`. */
export interface Binding {
  /** The folder under `lib/`, for messages. */
  readonly folder: string;
  readonly source: string;
}

const library = join(dirname(require.resolve('@cdktf/provider-aws/package.json')), 'lib');
const inlineSourceMap = /\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)/;

/** @throws Error where the provider has no such resource. */
export function loadResourceBinding(type: string): Binding {
  return loadBinding(folderOf(type), `resource "${type}"`);
}

/** @throws Error where the provider has no such data source. */
export function loadDataSourceBinding(type: string): Binding {
  return loadBinding(`data-aws-${folderOf(type)}`, `data "${type}"`);
}

export function loadProviderBinding(): Binding {
  return loadBinding('provider', 'provider "aws"');
}

function folderOf(type: string): string {
  return type.replace(/^aws_/, '').replaceAll('_', '-');
}

function loadBinding(folder: string, what: string): Binding {
  const path = join(library, folder);
  if (!existsSync(join(path, 'index.js'))) {
    throw new Error(`Invalid type: the installed @cdktf/provider-aws has no ${what} (looked for lib/${folder}).`);
  }
  return { folder, source: filesOf(path).map(readGeneratedSource).join('\n') };
}

/** The largest bindings spread their structs over files of a folder of their own. */
function filesOf(path: string): string[] {
  const structs = join(path, 'index-structs');
  const parts = existsSync(structs) ? readdirSync(structs).filter((name) => name.endsWith('.js')) : [];
  return [join(path, 'index.js'), ...parts.map((name) => join(structs, name))];
}

/**
 * The compiled JavaScript has lost which arguments are required and which attributes are computed; the TypeScript it
 * was compiled from says so, and travels along in the source map.
 *
 * @throws Error where the source map is missing: a schema with silent gaps would accept what Terraform refuses.
 */
export function readGeneratedSource(path: string): string {
  const encoded = inlineSourceMap.exec(readFileSync(path, 'utf8'))?.[1];
  const map = encoded ? JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) : undefined;
  const source: unknown = map?.sourcesContent?.[0];
  if (typeof source !== 'string') {
    throw new Error(
      `Cannot derive a schema: ${path} carries no inline source map with its TypeScript. ` +
        'Install the version of @cdktf/provider-aws that package-lock.json names (npm ci).',
    );
  }
  return source;
}

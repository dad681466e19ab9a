import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The generated TypeScript of a resource, a data source or the provider in `@cdktf/provider-aws`. */
export interface Binding {
  /** The name of the folder in `lib/` of the package, for error messages. */
  readonly folder: string;
  readonly source: string;
}

const library = join(dirname(require.resolve('@cdktf/provider-aws/package.json')), 'lib');
const sourceMapMarker = '//# sourceMappingURL=data:application/json;base64,';

/**
 * Loads the binding of a resource type.
 * @throws Error if the bindings do not contain this type
 */
export function loadResourceBinding(type: string): Binding {
  return loadBinding(folderOf(type), `resource "${type}"`);
}

/**
 * Loads the binding of a data source type.
 * @param type without the prefix `data.`, for example `aws_vpc`
 * @throws Error if the bindings do not contain this type
 */
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
    throw new Error(
      `Invalid type: the installed @cdktf/provider-aws has no ${what} (there is no folder lib/${folder}).`,
    );
  }
  return { folder, source: filesOf(path).map(readGeneratedSource).join('\n') };
}

/** Returns the paths of a binding's files. Large bindings have their structs in a separate folder. */
function filesOf(path: string): string[] {
  const structs = join(path, 'index-structs');
  const parts = existsSync(structs) ? readdirSync(structs).filter((name) => name.endsWith('.js')) : [];
  return [join(path, 'index.js'), ...parts.map((name) => join(structs, name))];
}

/**
 * Returns the TypeScript of a compiled file, from its inline source map. Only the TypeScript shows which arguments are required and which
 * attributes are computed.
 * @throws Error if there is no source map, because a schema without this file would accept invalid configurations
 */
export function readGeneratedSource(path: string): string {
  const file = readFileSync(path);
  const marker = file.lastIndexOf(sourceMapMarker);
  const encoded = marker === -1 ? undefined : file.toString('latin1', marker + sourceMapMarker.length);
  const map = encoded && JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  const source: unknown = map?.sourcesContent?.[0];
  if (typeof source !== 'string') {
    throw new Error(
      `Cannot derive a schema: ${path} has no inline source map with its TypeScript. ` +
        'Run npm ci, which installs the version of @cdktf/provider-aws in package-lock.json.',
    );
  }
  return source;
}

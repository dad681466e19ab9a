import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { variables } from '../../contract';
import { UserError } from '../shared/user-error';
import { findIgnoredSettings } from './ignored-settings';

/** The variables that users may set for every local run, in their environment or in `.env`. `.env.example` documents each variable. */
export const localVariables = [
  variables.port,
  'LISTEN_HOST',
  variables.allowedOrigins,
  variables.postsPerMinute,
  'LOG_LEVEL',
] as const;

export interface LocalSettings {
  /**
   * The port that the user requests; 0 for any free port.
   * @default the first free port, starting with the container's port
   */
  readonly port?: number;
  /** The variables to pass to the app unchanged. The app validates them. */
  readonly app: Readonly<Record<string, string>>;
  /** The local values of the variables and secrets that the environment's file adds. */
  readonly own: Readonly<Record<string, string>>;
  /** A sentence that lists the unknown variables and malformed lines in the dotenv file; undefined if there are none. */
  readonly ignored?: string;
}

/** The sources of the settings: a dotenv file and the environment variables of the command. */
export interface SettingsSource {
  readonly file: string;
  readonly text: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Reads the sources of the settings of a local run.
 * @param file the path of a dotenv file, which need not exist
 * @throws UserError if the file is not encoded in UTF-8, or cannot be read
 */
export async function readSettingsSource(file: string, environment: NodeJS.ProcessEnv): Promise<SettingsSource> {
  return { file, text: decode(file, await readIfPresent(file)), environment };
}

/**
 * Returns the settings of a local run. Environment variables override the file. An empty or blank value counts as not
 * set.
 * @param own the names of the variables and secrets that the environment's file adds
 * @throws UserError for an invalid port
 */
export function parseLocalSettings(
  { file, text, environment }: SettingsSource,
  own: readonly string[] = [],
): LocalSettings {
  const fromFile = parse(text);
  const known = [...localVariables, ...own];
  const ignored = findIgnoredSettings(text, Object.keys(fromFile), known);
  const valuesOf = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = (environment[name] || fromFile[name])?.trim();
        return value ? [[name, value]] : [];
      }),
    );
  const { [variables.port]: port, ...app } = valuesOf(localVariables);
  return {
    ...(port !== undefined && { port: parsePort(port) }),
    app,
    own: valuesOf(own),
    ...(ignored.length > 0 && {
      ignored: `Ignored in ${file}: ${ignored.join(', ')}. .env.example lists the variables that are used.`,
    }),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UserError(
    `PORT is "${text}", but must be a whole number from 1 to 65535, or 0 for any free port. Correct PORT in the environment or in .env, or remove it.`,
  );
}

/**
 * Decodes a dotenv file, and removes the byte order mark. Windows PowerShell writes UTF-16, which is rejected because
 * the parser would find no variables.
 */
function decode(file: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Invalid UTF-8 causes the same error as UTF-16.
  }
  throw new UserError(`${file} is not encoded in UTF-8, so its variables cannot be read. Save it as UTF-8.`);
}

async function readIfPresent(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return Buffer.alloc(0);
    throw new UserError(`${file} cannot be read (${code}). Make it a file that this user can read, or remove it.`);
  }
}

import { readFile } from 'node:fs/promises';
import { parse } from 'dotenv';
import { variables } from '../../contract';
import { Refusal } from '../shared/refusal';

/** What a user may set for a local run, in the environment or in `.env`. `.env.example` documents each. */
export const localVariables = [
  variables.port,
  variables.allowedOrigins,
  variables.postsPerMinute,
  'LOG_LEVEL',
] as const;

export interface LocalSettings {
  /** The port that was asked for, 0 for any free one; without it the tool looks for one. */
  readonly port?: number;
  /** Variables that go to the app as they are; the app checks them. */
  readonly app: Readonly<Record<string, string>>;
  /** Names in the file that mean nothing here. */
  readonly ignored: readonly string[];
}

/**
 * Reads the settings of a local run. The environment wins over the file, and an empty value counts as none.
 * @param file a dotenv file, which may be missing
 * @throws Refusal when the port is none
 */
export async function loadLocalSettings(file: string, environment: NodeJS.ProcessEnv): Promise<LocalSettings> {
  const fromFile = parse(await readIfPresent(file));
  const values = Object.fromEntries(
    localVariables.flatMap((name) => {
      const value = environment[name] || fromFile[name];
      return value ? [[name, value]] : [];
    }),
  );
  const { [variables.port]: port, ...app } = values;
  return {
    ...(port !== undefined && { port: parsePort(port) }),
    app,
    ignored: Object.keys(fromFile).filter((name) => !localVariables.some((known) => known === name)),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Refusal(
    `PORT is "${text}", but must be a whole number from 1 to 65535, or 0 for any free port: correct it in the environment or in .env, or leave it out.`,
  );
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** The folders of one environment's local run; nothing is written outside of them. */
export interface LocalFolders {
  /** Holds the other two. */
  readonly root: string;
  /** The tables and their entries. */
  readonly database: string;
  /**
   * The synthesized JSON. It is not the project's `cdktf.out`, so that a local run cannot meet a plan that is under way
   * there.
   */
  readonly outdir: string;
}

/** The arguments that `npm start` and `npm run reset` share. */
export function createLocalCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[environment]', 'a stack that main.ts defines', parseEnvironment, 'dev')
    .option('--data <folder>', 'where local data are kept, a folder for each environment', '.local');
}

/** What a parsed command of this kind was told. */
export function readLocalArguments(command: Command): { readonly environment: string; readonly folders: LocalFolders } {
  const [environment] = command.processedArgs as [string];
  const root = path.join(command.opts<{ data: string }>().data, environment);
  return {
    environment,
    folders: { root, database: path.join(root, 'dynamodb'), outdir: path.join(root, 'cdktf.out') },
  };
}

function parseEnvironment(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new InvalidArgumentError('An environment has letters, digits, "-" and "_" in its name.');
}

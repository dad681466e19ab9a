import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** What one environment's local run keeps. */
export interface LocalFolders {
  /** Holds the others. */
  readonly root: string;
  /** The tables. Whoever has them open holds the other folders, too. */
  readonly dynamodb: string;
  /** The database of profiles. */
  readonly postgres: string;
  /** The uploaded files. */
  readonly s3: string;
  /** The command that removes them, as a person types it. */
  readonly reset: string;
}

const defaults = { environment: 'dev', data: '.local' };

/** The arguments that `npm start` and `npm run reset` share. */
export function createLocalCommand(name: string, description: string): Command {
  const swallowed = swallowedData(name, process.argv.slice(2), process.env.npm_config_data);
  // The arguments that npm left would be reported as wrong first.
  if (swallowed !== undefined) new Command(name).error(swallowed);
  return new Command(name)
    .description(description)
    .argument('[environment]', 'a stack that main.ts defines', parseEnvironment, defaults.environment)
    .option('--data <folder>', 'where local data are kept, a folder for each environment', defaults.data);
}

/**
 * npm takes an option before `--` for one of its own: of `--data <folder>` it leaves the folder, of `--data=<folder>` nothing.
 * @param value the option as npm has read it; undefined if npm has not seen it
 * @returns the message with the whole command; undefined if npm has kept nothing
 */
export function swallowedData(name: string, words: readonly string[], value: string | undefined): string | undefined {
  if (value === undefined || words.some((word) => /^--data(=|$)/.test(word))) return undefined;
  const rest = words.filter((word) => !word.startsWith('--'));
  const isPath = (word: string) => /[^\w-]/.test(word);
  const folder = value === 'true' ? (rest.find(isPath) ?? rest.at(-1) ?? '<folder>') : value || '<folder>';
  const environment = rest.find((word) => word !== folder);
  const command = words.includes('--watch') ? 'npm run dev' : name;
  const args = typedArguments(environment ?? defaults.environment, folder).join(' ');
  return `npm has kept --data to itself. Put -- before it: ${command} -- ${args}`;
}

export interface LocalArguments {
  readonly environment: string;
  readonly folders: LocalFolders;
  /** The command that runs the environment and takes up every change, as a person types it. */
  readonly dev: string;
}

/** What a parsed command of this kind was told. */
export function readLocalArguments(command: Command): LocalArguments {
  const [environment] = command.processedArgs as [string];
  const { data } = command.opts<{ data: string }>();
  const root = path.join(data, environment);
  return {
    environment,
    folders: {
      root,
      dynamodb: path.join(root, 'dynamodb'),
      postgres: path.join(root, 'postgres'),
      s3: path.join(root, 's3'),
      reset: typed('reset', environment, data),
    },
    dev: typed('dev', environment, data),
  };
}

function typed(script: string, environment: string, data: string): string {
  const args = typedArguments(environment, data);
  return [`npm run ${script}`, ...(args.length > 0 ? ['--'] : []), ...args].join(' ');
}

function typedArguments(environment: string, data: string): string[] {
  return [
    ...(environment === defaults.environment ? [] : [environment]),
    ...(data === defaults.data ? [] : ['--data', /^[\w./-]+$|^<folder>$/.test(data) ? data : `'${data}'`]),
  ];
}

function parseEnvironment(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new InvalidArgumentError('An environment has letters, digits, "-" and "_" in its name.');
}

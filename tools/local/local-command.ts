import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** The folders of an environment's local data. */
export interface LocalFolders {
  /** Contains the others. */
  readonly root: string;
  /** The tables. The process that has them open also owns the other folders. */
  readonly dynamodb: string;
  /** The database of profiles. */
  readonly postgres: string;
  /** The uploaded files. */
  readonly s3: string;
  /** The command that deletes the data, as the user types it. */
  readonly reset: string;
}

const defaults = { environment: 'dev', data: '.local' };

/** Creates a command with the arguments of both `npm start` and `npm run reset`; parse it with `parseCommand`. */
export function createLocalCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument(
      '[environment]',
      'an environment that environments/index.ts lists',
      parseEnvironment,
      defaults.environment,
    )
    .option('--data <folder>', 'the folder of the local data, with a subfolder for each environment', defaults.data);
}

export interface LocalArguments {
  readonly environment: string;
  readonly folders: LocalFolders;
  /** The command that runs the environment and restarts on every change, as the user types it. */
  readonly dev: string;
}

/** A local run of an environment. */
export interface LocalRunOptions extends LocalArguments {
  /** Whether to restart on every change of the code and of the stack, and to wait for the next change if the app does not start. */
  readonly watch: boolean;
}

/** Returns the arguments of a parsed command. */
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
      reset: commandLine('reset', environment, data),
    },
    dev: commandLine('dev', environment, data),
  };
}

function commandLine(script: string, environment: string, data: string): string {
  const args = nonDefaultArguments(environment, data);
  return [`npm run ${script}`, ...(args.length > 0 ? ['--'] : []), ...args].join(' ');
}

function nonDefaultArguments(environment: string, data: string): string[] {
  return [
    ...(environment === defaults.environment ? [] : [environment]),
    ...(data === defaults.data ? [] : ['--data', /^[\w./-]+$/.test(data) ? data : `'${data}'`]),
  ];
}

function parseEnvironment(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new InvalidArgumentError('The name of an environment consists of letters, digits, "-" and "_".');
}

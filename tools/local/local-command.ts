import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';

/** The paths of the folders with an environment's local data. */
export interface LocalFolders {
  /** The folder with all local data of the environment. It contains the other folders. */
  readonly root: string;
  /** The folder with the DynamoDB tables. Only the process that has opened these tables may use the other folders. */
  readonly dynamodb: string;
  /** The folder with the PostgreSQL database of profiles. */
  readonly postgres: string;
  /** The folder with the files in the S3 buckets. */
  readonly s3: string;
  /** The command that deletes this local data, as the user would type it. */
  readonly reset: string;
}

const defaults = { environment: 'dev', data: '.local' };

/** Creates a command with the arguments that `npm start` and `npm run reset` share. The caller parses the command with `parseCommand`. */
export function createLocalCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[environment]', 'an environment listed in environments/index.ts', parseEnvironment, defaults.environment)
    .option('--data <folder>', 'the folder of the local data, with a subfolder for each environment', defaults.data);
}

export interface LocalArguments {
  readonly environment: string;
  readonly folders: LocalFolders;
  /** The command that runs the environment and restarts on every change, as the user would type it. */
  readonly dev: string;
}

/** The options of a local run of an environment. */
export interface LocalRunOptions extends LocalArguments {
  /**
   * Whether to restart on every change of the code or the stack. Such a run does not end if the app fails to start, but
   * waits for the next change.
   */
  readonly watch: boolean;
}

/** Returns the arguments of a command that `parseCommand` has parsed. */
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
  throw new InvalidArgumentError('The name of an environment may contain only letters, digits, "-" and "_".');
}

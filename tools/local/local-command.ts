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

/** A command with the arguments that `npm start` and `npm run reset` share; parse it with `parseCommand`. */
export function createLocalCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('[environment]', 'a stack that main.ts defines', parseEnvironment, defaults.environment)
    .option('--data <folder>', 'where local data are kept, a folder for each environment', defaults.data);
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
    ...(data === defaults.data ? [] : ['--data', /^[\w./-]+$/.test(data) ? data : `'${data}'`]),
  ];
}

function parseEnvironment(name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  throw new InvalidArgumentError('An environment has letters, digits, "-" and "_" in its name.');
}

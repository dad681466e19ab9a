import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';

/** The command line of `npm run cost`. */
export interface CostArguments {
  /** @default all environments, and only their totals */
  readonly environment?: string;
  readonly json: boolean;
  /** Writes the README's table. */
  readonly write: boolean;
  /** The region whose prices are downloaded, or true for all regions in the file. */
  readonly refreshPrices?: string | true;
}

/** The command, before it has parsed a command line. */
export function createCostCommand(): Command {
  return new Command('npm run cost --')
    .description('Shows what an environment costs in a month, read from its synthesized JSON. Needs no AWS account.')
    .argument('[environment]', 'an environment that environments/index.ts lists, or bootstrap', undefined)
    .option('--json', 'print only JSON', false)
    .option('--write', 'write the table of all environments into README.md', false)
    .option('--refresh-prices [region]', "replace the prices with those of AWS's public price files")
    .addHelpText('after', '\nWithout an environment, prints the totals of all environments.')
    .showHelpAfterError('For example: npm run cost dev');
}

/**
 * Parses a command line. For an unknown option, commander prints a message and ends the process.
 * @throws UserError for options that exclude each other
 */
export function parseCostArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): CostArguments {
  parseCommand(command, words, variables);
  const [environment] = command.processedArgs as [string | undefined];
  const options = command.opts<Omit<CostArguments, 'environment'>>();
  if (options.write && environment !== undefined) {
    throw new UserError(`--write writes the table of all environments. Remove: ${environment}`);
  }
  if (options.refreshPrices !== undefined && (options.write || environment !== undefined)) {
    throw new UserError('--refresh-prices only downloads prices. Remove the environment and --write.');
  }
  return environment === undefined ? options : { environment, ...options };
}

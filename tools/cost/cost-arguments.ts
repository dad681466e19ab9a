import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';

/** The arguments of `npm run cost`. */
export interface CostArguments {
  /** The environment whose costs to report. @default undefined: the totals of all environments */
  readonly environment?: string;
  readonly json: boolean;
  /** The commit, branch or tag with which to compare the costs. */
  readonly compare?: string;
  /** Whether to report how the next apply would change the costs. */
  readonly plan: boolean;
  /** Whether to write the costs into the README. */
  readonly write: boolean;
  /** The region whose prices to download; true for all regions in `prices.json`, undefined for no download. */
  readonly refreshPrices?: string | true;
}

/** Creates the command `npm run cost`, without parsing a command line. */
export function createCostCommand(): Command {
  return new Command('npm run cost --')
    .description(
      'Shows what an environment costs in a month, read from its synthesized JSON. Only --plan needs an AWS account.',
    )
    .argument('[environment]', 'an environment listed in environments/index.ts, or bootstrap', undefined)
    .option('--json', 'print only JSON', false)
    .option('--compare <commit>', 'show the difference from this commit, branch or tag')
    .option('--plan', 'show the difference that the next apply would make; needs AWS credentials', false)
    .option('--write', 'write the costs of all environments into README.md', false)
    .option(
      '--refresh-prices [region]',
      "replace the prices of this region, or of all regions, with those in AWS's public price files",
    )
    .addHelpText('after', '\nWithout an environment, prints the totals of all environments.')
    .showHelpAfterError('For example: npm run cost dev');
}

/**
 * Parses the command line of `npm run cost`. If an option is unknown, commander prints a message and ends the process.
 * @throws UserError for options that cannot be combined
 */
export function parseCostArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): CostArguments {
  parseCommand(command, words, variables);
  const [environment] = command.processedArgs as [string | undefined];
  const options = command.opts<Omit<CostArguments, 'environment'>>();
  const shown = [options.compare !== undefined, options.plan, options.write, options.refreshPrices !== undefined];
  if (shown.filter(Boolean).length > 1) {
    throw new UserError('--compare, --plan, --write and --refresh-prices cannot be combined. Choose one.');
  }
  if (options.plan && environment === undefined)
    throw new UserError('--plan needs an environment: npm run cost dev -- --plan');
  if (options.write && environment !== undefined) {
    throw new UserError(`--write writes the costs of all environments. Remove the argument ${environment}.`);
  }
  if (options.refreshPrices !== undefined && environment !== undefined) {
    throw new UserError(`--refresh-prices only downloads prices. Remove the argument ${environment}.`);
  }
  return environment === undefined ? options : { environment, ...options };
}

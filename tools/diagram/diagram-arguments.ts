import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';

/** The arguments of `npm run diagram`. */
export type DiagramArguments =
  | {
      readonly kind: 'environment';
      readonly environment: string;
      /** The format to print. @default undefined: the command writes files, and prints their paths */
      readonly print: 'json' | 'mermaid' | undefined;
    }
  | { readonly kind: 'docs' };

interface Options {
  readonly json: boolean;
  readonly mermaid: boolean;
  readonly docs: boolean;
}

/** Creates the command `npm run diagram`, without parsing a command line. */
export function createDiagramCommand(): Command {
  return new Command('npm run diagram --')
    .description(
      'Draws the architecture of an environment from its synthesized JSON: pictures for light and dark pages, and a flowchart as Mermaid source. Needs no AWS account.',
    )
    .argument('[environment]', 'an environment listed in environments/index.ts, or bootstrap')
    .option('--json', 'print the boxes, their resources and the arrows as JSON', false)
    .option('--mermaid', 'print the flowchart as Mermaid source', false)
    .option('--docs', 'update the pictures and flowcharts in docs/', false)
    .showHelpAfterError('For example: npm run diagram dev');
}

/**
 * Parses the command line of `npm run diagram`. If an option is unknown, commander prints a message and ends the
 * process.
 * @throws UserError for a missing environment, and for options that cannot be combined
 */
export function parseDiagramArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): DiagramArguments {
  parseCommand(command, words, variables);
  const [environment] = command.processedArgs as [string | undefined];
  const { json, mermaid, docs } = command.opts<Options>();
  const options = [...(json ? ['--json'] : []), ...(mermaid ? ['--mermaid'] : []), ...(docs ? ['--docs'] : [])];
  if (options.length > 1) throw new UserError(`${options.join(' and ')} cannot be combined. Remove one.`);
  if (docs) {
    if (environment === undefined) return { kind: 'docs' };
    throw new UserError(`--docs draws the environments that docs/ shows. Remove the argument ${environment}.`);
  }
  if (environment === undefined) throw new UserError('Name an environment, for example: npm run diagram dev');
  return { kind: 'environment', environment, print: json ? 'json' : mermaid ? 'mermaid' : undefined };
}

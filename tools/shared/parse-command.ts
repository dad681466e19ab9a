import { type Command, Help, type Option } from 'commander';

/**
 * The names under which npm stores some of our options. npm expands `--to` to the name of one of its own options, and
 * reads `--plan` as several one-letter options.
 */
const npmReadings: Readonly<Record<string, readonly string[]>> = {
  to: ['to', 'token_description'],
  plan: ['plan', 'parseable'],
};

/**
 * Parses the command line of an npm command.
 * npm passes options to the command only after `--`, so `npm run rollback dev --dry-run` would run `rollback dev`. If
 * npm has consumed such an option, this prints a message and ends the process.
 * @param words the command line after the program and the script
 * @param environment contains a variable `npm_config_…` for every option that npm has consumed
 */
export function parseCommand(
  command: Command,
  words: readonly string[] = process.argv.slice(2),
  environment: NodeJS.ProcessEnv = process.env,
): Command {
  const consumed = command.options.filter((option) => isConsumed(option, words, environment));
  if (consumed.length > 0) command.error(consumedMessage(command, words, consumed));
  command.configureHelp({ optionDescription });
  return command.parse(words, { from: 'user' });
}

/** Returns the description of an option for the help, without commander's "(default: false)". */
function optionDescription(option: Option): string {
  return option.defaultValue === false ? option.description : Help.prototype.optionDescription(option);
}

function isConsumed({ long, negate }: Option, words: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  if (!long || words.some((word) => word === long || word.startsWith(`${long}=`))) return false;
  const name = long.replace(negate ? /^--no-/ : /^--/, '');
  const values = (npmReadings[name] ?? [name.replaceAll('-', '_')]).map((key) => environment[`npm_config_${key}`]);
  // If an option of npm itself is off, npm sets its variable to an empty string.
  return values.some((value) => value !== undefined && (negate ? value === '' : value !== ''));
}

function consumedMessage(command: Command, words: readonly string[], consumed: readonly Option[]): string {
  const names = consumed.map(({ long }) => long).join(' and ');
  const given = words.filter((word) => !word.startsWith('-'));
  const args = command.registeredArguments
    .filter(({ required }, index) => required || given[index] !== undefined)
    .map((argument, index) => given[index] ?? `<${argument.name()}>`);
  const typed = [...args, '--', ...consumed.map(({ long, flags }) => [long, ...placeholder(flags)].join(' '))];
  return `npm has consumed ${names}, so nothing was done. Put -- before the options: ${command.name().replace(/ --$/, '')} ${typed.join(' ')}`;
}

/** Returns the placeholder of an option, such as `<version>` in `--to <version>`; an empty list if there is none. */
function placeholder(flags: string): readonly string[] {
  return flags.match(/[<[].+[\]>]/) ?? [];
}

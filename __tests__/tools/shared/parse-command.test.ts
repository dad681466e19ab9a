import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { parseCommand } from '../../../tools/shared/parse-command';

function createCommand(): Command {
  return new Command('npm run release --')
    .argument('<environment>')
    .option('--plan')
    .option('--dry-run')
    .option('--yes')
    .option('--json')
    .option('--no-verify')
    .option('--accept-data-loss')
    .option('--to <version>');
}

/** Parses a command line. @throws Error with the printed text, instead of ending the process */
function parse(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Command {
  let printed = '';
  const command = createCommand()
    .exitOverride(() => {
      throw new Error(printed);
    })
    .configureOutput({ writeErr: (text) => (printed += text) });
  return parseCommand(command, words, environment);
}

/** Returns the environment variables that npm sets for a script that is called with these arguments. */
function npmVariables(...args: readonly string[]): NodeJS.ProcessEnv {
  const folder = mkdtempSync(path.join(tmpdir(), 'npm-variables-'));
  try {
    const script = 'node -p "JSON.stringify(process.env)" --';
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts: { release: script } }));
    const env = { ...process.env, npm_config_update_notifier: 'false' };
    return JSON.parse(
      execFileSync('npm', ['run', '-s', 'release', ...args], { cwd: folder, env, stdio: 'pipe' }).toString(),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('parseCommand', () => {
  it('reads the options that follow --', () => {
    expect(parse(['dev', '--dry-run', '--to', 'v1', '--no-verify']).opts()).toEqual({
      dryRun: true,
      to: 'v1',
      verify: false,
    });
  });

  it.each([
    ['--plan', { npm_config_parseable: 'true', npm_config_long: 'true' }],
    ['--dry-run', { npm_config_dry_run: 'true' }],
    ['--no-verify', { npm_config_verify: '' }],
    ['--to <version>', { npm_config_token_description: 'v1' }],
    ['--to <version>', { npm_config_to: 'v1' }],
  ])('rejects the option %s if npm has consumed it, and names the right command', (option, environment) => {
    const [name] = option.split(' ');
    expect(() => parse(['dev'], environment)).toThrow(
      `npm has consumed ${name}, so nothing was done. Put -- before the options: npm run release dev -- ${option}\n`,
    );
  });

  it('omits "(default: false)" from the help', () => {
    const command = new Command('x').option('--plan', 'plans', false).option('--rate <rate>', 'a rate', '5');
    expect(parseCommand(command, [], {}).helpInformation()).toMatch(
      /--plan +plans\n +--rate <rate> +a rate \(default: "5"\)\n/,
    );
  });

  it('repeats all arguments in the command that it suggests', () => {
    const command = new Command('npm run promote --')
      .argument('<from>')
      .argument('<to>')
      .option('--yes')
      .exitOverride();
    let printed = '';
    command.configureOutput({ writeErr: (text) => (printed += text) });
    expect(() => parseCommand(command, ['staging', 'prod'], { npm_config_yes: 'true' })).toThrow();
    expect(printed).toContain('npm run promote staging prod -- --yes\n');
  });

  it("accepts an option that follows --, even if npm's configuration contains it", () => {
    expect(parse(['dev', '--json'], { npm_config_json: 'true' }).opts()).toMatchObject({ json: true });
  });

  it('accepts the variables that npm sets for a command without options', () => {
    expect(parse(['dev'], npmVariables('dev')).opts()).toEqual({ verify: true });
  });

  it('rejects every kind of option that the installed npm consumes', () => {
    const names = ['--plan', '--dry-run', '--yes', '--json', '--no-verify', '--accept-data-loss', '--to'];
    // npm reads --plan as several one-letter options, which would turn --yes off. So npm is called separately for --plan.
    const variables = { ...npmVariables('dev', ...names.slice(1), 'v1'), ...npmPlanVariables() };
    expect(() => parse(['dev'], variables)).toThrow(`npm has consumed ${names.join(' and ')}, so nothing was done.`);
  });

  function npmPlanVariables(): NodeJS.ProcessEnv {
    const { npm_config_parseable, npm_config_plan } = npmVariables('dev', '--plan');
    return { npm_config_parseable, npm_config_plan };
  }
});

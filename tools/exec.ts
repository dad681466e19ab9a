import { Command } from 'commander';
import { logIn } from './preflight/preflight';
import { checkExec, exec } from './session/exec';
import { loadEnvironment } from './shared/environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

interface Options {
  readonly task?: string;
  readonly container?: string;
}

const command = parseCommand(
  new Command('npm run exec --')
    .description(
      "As root, opens a shell in a running task or runs a command there. Requires app: { exec: true } in the environment's file.",
    )
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .argument(
      '[command...]',
      'the command and its arguments, after a second --; ECS does not report the exit code of the command',
    )
    .option('--task <id>', 'the id of a running task, or its first characters (default: the newest task)')
    .option('--container <name>', "the name of a container (default: the app's container)")
    .showHelpAfterError('For example: npm run exec dev, or npm run exec dev -- -- node -v'),
);
const [name, words] = command.processedArgs as [string, string[]];

runCommand(async (stop) => {
  const environment = await loadEnvironment(name, stop);
  const props = { environment, words, ...command.opts<Options>() };
  checkExec(props);
  const aws = await logIn(environment);
  process.exitCode = await exec(props, { aws, report: (line) => console.error(line), stop });
});

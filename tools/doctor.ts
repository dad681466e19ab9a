import { Command } from 'commander';
import { colors } from './console/terminal';
import { checkUp } from './doctor/checkup';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run doctor --')
    .description('Checks whether npm run deploy would work on this machine. Changes nothing.')
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .showHelpAfterError('For example: npm run doctor dev'),
);
const [name] = command.processedArgs as [string];

runCommand(async (stop) => {
  let failures = 0;
  for await (const { title, isFine, isSkipped = false, text } of checkUp(name, stop)) {
    if (!isFine) failures += 1;
    const mark = isFine ? colors.green('✓') : colors.red('✗');
    console.log(`${isSkipped ? colors.dim('-') : mark} ${title.padEnd(12)} ${text}`);
  }
  if (failures > 0) {
    console.log(`\n${failures} of these checks failed. Correct the problems before you run npm run deploy ${name}.`);
    process.exitCode = 1;
  } else console.log(`\nNo problem was found. You can run npm run deploy ${name}.`);
});

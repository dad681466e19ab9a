import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { Steps } from './console/steps';
import { isInteractive } from './console/terminal';
import { describeLimit, findAddresses } from './live/address';
import { openEnvironment } from './live/deployed-environment';
import { describeDns, dnsRecordOf, readDnsState } from './live/dns-record';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

const command = parseCommand(
  new Command('npm run open --')
    .description(
      'Opens the address of an environment in the browser, or only prints the address if there is no terminal.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .showHelpAfterError('For example: npm run open dev'),
);
const [name] = command.processedArgs as [string];

runCommand(async (stop) => {
  const { environment, aws, terraform } = await openEnvironment(name, { stop, steps: new Steps(process.stderr) });
  const outputs = await terraform.outputs();
  const [address] = await findAddresses(environment, outputs, aws);
  if (address === undefined) {
    throw new UserError(`No task of ${name} is running, so ${name} has no address. npm run status ${name} shows why.`);
  }
  console.log(address);
  const limit = describeLimit(outputs);
  if (limit !== undefined) console.error(limit);
  const record = dnsRecordOf(outputs);
  const dns = record ? await readDnsState(record) : 'right';
  if (record && dns !== 'right') console.error(`${describeDns(record, dns)}.`);
  if (!isInteractive()) return;
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  // An error, such as a missing program, is ignored, because the address has already been printed.
  spawn(program, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
});

import { Command } from 'commander';
import { readAppSecrets } from './preflight/app-secrets';
import { logIn } from './preflight/preflight';
import { readSecretValue } from './secret/secret-value';
import { findSecret, writeSecret } from './secret/write-secret';
import { loadEnvironment } from './shared/environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run secret')
    .description(
      'Stores the value of a secret variable of the app. Asks for the value without showing it, or reads it from standard input.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .argument('<variable>', "the name of a secret in app.secrets of the environment's file")
    .allowExcessArguments(false),
);
const [name, variable] = command.processedArgs as [string, string];

runCommand(async (stop) => {
  const environment = await loadEnvironment(name, stop);
  const secret = findSecret(name, variable, readAppSecrets(environment.stack));
  const aws = await logIn(environment);
  await writeSecret(secret, await readSecretValue(variable, stop), aws);
  console.log(
    `The value of ${variable} was written to the ${secret.kind} ${secret.name}. Running tasks keep the old value until they are replaced.`,
  );
});

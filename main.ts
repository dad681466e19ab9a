import { EnvironmentError } from './stacks/checks/environment-error';
import { checkEntries, environmentFileError, syntaxError } from './stacks/checks/environment-files';
import type { Environment } from './stacks/environment';

/**
 * `main.ts [stack ...] [--check]` writes `<outdir>/stacks/<name>/cdk.tf.json` for these stacks, or for every environment and
 * the bootstrap, and prints where. With `--check`, it only checks the environment files.
 */
async function synthesize(names: readonly string[], isCheck: boolean): Promise<void> {
  const { environments, bootstrap } = await loadEnvironments();
  const { checkEnvironments } = await import('./stacks/checks/environment-checks.js');
  const { checkStackNames } = await import('./stacks/checks/stack-names.js');
  checkStackNames(names, environments);
  if (isCheck) {
    checkEnvironments(environments, bootstrap);
    return printWarnings(environments);
  }

  // Loaded last, because it takes a second: a wrong name is reported at once.
  const { App } = await import('cdktf');
  const { reportSynthesis } = await import('./stacks/annotations.js');
  const { defineStacks } = await import('./stacks/define-stacks.js');
  // cdktf would stop at the first stack with an error; reportSynthesis shows the errors of all of them.
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = 'true';
  const app = new App();
  defineStacks(app, environments, bootstrap, names);
  app.synth();
  // cdktf's own command sets this, and prints the warnings itself.
  reportSynthesis(app.outdir, { printsWarnings: process.env.CDKTF_CONTEXT_JSON === undefined });
}

/** As synthesis prints them: a warning ends no check. */
async function printWarnings(environments: readonly Environment[]): Promise<void> {
  const { environmentWarnings } = await import('./stacks/checks/environment-warnings.js');
  for (const environment of environments) {
    for (const warning of environmentWarnings(environment)) console.error(`warn: ${environment.name}: ${warning}`);
  }
}

async function loadEnvironments() {
  try {
    const { environments } = await import('./environments/index.js');
    const { bootstrap } = await import('./environments/bootstrap.js');
    checkEntries(environments);
    return { environments, bootstrap };
  } catch (error) {
    throw environmentFileError(error, __dirname);
  }
}

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--check');
synthesize(names, words.length > names.length).catch((error: unknown) => {
  const reported = syntaxError(error, __dirname);
  if (!(reported instanceof EnvironmentError)) throw reported;
  console.error(reported.message);
  process.exitCode = 1;
});

import { EnvironmentError } from './stacks/checks/environment-error';
import { checkEntries, environmentFileError } from './stacks/checks/environment-files';

/**
 * `main.ts [stack ...] [--check]` writes `<outdir>/stacks/<name>/cdk.tf.json` for these stacks, or for every environment and
 * the bootstrap, and prints where. With `--check`, it only checks the environment files.
 */
async function synthesize(names: readonly string[], isCheck: boolean): Promise<void> {
  const { environments, bootstrap } = await loadEnvironments();
  const { checkEnvironments } = await import('./stacks/checks/environment-checks.js');
  const { checkStackNames } = await import('./stacks/checks/stack-names.js');
  checkStackNames(names, environments);
  if (isCheck) return checkEnvironments(environments, bootstrap);

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
  if (!(error instanceof EnvironmentError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

import { checkEnvironments } from './stacks/checks/environment-checks';
import { EnvironmentError } from './stacks/checks/environment-error';
import { checkEnvironmentList, environmentFileError, syntaxError } from './stacks/checks/environment-files';
import { checkStackNames } from './stacks/checks/stack-names';
import type { Environment } from './stacks/environment';
import { isPreviewName, previewEnvironment } from './stacks/preview';
import { reportSynthesis } from './stacks/synthesis/annotations';
import { lockFileNotice, placeLockFile } from './stacks/synthesis/lock-file';
import { ignorePackageSourceMaps, withoutSourceMaps } from './stacks/synthesis/source-maps';

/**
 * Synthesizes the named stacks, or by default all environments and the bootstrap. A name such as `previewpr42` is a preview. Writes
 * `<outdir>/stacks/<name>/cdk.tf.json` for each stack, and prints these paths.
 * @param isCheck `--check`: only checks the environment files
 * @param isUnprotected `--unprotected`: uses `removal: 'destroy'` for all environments, even if their files contain `removal: 'protect'`.
 * `npm run destroy` removes the protection this way.
 */
async function synthesize(names: readonly string[], isCheck: boolean, isUnprotected: boolean): Promise<void> {
  ignorePackageSourceMaps();
  const { environments: loaded, bootstrap, preview } = await loadEnvironments(names);
  const environments = isUnprotected ? loaded.map((one) => ({ ...one, removal: 'destroy' as const })) : loaded;
  checkStackNames(names, environments);
  if (isCheck) {
    checkEnvironments(environments, bootstrap, preview);
    return printWarnings(environments);
  }

  // Loading cdktf takes half a second, so the names are checked first. `require` is faster than `import()`, because
  // `import()` also parses all files of cdktf to find their exports.
  const { App }: typeof import('cdktf') = require('cdktf');
  const { defineStacks } = await import('./stacks/define-stacks.js');
  // Without this variable, cdktf stops at the first stack with an error. `reportSynthesis` reports the errors of all stacks.
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = 'true';
  const app = new App();
  // cdktf reads the stack trace of every token. Mapping these traces to the TypeScript files would take a tenth of the time of a synthesis.
  // Errors still refer to the TypeScript files, because the stack traces of errors are mapped later, when they are printed.
  withoutSourceMaps(() => {
    defineStacks(app, { environments, bootstrap, preview, names });
    app.synth();
  });
  // The `cdktf` command sets CDKTF_CONTEXT_JSON, and prints the warnings itself.
  const files = reportSynthesis(app.outdir, { printsWarnings: process.env.CDKTF_CONTEXT_JSON === undefined });
  const [problem] = files.flatMap((file) => placeLockFile(process.cwd(), file) ?? []);
  // A missing lock file does not matter before the first deployment, so only `npm run synth` reports it.
  const isShown = problem === 'outdated' || process.env.npm_lifecycle_event === 'synth';
  if (problem !== undefined && isShown) console.error(lockFileNotice(problem));
}

/** Prints the same warnings about the environments' settings as a synthesis. The check succeeds even if there are warnings. */
async function printWarnings(environments: readonly Environment[]): Promise<void> {
  const { environmentWarnings } = await import('./stacks/checks/environment-warnings.js');
  for (const environment of environments) {
    for (const warning of environmentWarnings(environment)) console.error(`warn: ${environment.name}: ${warning}`);
  }
}

/**
 * Loads the environments in environments/index.ts, the bootstrap and, if needed, the settings of previews. Adds an environment for each
 * preview in `names`.
 * @throws EnvironmentError if a file of environments/ cannot be loaded
 */
async function loadEnvironments(names: readonly string[]) {
  try {
    const { environments: listed } = await import('./environments/index.js');
    const { bootstrap } = await import('./environments/bootstrap.js');
    checkEnvironmentList(listed);
    const isListed = (name: string) => listed.some((one) => one.name === name);
    const previewNames = [...new Set(names.filter((name) => isPreviewName(name) && !isListed(name)))];
    const needsPreview = previewNames.length > 0 || bootstrap?.github || bootstrap?.terraformCloud;
    const preview = needsPreview ? (await import('./environments/preview.js')).preview : undefined;
    const previews = preview ? previewNames.map((name) => previewEnvironment(preview, name, new Date())) : [];
    return { environments: [...listed, ...previews], bootstrap, preview };
  } catch (error) {
    throw environmentFileError(error, __dirname);
  }
}

const usage = `Usage: npm run synth [stack...]

Writes the Terraform JSON of these environments, or by default of all environments and the bootstrap, to
cdktf.out/stacks/<name>/cdk.tf.json, and prints these paths.

Options:
  --check  only check the environment files: npm run synth -- --check`;

async function run(words: readonly string[]): Promise<void> {
  if (words.includes('--help') || words.includes('-h')) return console.log(usage);
  const [check, unprotected] = ['--check', '--unprotected'] as const;
  const names = words.filter((word) => word !== check && word !== unprotected);
  await synthesize(names, words.includes(check), words.includes(unprotected));
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const reported = syntaxError(error, __dirname);
  if (!(reported instanceof EnvironmentError)) throw reported;
  console.error(reported.message);
  process.exitCode = 1;
});

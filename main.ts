import { App } from 'cdktf';
import { environments } from './environments';
import { defineStacks } from './stacks/define-stacks';
import { SettingsError } from './stacks/settings-error';
import { printAnnotations } from './tools/annotations';

/** Writes `<outdir>/stacks/<environment>/cdk.tf.json` for every environment. */
function synthesize(): void {
  const app = new App();
  defineStacks(app, environments);
  app.synth();
  for (const { name } of environments) {
    console.log(`${app.outdir}/stacks/${name}/cdk.tf.json`);
  }
  printAnnotations(app.outdir);
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof SettingsError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

import { App } from 'cdktf';
import { environments } from './environments';
import { bootstrap } from './environments/bootstrap';
import { reportSynthesis } from './stacks/annotations';
import { EnvironmentError } from './stacks/checks/environment-error';
import { defineStacks } from './stacks/define-stacks';

/** Writes `<outdir>/stacks/<name>/cdk.tf.json` for every environment and the bootstrap, and says where. */
function synthesize(): void {
  // cdktf would stop at the first stack with an error; reportSynthesis shows the errors of all of them.
  process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = 'true';
  const app = new App();
  defineStacks(app, environments, bootstrap);
  app.synth();
  reportSynthesis(app.outdir);
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof EnvironmentError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}

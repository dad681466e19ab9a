import type { CommandRun } from '../console/command-run';
import { colors } from '../console/terminal';
import { type PreparedImage, prepareImage } from '../image/prepare-image';
import { readSourceVersion, type SourceVersion } from '../image/source-version';
import { connect, type DeployedEnvironment, synthesizeEnvironment } from '../live/deployed-environment';
import { assertSecretsExist, readAppSecrets } from '../preflight/app-secrets';
import { certificateOf, checkCertificate } from '../preflight/certificate';
import { assertSharedState, assertSmokeTestable, dirtyTreeWarning } from '../preflight/preflight';
import { logInToRegistry } from '../preflight/registry-login';
import type { DeployOptions } from './deploy-command';
import { planFileOf } from './saved-plan-options';

/** The inputs of a deployment, which exist only after all checks have passed. */
export interface ReadyDeployment extends DeployedEnvironment, CommandRun {
  readonly source: SourceVersion;
  readonly image: PreparedImage;
}

/** Runs all checks and builds the image before anything is changed in AWS. */
export async function prepareDeployment(
  name: string,
  options: DeployOptions,
  run: CommandRun,
): Promise<ReadyDeployment> {
  const { stop, steps } = run;
  const root = process.cwd();
  const opening = { stop, steps, wait: options.wait, planFile: planFileOf(options) };
  const environment = await synthesizeEnvironment(name, opening);
  assertSmokeTestable(environment, options);
  const source = await readSourceVersion(root);
  const warning = dirtyTreeWarning(source, options.clean);
  if (warning) steps.line(colors.yellow(warning));
  assertSharedState(environment);
  const opened = await connect(environment, opening);
  await assertSecretsExist(environment.name, readAppSecrets(environment.stack), opened.aws);
  const certificate = certificateOf(environment.stack);
  if (certificate) await checkCertificate(certificate, opened.aws);
  const login = await logInToRegistry(opened.aws);
  const image = await steps.run('Prepare the image', (report) =>
    prepareImage({
      root,
      source,
      repositoryUrl: `${login.host}/${environment.repositoryName}`,
      credentials: login.credentials,
      platform: environment.platform,
      nodeImage: process.env.NODE_IMAGE || undefined,
      report,
      stop,
    }),
  );
  return { ...opened, source, image, steps, stop };
}

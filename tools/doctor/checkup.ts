import { toUserError } from '../aws/aws-error';
import { createAwsClients } from '../aws/clients';
import { findEngine } from '../image/container-engine';
import { NeedsEngine } from '../image/dockerfile/needs-engine';
import { parsePlatform } from '../image/manifest';
import { planAssembly } from '../image/plan-assembly';
import { Registry } from '../image/registry/registry';
import { readSourceVersion } from '../image/source-version';
import { type DnsRecord, describeDns, dnsRecordOf, readDnsState } from '../live/dns-record';
import { isStateEmpty } from '../live/empty-state';
import { assertSecretsExist, readAppSecrets } from '../preflight/app-secrets';
import { certificateOf, checkCertificate } from '../preflight/certificate';
import { assertAccount, readCaller } from '../preflight/preflight';
import { logInToRegistry, type RegistryLogin } from '../preflight/registry-login';
import { loadEnvironment, type SynthesizedEnvironment } from '../shared/environment';
import { requireTerraform, terraformProgram } from '../shared/terraform';
import { UnknownEnvironment } from '../shared/user-error';
import { TerraformStack } from '../terraform/terraform-stack';
import { checkDelegation, zoneOf } from './delegation';
import { checkQuotas } from './quotas';

/** The result of one check. */
export interface CheckupResult {
  readonly title: string;
  readonly isFine: boolean;
  /** Whether the check was skipped because a check on which it depends has failed. */
  readonly isSkipped?: boolean;
  /** The value that was found. If the check failed, what is wrong and what to do. */
  readonly text: string;
}

/**
 * Checks whether a deployment would work. If a check fails, the checks that depend on it are skipped.
 * @throws UnknownEnvironment before the first check if there is no such environment
 */
export async function* checkUp(name: string, stop: AbortSignal): AsyncGenerator<CheckupResult> {
  let environment: SynthesizedEnvironment | undefined;
  const settings = await finding(stop, 'Settings', async () => {
    environment = await loadEnvironment(name, stop);
    return `environments/${name}.ts is valid; project ${environment.project} in ${environment.region}`;
  });
  yield await finding(stop, 'Node.js', async () => process.version);
  const terraform = await finding(stop, 'Terraform', async () => `${terraformProgram()} ${await requireTerraform()}`);
  yield terraform;
  yield settings;
  yield await finding(stop, 'Version', async () => {
    const { version, changedFiles, commit } = await readSourceVersion(process.cwd());
    if (commit === null)
      return `${version}, because this folder is not a git repository with a commit; a deployment in CI or with --clean would be rejected`;
    return changedFiles.length === 0
      ? version
      : `${version}, with ${changedFiles.length} uncommitted changes; a deployment in CI or with --clean would be rejected`;
  });
  if (!environment) return yield* skipped('Settings', 'Credentials', 'Registry', 'Image', 'State', 'Quotas');
  const found: SynthesizedEnvironment = environment;
  const aws = createAwsClients(found.region);
  const credentials = await finding(stop, 'Credentials', async () => {
    const caller = await readCaller(aws);
    assertAccount(found, caller);
    return `${caller.arn} in the account ${caller.account}`;
  });
  yield credentials;
  let login: RegistryLogin | undefined;
  if (credentials.isFine) {
    yield await finding(stop, 'Registry', async () => {
      login = await logInToRegistry(aws);
      const { host, credentials } = login;
      await new Registry({ host, credentials, stop }).findManifest(found.repositoryName, 'none');
      return host;
    });
  } else yield* skipped('Credentials', 'Registry');
  const secrets = readAppSecrets(found.stack);
  if (credentials.isFine && secrets.length > 0) {
    yield await finding(stop, 'Secrets', async () => {
      await assertSecretsExist(found.name, secrets, aws);
      return `${secrets.map(({ variable }) => variable).join(', ')} exist, and ECS can read them when a task starts`;
    });
  }
  const certificate = certificateOf(found.stack);
  if (credentials.isFine && certificate) {
    yield await finding(stop, 'Certificate', () => checkCertificate(certificate, aws));
  }
  yield await finding(stop, 'Image', () => checkBuilder(found, login, stop));
  const zone = zoneOf(found.stack);
  if (zone !== undefined) yield await finding(stop, 'Domain', () => checkDelegation(zone));
  if (!credentials.isFine) return yield* skipped('Credentials', 'State', 'Quotas');
  if (!terraform.isFine) return yield* skipped('Terraform', 'State', 'Quotas');
  let isDeployed = true;
  let outputs: Readonly<Record<string, unknown>> = {};
  yield await finding(stop, 'State', async () => {
    const stack = new TerraformStack({ folder: found.folder, state: found.state, stop });
    await stack.init();
    if (stack.unwrittenState !== undefined) {
      return `${found.state}; an earlier apply could not write the state and saved it in ${stack.unwrittenState}. npm run deploy ${name} first writes this file to the backend`;
    }
    isDeployed = !(await isStateEmpty({ environment: found, aws, terraform: stack }));
    if (certificate) outputs = await stack.outputs();
    return `${found.state}; ${isDeployed ? `${name} has been applied before` : 'nothing has been applied yet'}`;
  });
  const record = dnsRecordOf(outputs);
  if (record) yield await finding(stop, 'Domain', () => checkRecord(record));
  if (!isDeployed) yield await finding(stop, 'Quotas', () => checkQuotas(found, aws));
}

/**
 * Describes where the domain resolves. A missing record is not a failure, because a deployment without the record succeeds
 * and prints which record to create.
 */
async function checkRecord(record: DnsRecord): Promise<string> {
  return describeDns(record, await readDnsState(record));
}

function* skipped(needed: string, ...titles: readonly string[]): Generator<CheckupResult> {
  for (const title of titles)
    yield { title, isFine: true, isSkipped: true, text: `not checked, because the check "${needed}" failed` };
}

async function finding(stop: AbortSignal, title: string, check: () => Promise<string>): Promise<CheckupResult> {
  try {
    return { title, isFine: true, text: await check() };
  } catch (error) {
    if (stop.aborted || error instanceof UnknownEnvironment) throw error;
    const { message } = toUserError(error, `check the ${title.toLowerCase()}`) as Error;
    return { title, isFine: false, text: message };
  }
}

/**
 * Checks that the image can be built on this machine. If no container engine is needed, also checks that the base image
 * can be pulled.
 * @param login the login to the environment's registry, which may also contain the base image
 */
async function checkBuilder(
  environment: SynthesizedEnvironment,
  login: RegistryLogin | undefined,
  stop: AbortSignal,
): Promise<string> {
  const { NODE_IMAGE } = process.env;
  const platform = parsePlatform(environment.platform);
  const assembly = await planAssembly(process.cwd(), NODE_IMAGE ? { NODE_IMAGE } : {}, { platform, login, stop });
  if (!(assembly instanceof NeedsEngine)) return `assembled from ${assembly.name}, without a container engine`;
  const engine = await findEngine(stop);
  if (engine) return `built with ${engine.name}. ${assembly.reason}`;
  throw new Error(
    `${assembly.reason} None of docker, podman and buildah works on this machine. Install or start one of them.`,
  );
}

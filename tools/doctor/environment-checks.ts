import { type AwsClients, createAwsClients } from '../aws/clients';
import { Registry } from '../image/registry/registry';
import { type DnsRecord, describeDns, dnsRecordOf, readDnsState } from '../live/dns-record';
import { isStateEmpty } from '../live/empty-state';
import { assertSecretsExist, readAppSecrets } from '../preflight/app-secrets';
import { certificateOf, checkCertificate } from '../preflight/certificate';
import { assertAccount, readCaller } from '../preflight/preflight';
import { logInToRegistry, type RegistryLogin } from '../preflight/registry-login';
import type { SynthesizedEnvironment } from '../shared/environment';
import { TerraformStack } from '../terraform/terraform-stack';
import { checkDelegation, zoneOf } from './delegation';
import { type Finding, finding, skipped } from './finding';
import { checkImage } from './image-check';
import { checkQuotas } from './quotas';

/**
 * Checks everything that a deployment of an environment needs in AWS, and its image.
 * @param hasTerraform whether Terraform can be used
 */
export async function* checkEnvironment(
  environment: SynthesizedEnvironment,
  hasTerraform: boolean,
  stop: AbortSignal,
): AsyncGenerator<Finding> {
  const aws = createAwsClients(environment.region);
  const credentials = await finding(stop, 'Credentials', async () => {
    const caller = await readCaller(aws);
    assertAccount(environment, caller);
    return `${caller.arn} in the account ${caller.account}`;
  });
  yield credentials;
  let login: RegistryLogin | undefined;
  if (credentials.isFine) {
    login = yield* checkRegistry(environment, aws, stop);
    yield* checkInputs(environment, aws, stop);
  } else yield* skipped('Credentials', 'Registry');
  yield await finding(stop, 'Image', () => checkImage(environment, login, stop));
  const zone = zoneOf(environment.stack);
  if (zone !== undefined) yield await finding(stop, 'Domain', () => checkDelegation(zone));
  if (!credentials.isFine) yield* skipped('Credentials', 'State', 'Quotas');
  else if (!hasTerraform) yield* skipped('Terraform', 'State', 'Quotas');
  else yield* checkState(environment, aws, stop);
}

/** @returns the login to the registry; undefined if the login failed */
async function* checkRegistry(
  environment: SynthesizedEnvironment,
  aws: AwsClients,
  stop: AbortSignal,
): AsyncGenerator<Finding, RegistryLogin | undefined> {
  let login: RegistryLogin | undefined;
  yield await finding(stop, 'Registry', async () => {
    login = await logInToRegistry(aws);
    const { host, credentials } = login;
    await new Registry({ host, credentials, stop }).findManifest(environment.repositoryName, 'none');
    return host;
  });
  return login;
}

/** Checks the secrets and the certificate, which exist before the environment. */
async function* checkInputs(
  { name, stack }: SynthesizedEnvironment,
  aws: AwsClients,
  stop: AbortSignal,
): AsyncGenerator<Finding> {
  const secrets = readAppSecrets(stack);
  if (secrets.length > 0) {
    yield await finding(stop, 'Secrets', async () => {
      await assertSecretsExist(name, secrets, aws);
      return `${secrets.map(({ variable }) => variable).join(', ')} exist, and ECS can read them when a task starts`;
    });
  }
  const certificate = certificateOf(stack);
  if (certificate) yield await finding(stop, 'Certificate', () => checkCertificate(certificate, aws));
}

/** Checks the state and, depending on whether the environment has been applied, the domain or the quotas. */
async function* checkState(
  environment: SynthesizedEnvironment,
  aws: AwsClients,
  stop: AbortSignal,
): AsyncGenerator<Finding> {
  const { name, folder, state, stack } = environment;
  let isDeployed = true;
  let outputs: Readonly<Record<string, unknown>> = {};
  yield await finding(stop, 'State', async () => {
    const terraform = new TerraformStack({ folder, state, stop });
    await terraform.init();
    if (terraform.unwrittenState !== undefined) {
      return `${state}; an earlier apply could not write the state and saved it in ${terraform.unwrittenState}. npm run deploy ${name} first writes this file to the backend`;
    }
    isDeployed = !(await isStateEmpty({ environment, aws, terraform }));
    if (certificateOf(stack)) outputs = await terraform.outputs();
    return `${state}; ${isDeployed ? `${name} has been applied before` : 'nothing has been applied yet'}`;
  });
  const record = dnsRecordOf(outputs);
  if (record) yield await finding(stop, 'Domain', () => checkRecord(record));
  if (!isDeployed) yield await finding(stop, 'Quotas', () => checkQuotas(environment, aws));
}

/**
 * Describes where the domain resolves. A missing record is not a failure, because a deployment without the record succeeds
 * and prints which record to create.
 */
async function checkRecord(record: DnsRecord): Promise<string> {
  return describeDns(record, await readDnsState(record));
}

import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { Steps } from '../console/steps';
import { colors } from '../console/terminal';
import { loadEnvironment, type SynthesizedEnvironment } from '../shared/environment';
import { requireTerraform } from '../shared/terraform';
import { TerraformStack } from '../terraform/terraform-stack';
import { logIn } from './preflight';

/** An environment, with everything that commands need to inspect or change it. */
export interface DeployedEnvironment {
  readonly environment: SynthesizedEnvironment;
  readonly aws: AwsClients;
  readonly terraform: TerraformStack;
}

export interface OpenOptions {
  readonly stop: AbortSignal;
  readonly steps: Steps;
  /** Whether to wait for a lock of the state. @default false */
  readonly wait?: boolean;
  /** The file that keeps the plan. @default one that is removed at the end */
  readonly planFile?: string | undefined;
}

/**
 * Synthesizes an environment, checks the credentials and initializes terraform.
 * @throws UserError if one of them fails
 */
export async function openEnvironment(name: string, options: OpenOptions): Promise<DeployedEnvironment> {
  return connect(await synthesizeEnvironment(name, options), options);
}

/**
 * Synthesizes an environment, as a separate step. It is the first one, because only the synthesis knows which
 * environments exist.
 * @throws UserError if the name or the settings are wrong
 */
export async function synthesizeEnvironment(
  name: string,
  { stop, steps }: OpenOptions,
): Promise<SynthesizedEnvironment> {
  return steps.run('Synthesize', () => loadEnvironment(name, stop, (warnings) => steps.line(warnings)));
}

/**
 * Checks the credentials and initializes terraform.
 * @throws UserError if one of them fails
 */
export async function connect(
  environment: SynthesizedEnvironment,
  { stop, steps, wait, planFile }: OpenOptions,
): Promise<DeployedEnvironment> {
  await requireTerraform();
  const aws = await steps.run('Check credentials', () => logIn(environment));
  const { folder, state } = environment;
  const terraform = new TerraformStack({
    folder,
    state,
    stop,
    lockTimeout: wait ? '60m' : undefined,
    planFile,
    notify: (text) => steps.line(colors.dim(`    ${text}`)),
  });
  await steps.run('terraform init', () => terraform.init());
  return { environment, aws, terraform };
}

/** An image that became healthy in an environment. */
export interface DeployedImage {
  /** `<repository>@sha256:…`, or `none` while the environment was parked. */
  readonly image: string;
  readonly time: Date | undefined;
  /** The ARN of the caller that deployed it. */
  readonly deployedBy: string;
  /** The image's tags: versions. */
  readonly versions: readonly string[];
}

/** The images that became healthy, the newest first; empty before the first deployment. */
export async function readHistory({
  environment,
  aws,
}: Pick<DeployedEnvironment, 'environment' | 'aws'>): Promise<DeployedImage[]> {
  const { paginateGetParameterHistory } = await import('@aws-sdk/client-ssm');
  const found: Omit<DeployedImage, 'versions'>[] = [];
  try {
    const pages = paginateGetParameterHistory({ client: await aws.ssm() }, { Name: environment.imageParameterName });
    for await (const { Parameters = [] } of pages) {
      for (const { Value = '', LastModifiedDate, LastModifiedUser = '' } of Parameters) {
        found.push({ image: Value, time: LastModifiedDate, deployedBy: LastModifiedUser });
      }
    }
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound') return [];
    throw toUserError(
      error,
      `read the history of deployments (ssm:GetParameterHistory on ${environment.imageParameterName})`,
    );
  }
  const versions = await readVersions(
    environment,
    aws,
    found.map(({ image }) => image),
  );
  return found.reverse().map((entry) => ({ ...entry, versions: versions.get(digestIn(entry.image)) ?? [] }));
}

/** The tags of images, by digest. An image that was deleted has none. */
async function readVersions(
  { repositoryName }: SynthesizedEnvironment,
  aws: AwsClients,
  images: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const digests = [...new Set(images.map(digestIn).filter((digest) => digest !== ''))];
  if (digests.length === 0) return new Map();
  const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const ecr = await aws.ecr();
  // One call for each image, because a call for several images fails if one of them was deleted.
  const found = await Promise.all(
    digests.slice(-20).map(async (imageDigest) => {
      const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] });
      const { imageDetails = [] } = await ecr.send(command).catch(() => ({ imageDetails: [] }));
      return [imageDigest, [...(imageDetails[0]?.imageTags ?? [])]] as const;
    }),
  );
  return new Map(found);
}

/** The digest in an image's name, if there is one. */
export function digestIn(image: string): string {
  return /sha256:[0-9a-f]{64}$/.exec(image)?.[0] ?? '';
}

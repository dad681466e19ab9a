import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { DeployedEnvironment } from './deployed-environment';

/** An image that became healthy in an environment, as the parameter records it. */
export interface RecordedImage {
  /** `<repository>@sha256:…`, or `none` while the environment was parked. */
  readonly image: string;
  readonly time: Date | undefined;
  /** The ARN of the caller that deployed it. */
  readonly deployedBy: string;
}

/** A recorded image, with its tags in the repository. */
export interface ImageHistoryEntry extends RecordedImage {
  /** The tags of the image. Each is a version of the app. */
  readonly versions: readonly string[];
  /** Whether the environment's repository no longer has the image, so that it cannot run again. */
  readonly isDeleted: boolean;
}

type Source = Pick<DeployedEnvironment, 'environment' | 'aws'>;

/** Returns the images that became healthy, the newest first; empty before the first deployment. */
export async function readHistory({ environment, aws }: Source): Promise<ImageHistoryEntry[]> {
  const found = await readRecords({ environment, aws });
  if (found.every(({ image }) => digestIn(image) === '')) return found.map(withoutTags);
  const tags = await readTags(environment, aws);
  return found.map((entry) => {
    const versions = tags?.get(digestIn(entry.image));
    const isOwn = entry.image.includes(`/${environment.repositoryName}@`);
    return { ...entry, versions: versions ?? [], isDeleted: tags !== undefined && versions === undefined && isOwn };
  });
}

/** Returns the images that became healthy without their tags, because a role of another environment is not allowed to list the repository. */
export async function readRecords({ environment, aws }: Source): Promise<RecordedImage[]> {
  const { paginateGetParameterHistory } = await import('@aws-sdk/client-ssm');
  const found: RecordedImage[] = [];
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
  return found.reverse();
}

function withoutTags(entry: RecordedImage): ImageHistoryEntry {
  return { ...entry, versions: [], isDeleted: false };
}

/**
 * Returns the tags of all images in the repository, by digest. A list of the wanted images would fail if one of them
 * was deleted.
 * @returns undefined if AWS does not list them: the history is useful without tags
 */
async function readTags(
  { repositoryName }: SynthesizedEnvironment,
  aws: AwsClients,
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const { paginateDescribeImages } = await import('@aws-sdk/client-ecr');
  const tags = new Map<string, readonly string[]>();
  try {
    const pages = paginateDescribeImages({ client: await aws.ecr() }, { repositoryName, maxResults: 1_000 });
    for await (const { imageDetails = [] } of pages) {
      for (const { imageDigest = '', imageTags = [] } of imageDetails) tags.set(imageDigest, imageTags);
    }
    return tags;
  } catch {
    return undefined;
  }
}

/** Returns the digest in an image's name, if there is one. */
export function digestIn(image: string): string {
  return /sha256:[0-9a-f]{64}$/.exec(image)?.[0] ?? '';
}

import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import type { DeployedEnvironment } from './deployed-environment';

/** An image that became healthy in an environment, as the history of the SSM parameter records it. */
export interface RecordedImage {
  /** The name of the image: `<repository>@sha256:…`, or `none` while the environment was parked. */
  readonly image: string;
  readonly time: Date | undefined;
  /** The ARN of the user or role that deployed the image. */
  readonly deployedBy: string;
}

/** A recorded image, with its tags in the repository. */
export interface ImageHistoryEntry extends RecordedImage {
  /** The tags of the image. Each is a version of the app. */
  readonly versions: readonly string[];
  /** Whether the environment's repository no longer contains the image. A deleted image cannot run again. */
  readonly isDeleted: boolean;
}

type Source = Pick<DeployedEnvironment, 'environment' | 'aws'>;

/** Returns the images that became healthy in an environment, the newest first; an empty list before the first deployment. */
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

/**
 * Returns the images that became healthy in an environment, without their tags. The role of
 * another environment is allowed to do this, because it may read the parameter, but not the repository.
 */
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
 * Returns the tags of all images in the repository, by digest. Requests all images, because a request for specific images
 * fails if one of them was deleted.
 * @returns undefined if AWS rejects the request, because the history is useful even without tags
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

/** Returns the digest in the name of an image; an empty string if there is none. */
export function digestIn(image: string): string {
  return /sha256:[0-9a-f]{64}$/.exec(image)?.[0] ?? '';
}

import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { isCompletePreviewName } from './preview-name';

/** A preview that exists in AWS. */
export interface DeployedPreview {
  /** The name of the environment, such as `previewpr42`. */
  readonly name: string;
  /** The expiry date: the last day of the preview in UTC, such as `2026-12-31`. */
  readonly expires: string;
}

/** Matches the ARNs of task definitions. These resources are ignored, because ECS lists them forever, even after a destroy. */
const lasting = /:task-definition\//;

/**
 * Finds the previews of a project in one region, by the tag `Expires` of their resources. A destroyed preview may be
 * found for up to another hour, because AWS may still list its resources. Environments without the name of a preview
 * are ignored. Otherwise, anyone who may tag a resource could make a sweep destroy any environment.
 * @returns the previews, sorted by expiry date
 * @throws UserError if AWS rejects the request
 */
export async function findPreviews(project: string, aws: AwsClients): Promise<readonly DeployedPreview[]> {
  const { paginateGetResources } = await import('@aws-sdk/client-resource-groups-tagging-api');
  const expires = new Map<string, string>();
  try {
    const TagFilters = [{ Key: 'Project', Values: [project] }, { Key: 'Expires' }];
    const pages = paginateGetResources({ client: await aws.tagging() }, { TagFilters });
    for await (const { ResourceTagMappingList = [] } of pages) {
      for (const { ResourceARN = '', Tags = [] } of ResourceTagMappingList) {
        const tags = new Map(Tags.map(({ Key, Value = '' }) => [Key, Value]));
        const name = tags.get('Environment');
        if (name === undefined || !isCompletePreviewName(name) || lasting.test(ResourceARN)) continue;
        // After a failed apply, some resources may still have the earlier expiry date. The later date counts.
        const days = [expires.get(name), tags.get('Expires')].filter((day) => day !== undefined);
        expires.set(name, days.sort().at(-1) ?? '');
      }
    }
  } catch (error) {
    throw toUserError(error, 'list the previews (tag:GetResources)');
  }
  return [...expires]
    .map(([name, day]) => ({ name, expires: day }))
    .sort((one, other) => one.expires.localeCompare(other.expires) || one.name.localeCompare(other.name));
}

/** Whether the last day of a preview has passed. */
export function hasExpired({ expires }: DeployedPreview, now: Date): boolean {
  return expires < now.toISOString().slice(0, 10);
}

/** Formats a list of previews for people. */
export function formatPreviews(previews: readonly DeployedPreview[], now: Date): string {
  if (previews.length === 0) return 'There is no preview.';
  const width = Math.max(...previews.map(({ name }) => name.length));
  return previews
    .map(
      (preview) =>
        `${preview.name.padEnd(width)}  ${hasExpired(preview, now) ? 'expired after' : 'until'} ${preview.expires}`,
    )
    .join('\n');
}

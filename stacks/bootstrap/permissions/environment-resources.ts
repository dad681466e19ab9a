import type { Environment } from '../../environment';
import { bucketName, tableName } from '../../names';
import { hasPrivateSubnets } from '../../settings/network-settings';

/** The AWS resources of one environment, or of all previews, as the permissions boundary describes them. */
export class EnvironmentResources {
  constructor(
    readonly environment: Environment,
    readonly accountId: string,
  ) {}

  /** The first part of every name; a hyphen follows. */
  get prefix(): string {
    return `${this.environment.project}-${this.environment.name}`;
  }

  /** Whether there are private subnets. Only there can EC2 instances be. */
  get isPrivate(): boolean {
    return hasPrivateSubnets(this.environment);
  }

  /** The ARN of a bucket. A hash may replace the end of the name, so one pattern covers all buckets of previews. */
  bucket(resource: string): string {
    const part = this.environment.expires === undefined ? resource : '*';
    return `arn:aws:s3:::${bucketName(this.environment, part, this.accountId)}`;
  }

  /** The ARN of the table of entries, with this at its end. Empty if there is no such table. */
  entriesTable(end = ''): string[] {
    const name = tableName(this.environment);
    return name === undefined ? [] : this.regional('dynamodb', `table/${name}${end}`);
  }

  /** ARNs of resources in the environment's region. */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.environment.region}:${this.accountId}:${resource}`);
  }
}

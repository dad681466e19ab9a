import type { Environment } from '../../environment';
import { bucketName, tableName } from '../../names';
import { hasPrivateSubnets } from '../../settings/network-settings';

/** The AWS names and ARNs of the resources of one environment, or of all previews. The permissions boundary contains them. */
export class EnvironmentResources {
  constructor(
    readonly environment: Environment,
    readonly accountId: string,
  ) {}

  /** The beginning of every name, such as `app-dev`. In names, a hyphen follows it. */
  get prefix(): string {
    return `${this.environment.project}-${this.environment.name}`;
  }

  /** Whether the environment has private subnets. EC2 instances run only in private subnets. */
  get isPrivate(): boolean {
    return hasPrivateSubnets(this.environment);
  }

  /**
   * Returns the ARN of a bucket. For previews, it returns a pattern that covers all buckets, because a hash may replace the end of a
   * bucket's name.
   */
  bucket(resource: string): string {
    const part = this.environment.expires === undefined ? resource : '*';
    return `arn:aws:s3:::${bucketName(this.environment, part, this.accountId)}`;
  }

  /** Returns the ARN of the table of entries with `end` appended, as a list. The list is empty if the environment has no such table. */
  entriesTable(end = ''): string[] {
    const name = tableName(this.environment);
    return name === undefined ? [] : this.regional('dynamodb', `table/${name}${end}`);
  }

  /** Returns the ARNs of resources in the environment's region. */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.environment.region}:${this.accountId}:${resource}`);
  }
}

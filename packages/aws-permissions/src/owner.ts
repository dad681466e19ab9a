import type { Condition } from './statement';

/** The names by which AWS and Terraform identify an environment. */
export interface OwnerIdentity {
  readonly project: string;
  /** The name of the environment, or a pattern: `preview*` means all previews. */
  readonly name: string;
  readonly region: string;
  readonly accountId: string;
}

/** The environment that owns resources in AWS: their names, ARNs and tags, as policies describe them. */
export class Owner implements OwnerIdentity {
  readonly project: string;
  readonly name: string;
  readonly region: string;
  readonly accountId: string;

  constructor({ project, name, region, accountId }: OwnerIdentity) {
    this.project = project;
    this.name = name;
    this.region = region;
    this.accountId = accountId;
  }

  /** The prefix of all names in the environment, without the hyphen that follows it in names: for example, `shop-dev`. */
  get prefix(): string {
    return `${this.project}-${this.name}`;
  }

  /** Whether the name is a pattern that matches several environments, such as `preview*`. */
  get isPattern(): boolean {
    return this.name.includes('*');
  }

  /**
   * Returns ARNs in the environment's region.
   * @param resources the last parts of the ARNs, for example `table/shop-dev-*`
   */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`);
  }

  /**
   * Returns ARNs without a region.
   * @param resources the last parts of the ARNs, for example `role/shop-dev-*`
   */
  global(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}::${this.accountId}:${resource}`);
  }

  /** Returns the ARNs of Systems Manager parameters with these paths below the environment's path. */
  parameters(...paths: readonly string[]): string[] {
    return this.regional('ssm', ...paths.map((path) => `parameter/${this.project}/${this.name}/${path}`));
  }

  /**
   * Returns the ARNs of EC2 resources with these ids. The account in the ARNs is `*`, because the resources may be owned and shared by AWS
   * or by another account.
   */
  shared(type: 'prefix-list' | 'subnet' | 'vpc', ids: readonly string[]): string[] {
    return ids.map((id) => `arn:aws:ec2:${this.region}:*:${type}/${id}`);
  }

  /**
   * Returns the condition that the resource has the environment's tags (`Resource`), or that the request adds these tags to a new resource
   * (`Request`).
   * @param others other condition keys, and the values that they must have
   */
  tags(kind: 'Resource' | 'Request', others: Readonly<Record<string, string | readonly string[]>> = {}): Condition {
    const project = { [`aws:${kind}Tag/Project`]: this.project };
    const environment = { [`aws:${kind}Tag/Environment`]: this.name };
    return this.isPattern
      ? { StringEquals: { ...project, ...others }, StringLike: environment }
      : { StringEquals: { ...project, ...environment, ...others } };
  }
}

/** The condition that the resource has no `Environment` tag, so that it belongs to no environment. */
export const noEnvironmentTag = { Null: { 'aws:ResourceTag/Environment': 'true' } } as const;

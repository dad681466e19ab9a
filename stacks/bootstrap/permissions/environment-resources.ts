import { type Environment, hasPrivateSubnets } from '../../environment';
import { bucketName, tableName } from '../../names';

type TagCondition = {
  readonly StringEquals: Readonly<Record<string, string>>;
  /** The patterns for previews; only policies for previews have them. */
  readonly StringLike?: Readonly<Record<string, string>>;
};

export interface EnvironmentResourcesProps {
  readonly environment: Environment;
  readonly accountId: string;
  /** The project and the name of the bootstrap. The resources of the bootstrap belong to no environment. */
  readonly owner: Pick<Environment, 'project' | 'name'>;
  /** The policy that bounds every role of the environment. */
  readonly boundaryArn: string;
}

/**
 * The AWS resources of one environment, or of all previews, as policies describe them: by name if the ARN contains a name, otherwise by tags.
 */
export class EnvironmentResources {
  readonly environment: Environment;
  readonly accountId: string;
  readonly owner: Pick<Environment, 'project' | 'name'>;
  readonly boundaryArn: string;
  /** The first part of every name; a hyphen follows. */
  readonly prefix: string;
  /** Condition: the resource has the environment's tags. */
  readonly resourceTags: TagCondition;
  /** Condition: the request gives the new resource the environment's tags. */
  readonly requestTags: TagCondition;
  /** Condition: the resource belongs to no environment. */
  readonly noEnvironmentTag = { Null: { 'aws:ResourceTag/Environment': 'true' } };

  constructor({ environment, accountId, owner, boundaryArn }: EnvironmentResourcesProps) {
    const { project, name } = environment;
    this.environment = environment;
    this.accountId = accountId;
    this.owner = owner;
    this.boundaryArn = boundaryArn;
    this.prefix = `${project}-${name}`;
    this.resourceTags = tagCondition('aws:ResourceTag', environment);
    this.requestTags = tagCondition('aws:RequestTag', environment);
  }

  /** Whether these are the resources of all previews. Their names are patterns. Only policies for previews contain such patterns. */
  get arePreviews(): boolean {
    return this.environment.expires !== undefined;
  }

  /** Whether there are private subnets. Only with them can there be NAT gateways and EC2 instances. */
  get isPrivate(): boolean {
    return hasPrivateSubnets(this.environment);
  }

  /** Whether there is a CloudFront distribution. */
  get hasCdn(): boolean {
    const { ingress } = this.environment;
    return ingress.kind === 'load-balanced' && ingress.cdn !== undefined;
  }

  /** The resources of the environment in another region. */
  inRegion(region: string): EnvironmentResources {
    const { accountId, owner, boundaryArn } = this;
    return new EnvironmentResources({ environment: { ...this.environment, region }, accountId, owner, boundaryArn });
  }

  /** Condition: the request gives the new resource the environment's tags, and other keys have these values. */
  requestTagsAnd(values: Readonly<Record<string, string | readonly string[]>>) {
    return { ...this.requestTags, StringEquals: { ...this.requestTags.StringEquals, ...values } };
  }

  /** The ARN of a bucket. A hash may replace the end of the name, so one pattern covers all buckets of previews. */
  bucket(resource: string): string {
    return `arn:aws:s3:::${bucketName(this.environment, this.arePreviews ? '*' : resource, this.accountId)}`;
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

  /** ARNs of EC2 resources with these ids. They may also belong to AWS, or to another account that shares them. */
  shared(type: 'prefix-list' | 'subnet' | 'vpc', ids: readonly string[]): string[] {
    return ids.map((id) => `arn:aws:ec2:${this.environment.region}:*:${type}/${id}`);
  }

  /** ARNs of resources that belong to no region. */
  global(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}::${this.accountId}:${resource}`);
  }
}

function tagCondition(key: string, { project, name, expires }: Environment): TagCondition {
  const ofProject = { [`${key}/Project`]: project };
  const ofEnvironment = { [`${key}/Environment`]: name };
  return expires === undefined
    ? { StringEquals: { ...ofProject, ...ofEnvironment } }
    : { StringEquals: ofProject, StringLike: ofEnvironment };
}

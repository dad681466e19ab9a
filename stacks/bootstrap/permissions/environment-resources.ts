import { type Environment, hasPrivateSubnets } from '../../environment';

type TagCondition = { readonly StringEquals: Readonly<Record<string, string>> };

export interface EnvironmentResourcesProps {
  readonly environment: Environment;
  readonly accountId: string;
  /** The project and the name of the bootstrap. Its resources belong to no environment. */
  readonly owner: Pick<Environment, 'project' | 'name'>;
  /** The policy that bounds every role of the environment. */
  readonly boundaryArn: string;
}

/**
 * The AWS resources of one environment, as policies describe them: by name if the ARN contains a name, otherwise by tags.
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
    this.resourceTags = { StringEquals: { 'aws:ResourceTag/Project': project, 'aws:ResourceTag/Environment': name } };
    this.requestTags = { StringEquals: { 'aws:RequestTag/Project': project, 'aws:RequestTag/Environment': name } };
  }

  /** Whether there are private subnets, and with them NAT gateways and EC2 instances. */
  get isPrivate(): boolean {
    return hasPrivateSubnets(this.environment);
  }

  /** ARNs of resources in the environment's region. */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.environment.region}:${this.accountId}:${resource}`);
  }

  /** ARNs of resources that belong to no region. */
  global(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}::${this.accountId}:${resource}`);
  }
}

import { randomBytes } from 'node:crypto';
import { isKnown, isObject, type Value, type Values } from '../protocol/value';
import { ResourceStore } from './resource-store';

/** A simulated AWS account. It stores its resources and settings between calls of the provider. */
export class Account extends ResourceStore {
  /** The account id: the one that the provider configuration allows, by default the id in AWS's examples. */
  id = '123456789012';
  region = 'eu-central-1';
  /** The `default_tags` of the provider configuration. */
  defaultTags: Record<string, string> = {};

  /**
   * The outcome of the next deployments of ECS services. `roll back`: the deployment fails, the circuit breaker
   * restores the previous deployment, and the apply fails. A first deployment leaves a service without tasks. `roll
   * back unseen`: the same, but the apply succeeds.
   */
  deployments: 'succeed' | 'roll back' | 'roll back unseen' = 'succeed';

  /**
   * The default VPC. AWS creates it with the account, with a subnet in each of three zones. Users can delete the VPC or some of its
   * subnets.
   */
  defaultVpc: { readonly subnets: 0 | 1 | 2 | 3 } | 'none' = { subnets: 3 };

  /**
   * The subnets of VPCs that no stack manages, by id: the VPC, and the position among the subnets that were looked up together. A lookup
   * finds every VPC and every subnet, so that a plan works with the ids of any account.
   */
  readonly existingSubnets = new Map<string, { readonly vpc: string; readonly position: number }>();

  /**
   * The result of looking up a parameter or a secret that no stack manages: whether it exists, and the KMS key of the secret (null: the AWS
   * managed key). By default it finds every name, so that a plan works with the names of any account.
   */
  found: { readonly parameter: 'exists' | 'missing'; readonly secret: string | null | 'missing' } = {
    parameter: 'exists',
    secret: null,
  };

  /** The value of all parameters that no stack manages. A test asserts that it is in no plan and no state. */
  readonly parameterValue = randomBytes(16).toString('hex');

  /** The password that RDS stores in Secrets Manager. A configuration that reads the secret receives this password. */
  readonly databasePassword = randomBytes(16).toString('hex');

  /**
   * The paths of the values that were unknown in a plan and are in sets of blocks, for example
   * `aws_ecs_service.load_balancer.target_group_arn`.
   */
  readonly unknownInSets = new Set<string>();

  readonly #revisions = new Map<string, number>();

  /** Applies the provider configuration. */
  configure(config: Values): void {
    const [allowed] = Array.isArray(config.allowed_account_ids) ? config.allowed_account_ids : [];
    if (typeof allowed === 'string') this.id = allowed;
    if (typeof config.region === 'string') this.region = config.region;
    const [block] = Array.isArray(config.default_tags) ? config.default_tags : [];
    const tags = isObject(block) ? block.tags : undefined;
    this.defaultTags = isObject(tags) ? (tags as Record<string, string>) : {};
  }

  /**
   * The ARN of a resource in the account.
   * @param region the argument `region` of the resource. @default the region of the provider configuration
   */
  arn(service: string, resource: string, region?: Value): string {
    return `arn:aws:${service}:${typeof region === 'string' ? region : this.region}:${this.id}:${resource}`;
  }

  /** The number of a new revision of a task definition. */
  nextRevision(family: string): number {
    const revision = (this.#revisions.get(family) ?? 0) + 1;
    this.#revisions.set(family, revision);
    return revision;
  }

  /** The value of an SSM parameter. */
  parameter(name: string): string | undefined {
    return this.#parameters().find(([known]) => known === name)?.[1];
  }

  /** The SSM parameters under a path, sorted by name. Without `recursive`, only those directly under it. */
  parametersUnder(path: string, recursive: boolean): [name: string, value: string][] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return this.#parameters()
      .filter(([name]) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/')))
      .sort(([a], [b]) => a.localeCompare(b));
  }

  #parameters(): [name: string, value: string][] {
    return this.resources('aws_ssm_parameter').flatMap(({ name, insecure_value, value: secure }) => {
      const value = isKnown(insecure_value) ? insecure_value : secure;
      // An imported parameter has no name yet.
      return typeof name === 'string' && typeof value === 'string' ? [[name, value] as [string, string]] : [];
    });
  }
}

import { randomBytes } from 'node:crypto';
import { isKnown, isObject, type Value, type Values } from '../protocol/value';
import { ResourceStore } from './resource-store';

/** A simulated AWS account. It keeps its resources and settings between the provider's calls. */
export class Account extends ResourceStore {
  /** The account id: the first of the `allowed_account_ids` in the provider configuration or, by default, the id in AWS's examples. */
  id = '123456789012';
  region = 'eu-central-1';
  /** The `default_tags` of the provider configuration. */
  defaultTags: Record<string, string> = {};

  /**
   * The outcome of the next deployments of ECS services. With `roll back`, the deployment fails, the circuit breaker restores the previous
   * deployment, and the apply fails. A service whose first deployment fails remains without tasks. With `roll back unseen`, the circuit
   * breaker also restores the previous deployment, but the apply succeeds.
   */
  deployments: 'succeed' | 'roll back' | 'roll back unseen' = 'succeed';

  /**
   * The default VPC, and the number of its default subnets. AWS creates the VPC with the account, with a subnet in each of three zones.
   * Users can delete the VPC or some of its subnets.
   */
  defaultVpc: { readonly subnets: 0 | 1 | 2 | 3 } | 'none' = { subnets: 3 };

  /**
   * The subnets that no stack manages, by their ids. Each has the id of its VPC, and its position among the subnets that were looked up
   * together. Every lookup of a VPC or a subnet succeeds, so that a plan works with the ids of any account.
   */
  readonly existingSubnets = new Map<string, { readonly vpc: string; readonly position: number }>();

  /**
   * The result of looking up a parameter or a secret that no stack manages. `secret` is the KMS key of the secret; null means the AWS
   * managed key. By default, every lookup succeeds, so that a plan works with the names of any account.
   */
  found: { readonly parameter: 'exists' | 'missing'; readonly secret: string | null | 'missing' } = {
    parameter: 'exists',
    secret: null,
  };

  /** The value of each parameter that no stack manages. A test asserts that no plan and no state contains this value. */
  readonly parameterValue = randomBytes(16).toString('hex');

  /** The password that RDS stores in Secrets Manager. A configuration that reads the secret gets this password. */
  readonly databasePassword = randomBytes(16).toString('hex');

  /**
   * The paths of values that are in a set of blocks and were unknown in a plan, for example
   * `aws_ecs_service.load_balancer.target_group_arn`.
   */
  readonly unknownInSets = new Set<string>();

  readonly #revisions = new Map<string, number>();

  /** Sets the account id, the region and the default tags from the provider configuration. */
  configure(config: Values): void {
    const [allowed] = Array.isArray(config.allowed_account_ids) ? config.allowed_account_ids : [];
    if (typeof allowed === 'string') this.id = allowed;
    if (typeof config.region === 'string') this.region = config.region;
    const [block] = Array.isArray(config.default_tags) ? config.default_tags : [];
    const tags = isObject(block) ? block.tags : undefined;
    this.defaultTags = isObject(tags) ? (tags as Record<string, string>) : {};
  }

  /**
   * Returns the ARN of a resource in the account.
   * @param region the argument `region` of the resource. If it is not a string, the ARN has the region of the provider configuration.
   */
  arn(service: string, resource: string, region?: Value): string {
    return `arn:aws:${service}:${typeof region === 'string' ? region : this.region}:${this.id}:${resource}`;
  }

  /** Creates a revision of a task definition, and returns its number. The first revision has the number 1. */
  nextRevision(family: string): number {
    const revision = (this.#revisions.get(family) ?? 0) + 1;
    this.#revisions.set(family, revision);
    return revision;
  }

  /** Returns the value of an SSM parameter that Terraform has applied, or undefined if the parameter does not exist. */
  parameter(name: string): string | undefined {
    return this.#parameters().find(([known]) => known === name)?.[1];
  }

  /**
   * Returns the applied SSM parameters under a path, sorted by name.
   * @param recursive whether to include parameters in deeper paths
   */
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

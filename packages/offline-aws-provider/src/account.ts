import { randomBytes } from 'node:crypto';
import { isKnown, isObject, type Values } from './value';

/** A state file of Terraform, as far as it tells what the account holds. */
export interface TerraformState {
  readonly resources?: readonly {
    readonly type: string;
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Values }[];
  }[];
}

/** What an AWS account would remember between two calls, as far as plans depend on it. */
export class Account {
  /** The account id of AWS's own examples, unless the provider configuration allows only another one. */
  id = '123456789012';
  region = 'eu-central-1';
  defaultTags: Record<string, string> = {};

  /**
   * `'roll back'`: every deployment of an ECS service fails, its circuit breaker restores the one before, and the apply fails. The first
   * deployment has none before it, and leaves a service without a task. `'roll back unseen'`: the same, but the apply succeeds.
   */
  deployments: 'succeed' | 'roll back' | 'roll back unseen' = 'succeed';

  /** The values in sets of blocks that some plan did not know yet: `aws_ecs_service.load_balancer.target_group_arn`. */
  readonly unknownInSets = new Set<string>();

  /** What RDS keeps in Secrets Manager of every database: a program that ever asks for it has it in its hands. */
  readonly databasePassword = randomBytes(16).toString('hex');

  /** AWS makes one with the account, with a subnet in each of three zones; people delete it, or some of its subnets. */
  defaultVpc: { readonly subnets: 0 | 1 | 2 | 3 } | 'none' = { subnets: 3 };

  /** By type and id. */
  readonly #resources = new Map<string, Values>();
  /** What AWS removed by itself, together with something else. */
  readonly #removed = new Set<string>();
  /** The attributes that AWS changed by itself, by type and id. */
  readonly #changed = new Map<string, Values>();
  readonly #revisions = new Map<string, number>();

  /** Takes over what the provider's configuration says about the account. */
  configure(config: Values): void {
    const [allowed] = Array.isArray(config.allowed_account_ids) ? config.allowed_account_ids : [];
    if (typeof allowed === 'string') this.id = allowed;
    if (typeof config.region === 'string') this.region = config.region;
    const [block] = Array.isArray(config.default_tags) ? config.default_tags : [];
    const tags = isObject(block) ? block.tags : undefined;
    this.defaultTags = isObject(tags) ? (tags as Record<string, string>) : {};
  }

  /** Remembers what an apply has done, or what a refresh has seen. */
  remember(type: string, before: Values | null, after: Values | null): void {
    if (before !== null) {
      this.#resources.delete(`${type} ${before.id}`);
      this.#changed.delete(`${type} ${before.id}`);
    }
    if (after === null) return;
    this.#resources.set(`${type} ${after.id}`, after);
    this.#removed.delete(`${type} ${after.id}`);
  }

  /** Removes something as AWS does it by itself: Terraform learns of it at its next refresh. */
  remove(type: string, resource: Values): void {
    this.#resources.delete(`${type} ${resource.id}`);
    this.#removed.add(`${type} ${resource.id}`);
  }

  /** Changes attributes of something as AWS does it by itself: Terraform learns of it at its next refresh. */
  change(type: string, resource: Values, attributes: Values): void {
    this.#changed.set(`${type} ${resource.id}`, attributes);
    this.#resources.set(`${type} ${resource.id}`, { ...resource, ...attributes });
  }

  /** The current attributes of something that Terraform believes in, for a refresh. */
  refreshed(type: string, resource: Values): Values {
    return { ...resource, ...this.#changed.get(`${type} ${resource.id}`) };
  }

  /** Whether AWS has removed what Terraform believes in. */
  hasRemoved(type: string, resource: Values): boolean {
    return this.#removed.has(`${type} ${resource.id}`);
  }

  /** Everything of one type that the account holds. */
  resources(type: string): Values[] {
    return [...this.#resources].filter(([key]) => key.startsWith(`${type} `)).map(([, values]) => values);
  }

  /** Takes over what another process has applied. */
  recall(state: TerraformState): void {
    for (const { type, mode, instances } of state.resources ?? []) {
      if (mode === 'managed') for (const { attributes } of instances) this.remember(type, null, attributes);
    }
  }

  /** The parameters directly under a path (or anywhere below it), by name. */
  parametersUnder(path: string, recursive: boolean): [name: string, value: string][] {
    const prefix = path.endsWith('/') ? path : `${path}/`;
    return this.#parameters()
      .filter(([name]) => name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes('/')))
      .sort(([a], [b]) => a.localeCompare(b));
  }

  parameter(name: string): string | undefined {
    return this.#parameters().find(([known]) => known === name)?.[1];
  }

  /** A parameter that was only imported has no name yet. */
  #parameters(): [name: string, value: string][] {
    return this.resources('aws_ssm_parameter').flatMap(({ name, insecure_value, value: secure }) => {
      const value = isKnown(insecure_value) ? insecure_value : secure;
      return typeof name === 'string' && typeof value === 'string' ? [[name, value] as [string, string]] : [];
    });
  }

  /** Registers one more revision of a task definition's family. */
  nextRevision(family: string): number {
    const revision = (this.#revisions.get(family) ?? 0) + 1;
    this.#revisions.set(family, revision);
    return revision;
  }

  /** The end of a new id, as in `subnet-0f3a…`. */
  newSuffix(): string {
    return `0${this.newHexadecimal()}`;
  }

  /** The end of a load balancer's ARN. */
  newHexadecimal(): string {
    return randomBytes(8).toString('hex');
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.region}:${this.id}:${resource}`;
  }
}

import { backendOf, defaultsOf, type StackResource, stackResources } from './stack-document';
import type { Condition } from './statement';

/** Facts that the JSON of a stack does not contain. */
export interface StackOwnerOptions {
  /**
   * The account id, or a Terraform reference to it.
   * @default the account that the provider configuration allows, otherwise the placeholder `ACCOUNT_ID`
   */
  readonly accountId?: string;
  /**
   * The ARN of the permissions boundary that every role of the environment must have.
   * @default the boundary of the roles in the JSON. If they have none, no boundary is required
   */
  readonly boundaryArn?: string;
  /** The prefix of the names of the bootstrap's roles and policies. @default `{project}-bootstrap` */
  readonly bootstrapPrefix?: string;
  /**
   * The names of resources that an edit of the settings may have removed from the JSON, by resource type. Only names that may end in a hash
   * are needed here, because a pattern with the environment's prefix matches all other names.
   * @default none
   */
  readonly formerNames?: Readonly<Record<string, readonly string[]>>;
}

/** The environment that owns the resources of a stack: their names, tags and ARNs, as policies describe them. */
export class StackOwner {
  readonly accountId: string;
  readonly boundaryArn?: string;
  readonly bootstrapPrefix: string;
  /** The types of all resources and data sources in the stack, in alphabetical order. */
  readonly types: ReadonlySet<string>;

  private constructor(
    readonly project: string,
    /** The name of the environment, or a pattern: `preview*` means all previews. */
    readonly name: string,
    readonly region: string,
    readonly resources: readonly StackResource[],
    private readonly options: StackOwnerOptions,
    /** The S3 object that contains the state. It is undefined if the state is not in S3. */
    readonly backend: ReturnType<typeof backendOf>,
  ) {
    this.types = new Set(resources.map(({ type }) => type).sort());
    this.accountId = options.accountId ?? 'ACCOUNT_ID';
    this.boundaryArn = options.boundaryArn ?? boundaryIn(resources)?.replace(accountReference, this.accountId);
    this.bootstrapPrefix = options.bootstrapPrefix ?? `${project}-bootstrap`;
  }

  /**
   * Returns the owner of a stack.
   * @param document the stack's Terraform JSON
   * @throws Error if the AWS provider lacks the region, or the default tag `Project` or `Environment`
   */
  static fromDocument(document: unknown, options: StackOwnerOptions = {}): StackOwner {
    const { region, tags, account } = defaultsOf(document);
    const { Project: project, Environment: name } = tags;
    if (typeof project !== 'string' || typeof name !== 'string' || region === '') {
      throw new Error('The AWS provider of the stack needs a region and the default tags Project and Environment.');
    }
    const accountId = options.accountId ?? account;
    const all = { ...options, ...(accountId && { accountId }) };
    return new StackOwner(project, name, region, stackResources(document), all, backendOf(document));
  }

  /** The prefix of all names in the environment, without the hyphen that follows it in names: for example, `shop-dev`. */
  get prefix(): string {
    return `${this.project}-${this.name}`;
  }

  /** Whether the stack is an environment, and not the bootstrap. */
  get isEnvironment(): boolean {
    return this.prefix !== this.bootstrapPrefix;
  }

  /** Whether the name is a pattern that matches several environments, such as `preview*`. */
  get isPattern(): boolean {
    return this.name.includes('*');
  }

  /** Whether tasks run in private subnets. EC2 instances and NAT gateways exist only in environments with private subnets. */
  get isPrivate(): boolean {
    const networks = this.of('aws_ecs_service').flatMap(({ block }) => [block.network_configuration].flat());
    return networks.some(
      (network) => (network as { assign_public_ip?: unknown } | undefined)?.assign_public_ip !== true,
    );
  }

  /** Whether CloudFront is in front of the app. Some resources are then in the region of CloudFront. */
  get hasCdn(): boolean {
    return this.has('aws_cloudfront_distribution');
  }

  /** Whether the stack has a resource or data source of this type. */
  has(type: string): boolean {
    return this.types.has(type);
  }

  /** Returns the resources or data sources of this type. */
  of(type: string): readonly StackResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /**
   * Returns the values of an argument in all resources of a type, without duplicates. Values that are known only after an apply are
   * omitted.
   */
  values(type: string, argument: string): string[] {
    const values = this.of(type).map(({ block }) => block[argument]);
    const known = values.filter((value): value is string => typeof value === 'string' && isKnown(value));
    return [...new Set(known.map((value) => value.replace(accountReference, this.accountId)))];
  }

  /** Returns the names of all resources of a type, including names that former settings may have left in AWS. */
  names(type: string, argument: string): string[] {
    return [...new Set([...this.values(type, argument), ...(this.options.formerNames?.[type] ?? [])])];
  }

  /** Returns an owner that differs from this one only in its region. */
  inRegion(region: string): StackOwner {
    return new StackOwner(this.project, this.name, region, this.resources, this.options, this.backend);
  }

  /**
   * Returns an owner with the name `*`, which matches all environments of the project. Policies for this owner do not grow with the number
   * of environments.
   */
  everyEnvironment(): StackOwner {
    return new StackOwner(this.project, '*', this.region, this.resources, this.options, this.backend);
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

const accountReference = /\$\{data\.aws_caller_identity\.\w+\.account_id\}/g;

/** Whether a value is known before an apply: it contains no references, except to the account id. */
function isKnown(value: string): boolean {
  return !value.replace(accountReference, '').includes('${');
}

function boundaryIn(resources: readonly StackResource[]): string | undefined {
  const roles = resources.filter(({ type }) => type === 'aws_iam_role');
  const [boundary] = roles.map(({ block }) => block.permissions_boundary);
  return typeof boundary === 'string' ? boundary : undefined;
}

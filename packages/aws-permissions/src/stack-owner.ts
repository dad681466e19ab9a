import { backendOf, defaultsOf, type StackResource, stackResources } from './stack-document';
import type { Condition } from './statement';

/** Facts that the JSON of a stack does not contain. */
export interface StackOwnerOptions {
  /**
   * The account's id, or a reference to it.
   * @default the account that the stack allows, otherwise `ACCOUNT_ID`, which must be replaced
   */
  readonly accountId?: string;
  /**
   * The permissions boundary that every role of the environment must have.
   * @default that of its roles in the JSON; without any, roles need no boundary
   */
  readonly boundaryArn?: string;
  /** The prefix of the names of the bootstrap's roles and policies. @default `{project}-bootstrap` */
  readonly bootstrapPrefix?: string;
  /**
   * By type, the names of resources that an edit of the settings may have removed from the JSON. Only names that may end in a hash are
   * needed here: a pattern with the environment's prefix matches the others.
   * @default none
   */
  readonly formerNames?: Readonly<Record<string, readonly string[]>>;
}

/** The environment that owns the resources of a stack: their names, tags and ARNs, as policies describe them. */
export class StackOwner {
  readonly accountId: string;
  readonly boundaryArn?: string;
  readonly bootstrapPrefix: string;
  /** The types of all resources, in alphabetical order. */
  readonly types: ReadonlySet<string>;

  private constructor(
    readonly project: string,
    /** For all previews, the pattern `preview*`. */
    readonly name: string,
    readonly region: string,
    readonly resources: readonly StackResource[],
    private readonly options: StackOwnerOptions,
    /** The S3 object of the state. @default none: the state is elsewhere */
    readonly backend: ReturnType<typeof backendOf>,
  ) {
    this.types = new Set(resources.map(({ type }) => type).sort());
    this.accountId = options.accountId ?? 'ACCOUNT_ID';
    this.boundaryArn = options.boundaryArn ?? boundaryIn(resources)?.replace(accountReference, this.accountId);
    this.bootstrapPrefix = options.bootstrapPrefix ?? `${project}-bootstrap`;
  }

  /**
   * The owner of a stack.
   * @param document the stack's Terraform JSON
   * @throws Error if the AWS provider lacks the region, or the default tag `Project` or `Environment`
   */
  static of(document: unknown, options: StackOwnerOptions = {}): StackOwner {
    const { region, tags, account } = defaultsOf(document);
    const { Project: project, Environment: name } = tags;
    if (typeof project !== 'string' || typeof name !== 'string' || region === '') {
      throw new Error('The AWS provider of the stack needs a region and the default tags Project and Environment.');
    }
    const accountId = options.accountId ?? account;
    const all = { ...options, ...(accountId && { accountId }) };
    return new StackOwner(project, name, region, stackResources(document), all, backendOf(document));
  }

  /** The first part of every name; a hyphen follows. */
  get prefix(): string {
    return `${this.project}-${this.name}`;
  }

  /** Whether the stack is an environment, and not the bootstrap. */
  get isEnvironment(): boolean {
    return this.prefix !== this.bootstrapPrefix;
  }

  /** Whether the name is a pattern, which matches all previews. */
  get isPattern(): boolean {
    return this.name.includes('*');
  }

  /** Whether tasks run in private subnets. Only there can EC2 instances and NAT gateways be. */
  get isPrivate(): boolean {
    const networks = this.of('aws_ecs_service').flatMap(({ block }) => [block.network_configuration].flat());
    return networks.some(
      (network) => (network as { assign_public_ip?: unknown } | undefined)?.assign_public_ip !== true,
    );
  }

  /** Whether CloudFront is in front of the app: then some resources are in its region. */
  get hasCdn(): boolean {
    return this.has('aws_cloudfront_distribution');
  }

  /** Whether the stack has a resource of this type. */
  has(type: string): boolean {
    return this.types.has(type);
  }

  /** The resources of one type. */
  of(type: string): readonly StackResource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The values of an argument that are known without AWS, in all resources of a type, without duplicates. */
  values(type: string, argument: string): string[] {
    const values = this.of(type).map(({ block }) => block[argument]);
    const known = values.filter((value): value is string => typeof value === 'string' && isKnown(value));
    return [...new Set(known.map((value) => value.replace(accountReference, this.accountId)))];
  }

  /** The names of the resources of a type, including those that former settings may have left. */
  names(type: string, argument: string): string[] {
    return [...new Set([...this.values(type, argument), ...(this.options.formerNames?.[type] ?? [])])];
  }

  /** The same environment in another region. */
  inRegion(region: string): StackOwner {
    return new StackOwner(this.project, this.name, region, this.resources, this.options, this.backend);
  }

  /** All environments of the project, for policies that must not grow with each environment. */
  everyEnvironment(): StackOwner {
    return new StackOwner(this.project, '*', this.region, this.resources, this.options, this.backend);
  }

  /** ARNs of resources in the environment's region. */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.region}:${this.accountId}:${resource}`);
  }

  /** ARNs of resources that belong to no region. */
  global(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}::${this.accountId}:${resource}`);
  }

  /** ARNs of EC2 resources with these ids. They may also belong to AWS, or to another account that shares them. */
  shared(type: 'prefix-list' | 'subnet' | 'vpc', ids: readonly string[]): string[] {
    return ids.map((id) => `arn:aws:ec2:${this.region}:*:${type}/${id}`);
  }

  /**
   * Condition: the resource has the environment's tags, or the request adds them to a new resource.
   * @param others other keys, and the values that they must have
   */
  tags(kind: 'Resource' | 'Request', others: Readonly<Record<string, string | readonly string[]>> = {}): Condition {
    const project = { [`aws:${kind}Tag/Project`]: this.project };
    const environment = { [`aws:${kind}Tag/Environment`]: this.name };
    return this.isPattern
      ? { StringEquals: { ...project, ...others }, StringLike: environment }
      : { StringEquals: { ...project, ...environment, ...others } };
  }
}

/** Condition: the resource belongs to no environment. */
export const noEnvironmentTag = { Null: { 'aws:ResourceTag/Environment': 'true' } } as const;

const accountReference = /\$\{data\.aws_caller_identity\.\w+\.account_id\}/g;

/** Whether a value contains no reference, except to the account. */
function isKnown(value: string): boolean {
  return !value.replace(accountReference, '').includes('${');
}

function boundaryIn(resources: readonly StackResource[]): string | undefined {
  const roles = resources.filter(({ type }) => type === 'aws_iam_role');
  const [boundary] = roles.map(({ block }) => block.permissions_boundary);
  return typeof boundary === 'string' ? boundary : undefined;
}

import { Owner, type OwnerIdentity } from './owner';
import {
  accountReference,
  backendOf,
  boundaryOf,
  defaultsOf,
  isKnown,
  type StackResource,
  stackResources,
} from './stack-document';

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

/** The values that `StackOwner` reads from the JSON of a stack. */
interface StackFacts extends OwnerIdentity {
  readonly resources: readonly StackResource[];
  readonly options: StackOwnerOptions;
  readonly backend: ReturnType<typeof backendOf>;
}

/** The environment that owns the resources of a stack, and these resources. */
export class StackOwner extends Owner {
  readonly boundaryArn?: string;
  readonly bootstrapPrefix: string;
  readonly resources: readonly StackResource[];
  /** The types of all resources and data sources in the stack, in alphabetical order. */
  readonly types: ReadonlySet<string>;
  /** The S3 object that contains the state. It is undefined if the state is not in S3. */
  readonly backend: ReturnType<typeof backendOf>;

  private constructor(private readonly facts: StackFacts) {
    super(facts);
    const { resources, options, backend } = facts;
    this.resources = resources;
    this.types = new Set(resources.map(({ type }) => type).sort());
    this.backend = backend;
    this.boundaryArn = options.boundaryArn ?? boundaryOf(resources)?.replace(accountReference, this.accountId);
    this.bootstrapPrefix = options.bootstrapPrefix ?? `${this.project}-bootstrap`;
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
      throw new Error("The stack's AWS provider must set a region and the default tags Project and Environment.");
    }
    const accountId = options.accountId ?? account ?? 'ACCOUNT_ID';
    const resources = stackResources(document);
    return new StackOwner({ project, name, region, accountId, resources, options, backend: backendOf(document) });
  }

  /** Whether the stack is an environment, and not the bootstrap. */
  get isEnvironment(): boolean {
    return this.prefix !== this.bootstrapPrefix;
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
    return [...new Set([...this.values(type, argument), ...(this.facts.options.formerNames?.[type] ?? [])])];
  }

  /** Returns an owner that differs from this one only in its region. */
  inRegion(region: string): StackOwner {
    return new StackOwner({ ...this.facts, region });
  }

  /**
   * Returns an owner with the name `*`, which matches all environments of the project. Policies for this owner do not grow with the number
   * of environments.
   */
  everyEnvironment(): StackOwner {
    return new StackOwner({ ...this.facts, name: '*' });
  }
}

import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import {
  changePoliciesOf,
  mergeStatements,
  type Policies,
  type Purpose,
  purposeStatements,
  readPoliciesOf,
  StackOwner,
  type Statement,
  stateStatements,
} from '@eight-digit/aws-permissions';
import { Annotations } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyArn } from '../iam/permissions-boundary';
import { policyDocument } from '../iam/policy';
import { physicalName } from '../names';
import { accessName } from '../preview';
import { stateKey } from '../settings/state-settings';
import type { Owner } from './bootstrap';
import { boundaryName } from './bounded-environments';
import type { FederatedRole } from './federated-role';
import { formerNames } from './former-names';
import { reportMissingRows } from './missing-rows';
import { boundaryStatements } from './permissions/boundary';
import { EnvironmentResources } from './permissions/environment-resources';
import { descriptionOf, grantInline, inlineNames, isManaged } from './role-policies';

export interface EnvironmentAccessProps {
  readonly owner: Owner;
  readonly environment: Environment;
  /** The Terraform JSON of the environment. The permissions follow from its resources. */
  readonly document: object;
  readonly accountId: string;
  /**
   * The name of the bootstrap's bucket for states. It is used unless the environment's settings name another bucket.
   * @default none: the roles get access to a state only if the environment's settings name a bucket
   */
  readonly stateBucket?: string;
}

/** The parts of the policies that are the same for all environments of a project. The plan role gets each of these parts only once. */
const sharedPolicies = ['read-cdn', 'read-lists', 'read-resources'];

/** The maximum number of managed policies for a role. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxPolicies = 10;

/**
 * The purposes (see `@eight-digit/aws-permissions`) whose permissions every deploy role gets, in addition to the permissions for an apply.
 */
const deployPurposes = ['push-images', 'follow-log', 'list-tagged', 'read-quotas', 'watch-deployments'] as const;

/**
 * The permissions to plan and change one environment. Most are in managed policies, because several roles share them, and because IAM's
 * limit for inline policies is lower.
 */
export class EnvironmentAccess extends Construct {
  readonly environment: Environment;
  private readonly resources: StackOwner;
  private readonly stateBucket?: string;
  private readonly reads: Policies;
  private readonly changes: Policies;
  private readonly managed: Readonly<Record<string, IamPolicy>>;

  constructor(scope: Construct, props: EnvironmentAccessProps) {
    const { owner, environment, document, accountId, stateBucket } = props;
    super(scope, accessName(environment));
    const { state } = environment;
    const boundaryArn = policyArn(accountId, boundaryName(owner, environment));
    this.environment = environment;
    this.resources = StackOwner.fromDocument(document, {
      accountId,
      boundaryArn,
      bootstrapPrefix: `${owner.project}-${owner.name}`,
      formerNames: formerNames(environment, accountId),
    });
    this.stateBucket = state.kind === 's3' ? state.bucket : stateBucket;
    this.reads = readPoliciesOf(this.resources);
    this.changes = changePoliciesOf(this.resources);
    reportMissingRows(this, this.resources, environment.name);

    const { prefix } = this.resources;
    new IamPolicy(this, 'boundary', {
      name: boundaryName(owner, environment),
      description: `The most that a role of ${prefix} can be allowed`,
      policy: policyDocument(boundaryStatements(new EnvironmentResources(environment, accountId))),
    });
    this.managed = Object.fromEntries(
      Object.entries({ ...this.reads, ...this.changes })
        .filter(([part]) => isManaged(part))
        .map(([part, statements]) => [
          part,
          new IamPolicy(this, part, {
            name: physicalName(owner, `${accessName(environment)}-${part}`, 'policy'),
            description: `${descriptionOf(part)} of ${prefix}`,
            policy: policyDocument(statements),
          }),
        ]),
    );
    this.reportTooManyPolicies();
  }

  private get hasTooManyPolicies(): boolean {
    return Object.keys(this.managed).length > maxPolicies;
  }

  /**
   * Reports an error if the deploy role has too many managed policies. Policies are split by size, so resources with long names need more
   * policies.
   */
  private reportTooManyPolicies(): void {
    if (!this.hasTooManyPolicies) return;
    const { length } = Object.keys(this.managed);
    Annotations.of(this).addError(
      `The deploy role of ${this.environment.name} needs ${length} managed policies; AWS allows ${maxPolicies}. Use fewer resources, or shorter names.`,
    );
  }

  /** Allows the role to read every resource that a plan reads, but not the state, which Terraform Cloud itself provides to its runs. */
  grantReads(role: FederatedRole): void {
    this.attach(role, this.reads);
    grantInline(role, this.reads);
  }

  /**
   * Allows the role to plan all these environments: to read their resources, and to read and lock their states. IAM limits the total
   * size of a role's inline policies, so each inline policy covers all environments. The statements for the environments differ only in
   * their resources, so one policy is shorter than several.
   */
  static grantPlan(role: FederatedRole, all: readonly EnvironmentAccess[]): void {
    const [first] = all;
    if (first === undefined) return;
    for (const access of all) access.attach(role, access.reads, `-${access.environment.name}`);
    first.reportTooManyReads(all);
    grantInline(role, mergedPolicies(all.map(({ reads }) => withoutShared(reads))));
    const states = mergeStatements(all.flatMap((access) => access.stateStatements('read')));
    if (states.length > 0) role.grant('state', states);
    const statementsOf = (purpose: Purpose) =>
      mergeStatements(all.flatMap(({ resources }) => purposeStatements(resources, purpose)));
    role.grant('read-images', statementsOf('read-images'));
    role.grant('read-history', statementsOf('read-history'));
    const policies = all.map(({ resources, reads }) =>
      all.length > 1 ? readPoliciesOf(resources.everyEnvironment()) : reads,
    );
    for (const part of sharedPolicies) {
      const statements = mergeStatements(policies.flatMap((own) => own[part] ?? []));
      if (statements.length > 0) role.grant(inlineNames[part] ?? part, statements);
    }
  }

  /**
   * Reports an error if the plan role has too many managed policies. It counts policies instead of environments, because a large policy is
   * split into several.
   */
  private reportTooManyReads(all: readonly EnvironmentAccess[]): void {
    const { length } = all.flatMap(({ reads }) => Object.keys(reads).filter(isManaged));
    if (length <= maxPolicies || all.some(({ hasTooManyPolicies }) => hasTooManyPolicies)) return;
    Annotations.of(this).addError(
      `The plan role needs ${length} managed policies; AWS allows ${maxPolicies}. List fewer environments, or use fewer resources and shorter names.`,
    );
  }

  /** Allows the role to apply and destroy the environment, and to write the state if the state is in S3. */
  grantApply(role: FederatedRole): void {
    this.grantChanges(role);
    const state = this.stateStatements('write');
    if (state.length > 0) role.grant('state', state);
  }

  /** Allows the role to apply and destroy the environment, without access to the state. */
  grantChanges(role: FederatedRole): void {
    const all = { ...this.reads, ...this.changes };
    this.attach(role, all);
    grantInline(role, all);
  }

  /**
   * Allows the role to do what commands do in addition to an apply: push images, copy images from other environments, watch deployments,
   * read the app's log and quotas, and list tagged resources.
   */
  grantPush(role: FederatedRole): void {
    // Images are promoted only between listed environments. The role for previews has no access to the images of listed environments.
    const purposes = [...deployPurposes, ...(this.resources.isPattern ? [] : (['promote-images'] as const))];
    for (const purpose of purposes) role.grant(purpose, purposeStatements(this.resources, purpose));
  }

  private attach(role: FederatedRole, policies: Policies, suffix = ''): void {
    const parts = Object.entries(this.managed).filter(([part]) => part in policies);
    role.attach(Object.fromEntries(parts.map(([part, policy]) => [`${part}${suffix}`, policy])));
  }

  /** Returns the permissions for the state in S3; an empty list if the state is elsewhere. */
  private stateStatements(mode: 'read' | 'write'): Statement[] {
    const { stateBucket, environment } = this;
    return stateBucket === undefined ? [] : stateStatements({ bucket: stateBucket, key: stateKey(environment), mode });
  }
}

function withoutShared(policies: Policies): Policies {
  return Object.fromEntries(Object.entries(policies).filter(([part]) => !sharedPolicies.includes(part)));
}

/** Merges the policies of several environments into one policy for each part. */
function mergedPolicies(all: readonly Policies[]): Policies {
  const parts = [...new Set(all.flatMap((policies) => Object.keys(policies)))];
  return Object.fromEntries(parts.map((part) => [part, mergeStatements(all.flatMap((own) => own[part] ?? []))]));
}

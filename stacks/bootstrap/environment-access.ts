import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import {
  changePoliciesOf,
  type Policies,
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
import { descriptionOf, grantInline, isManaged, maxManagedPolicies } from './role-policies';

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

/**
 * The permissions to plan and change one environment. Most are in managed policies, because several roles share them, and because IAM's
 * limit for inline policies is lower.
 */
export class EnvironmentAccess extends Construct {
  readonly environment: Environment;
  readonly resources: StackOwner;
  /** The policies for everything that a plan reads, except the state. */
  readonly reads: Policies;
  private readonly stateBucket?: string;
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

    new IamPolicy(this, 'boundary', {
      name: boundaryName(owner, environment),
      description: `The most that a role of ${this.resources.prefix} can be allowed`,
      policy: policyDocument(boundaryStatements(new EnvironmentResources(environment, accountId))),
    });
    this.managed = this.defineManaged(owner);
    this.reportTooManyPolicies();
  }

  private defineManaged(owner: Owner): Record<string, IamPolicy> {
    const managed = Object.entries({ ...this.reads, ...this.changes }).filter(([part]) => isManaged(part));
    return Object.fromEntries(
      managed.map(([part, statements]) => [
        part,
        new IamPolicy(this, part, {
          name: physicalName(owner, `${accessName(this.environment)}-${part}`, 'policy'),
          description: `${descriptionOf(part)} of ${this.resources.prefix}`,
          policy: policyDocument(statements),
        }),
      ]),
    );
  }

  /** Whether the deploy role has too many managed policies. If so, `reportTooManyPolicies` has already reported an error. */
  get hasTooManyPolicies(): boolean {
    return Object.keys(this.managed).length > maxManagedPolicies;
  }

  /**
   * Reports an error if the deploy role has too many managed policies. Policies are split by size, so resources with long names need more
   * policies.
   */
  private reportTooManyPolicies(): void {
    if (!this.hasTooManyPolicies) return;
    const { length } = Object.keys(this.managed);
    Annotations.of(this).addError(
      `The deploy role of ${this.environment.name} needs ${length} managed policies; AWS allows ${maxManagedPolicies}. Use fewer resources, or shorter names.`,
    );
  }

  /**
   * Allows the role to read every resource that a plan reads. The role gets no access to the state, because Terraform Cloud provides the
   * state to its runs.
   */
  grantReads(role: FederatedRole): void {
    this.attachReads(role);
    grantInline(role, this.reads);
  }

  /**
   * Attaches the managed policies of `reads` to the role.
   * @param suffix the end of the construct id of each attachment
   */
  attachReads(role: FederatedRole, suffix = ''): void {
    this.attach(role, this.reads, suffix);
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

  private attach(role: FederatedRole, policies: Policies, suffix = ''): void {
    const parts = Object.entries(this.managed).filter(([part]) => part in policies);
    role.attach(Object.fromEntries(parts.map(([part, policy]) => [`${part}${suffix}`, policy])));
  }

  /** Returns the permissions for the state in S3; an empty list if the state is elsewhere. */
  stateStatements(mode: 'read' | 'write'): Statement[] {
    const { stateBucket, environment } = this;
    return stateBucket === undefined ? [] : stateStatements({ bucket: stateBucket, key: stateKey(environment), mode });
  }
}

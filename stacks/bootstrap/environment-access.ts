import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { policyArn } from '../iam/permissions-boundary';
import { policyDocument, type Statement } from '../iam/policy';
import { physicalName } from '../names';
import { accessName } from '../preview';
import { managementPermissions, type Purpose } from '../resources/permissions';
import { stateKey } from '../state';
import type { Owner } from './bootstrap';
import { boundaryName } from './boundaries';
import type { FederatedRole } from './federated-role';
import { boundaryStatements } from './permissions/boundary';
import { cdnReadStatements, cdnStatements } from './permissions/cdn';
import { edgeStatements } from './permissions/edge';
import { EnvironmentResources } from './permissions/environment-resources';
import { hostStatements } from './permissions/hosts';
import { monitoringStatements } from './permissions/monitoring';
import { networkStatements } from './permissions/network';
import { profileStatements } from './permissions/profiles';
import { networkReadStatements, privateReadStatements, readStatements, secretReadStatements } from './permissions/read';
import { roleStatements } from './permissions/roles';
import {
  historyStatement,
  imageReadStatements,
  inventoryStatements,
  logStatements,
  promotionStatements,
  pushStatements,
  quotaStatements,
  serviceStatements,
  watchStatements,
} from './permissions/service';
import { allowPermissions, mergeStatements } from './permissions/statements';
import { stateStatements } from './state-bucket';

export interface EnvironmentAccessProps {
  readonly owner: Owner;
  readonly environment: Environment;
  readonly accountId: string;
  /**
   * The bucket for the state, unless the settings of the environment name another bucket.
   * @default none: the state is not in S3
   */
  readonly stateBucket?: string;
}

/**
 * The permissions to plan and change one environment. Most are managed policies, because several roles share them, and because inline
 * policies have a smaller size limit.
 */
export class EnvironmentAccess extends Construct {
  readonly environment: Environment;
  private readonly resources: EnvironmentResources;
  private readonly stateBucket?: string;
  private readonly read: Readonly<Record<string, IamPolicy>>;
  private readonly write: Readonly<Record<string, IamPolicy>>;

  constructor(scope: Construct, props: EnvironmentAccessProps) {
    const { owner, environment, accountId, stateBucket } = props;
    super(scope, accessName(environment));
    const { state } = environment;
    this.environment = environment;
    this.resources = new EnvironmentResources({
      environment,
      accountId,
      owner,
      boundaryArn: policyArn(accountId, boundaryName(owner, environment)),
    });
    this.stateBucket = state.kind === 's3' ? state.bucket : stateBucket;

    new IamPolicy(this, 'boundary', {
      name: boundaryName(owner, environment),
      description: `The most that a role of ${this.resources.prefix} can be allowed`,
      policy: policyDocument(boundaryStatements(this.resources)),
    });
    // IAM replaces a policy when its description changes, so old descriptions stay.
    const definePolicy = (
      part: string,
      description: string,
      statements: (resources: EnvironmentResources) => Statement[],
    ) =>
      new IamPolicy(this, part, {
        name: physicalName(owner, `${accessName(environment)}-${part}`, 'policy'),
        description: `${description} of ${this.resources.prefix}`,
        policy: policyDocument(mergeStatements(statements(this.resources))),
      });
    this.read = {
      read: definePolicy('read', 'See everything', readStatements),
      ...(this.resources.isPrivate && {
        'read-private': definePolicy('read-private', 'See the instances and the database', privateReadStatements),
      }),
    };
    this.write = {
      network: definePolicy('network', 'Change the network', networkStatements),
      service: definePolicy('service', 'Change the service and what it needs', serviceStatements),
      roles: definePolicy('roles', 'Change the roles within their boundary', roleStatements),
      edge: definePolicy('edge', 'Change what stands before the service', edgeStatements),
      watch: definePolicy('watch', 'Change what watches the service', monitoringStatements),
      ...(this.resources.isPrivate && { hosts: definePolicy('hosts', 'Change the instances', hostStatements) }),
      ...(environment.profiles && {
        profiles: definePolicy('profiles', 'Change where profiles are kept', profileStatements),
      }),
    };
  }

  private get hasCdn(): boolean {
    return this.resources.hasCdn;
  }

  /** Allows the role to read everything that a plan reads, for an environment with its state in Terraform Cloud. */
  grantReads(role: FederatedRole): void {
    role.attach(this.read);
    this.grantOptionalReads(role);
    this.grantCdn(role);
    grantAddedResources(role, this.resources.accountId, [this.environment], ['planActions']);
  }

  /**
   * Allows the role to plan all these environments: to read everything and to lock the states. The permissions that are the same for all are in one policy,
   * because of the size limit of inline policies.
   */
  static grantPlan(role: FederatedRole, accountId: string, all: readonly EnvironmentAccess[]): void {
    if (all.length === 0) return;
    for (const access of all) access.grantOwnPlan(role);
    const environments = all.map(({ environment }) => environment);
    role.grant('read-images', imageReadStatements(all.map(({ resources }) => resources)));
    role.grant('read-history', [
      historyStatement(
        accountId,
        environments.map(({ project }) => project),
      ),
    ]);
    const withCdn = all.filter(({ hasCdn }) => hasCdn).map(({ environment }) => environment);
    if (withCdn.length > 0) role.grant('read-cdn', cdnReadStatements(accountId, withCdn));
    grantAddedResources(role, accountId, environments, ['planActions']);
  }

  private grantOwnPlan(role: FederatedRole): void {
    const { name } = this.environment;
    role.attach(Object.fromEntries(Object.entries(this.read).map(([part, policy]) => [`${part}-${name}`, policy])));
    this.grantOptionalReads(role, `-${name}`);
    this.grantState(role, `state-${name}`, 'read');
  }

  /** Allows the role to apply and destroy, and to write the state if it is in S3. */
  grantApply(role: FederatedRole): void {
    this.grantChanges(role);
    this.grantState(role, 'state', 'write');
  }

  /** Allows the role to apply and destroy, without access to the state. */
  grantChanges(role: FederatedRole): void {
    role.attach({ ...this.read, ...this.write });
    this.grantOptionalReads(role);
    this.grantCdn(role);
    if (this.hasCdn) role.grant('change-cdn', cdnStatements(this.resources));
    grantAddedResources(role, this.resources.accountId, [this.environment], ['planActions', 'deployActions']);
  }

  /**
   * Allows the role what commands need in addition to an apply: to push images, to copy images of other environments, to watch deployments,
   * to read the app's log and quotas, and to list tagged resources.
   */
  grantPush(role: FederatedRole): void {
    role.grant('push-images', pushStatements(this.resources));
    role.grant('follow-log', logStatements(this.resources));
    role.grant('list-tagged', inventoryStatements());
    role.grant('read-quotas', quotaStatements(this.resources));
    role.grant('watch-deployments', watchStatements(this.resources));
    // Images are promoted only between listed environments. The role for previews has no access to these environments.
    if (!this.resources.arePreviews) role.grant('promote-images', promotionStatements(this.resources));
  }

  /** Allows the role to read the resources that few environments have. In inline policies, because the managed policies have almost reached their size limit. */
  private grantOptionalReads(role: FederatedRole, suffix = ''): void {
    grantIfAny(role, `secrets${suffix}`, secretReadStatements(this.resources));
    grantIfAny(role, `networks${suffix}`, networkReadStatements(this.resources));
  }

  /** In inline policies too, because a role has at most ten managed policies. */
  private grantCdn(role: FederatedRole): void {
    if (this.hasCdn) role.grant('read-cdn', cdnReadStatements(this.resources.accountId, [this.environment]));
  }

  private grantState(role: FederatedRole, id: string, mode: 'read' | 'write'): void {
    if (this.stateBucket === undefined) return;
    role.grant(id, stateStatements({ bucket: this.stateBucket, key: stateKey(this.environment), mode }));
  }
}

/** Grants the permissions on resources that these environments add. Inline, because AWS allows only ten managed policies for a role. */
function grantAddedResources(
  role: FederatedRole,
  accountId: string,
  environments: readonly Environment[],
  purposes: readonly Purpose[],
): void {
  const permissions = purposes.flatMap((purpose) => managementPermissions(environments, accountId, purpose));
  if (permissions.length > 0) role.grant('resources', mergeStatements(allowPermissions(permissions)));
}

function grantIfAny(role: FederatedRole, id: string, statements: Statement[]): void {
  if (statements.length > 0) role.grant(id, statements);
}

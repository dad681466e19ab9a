import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { accessName } from '../preview';
import { workspaceName } from '../settings/state-settings';
import type { Owner, TerraformCloudSettings } from './bootstrap';
import { hasRunRoles } from './bounded-environments';
import type { EnvironmentAccess } from './environment-access';
import { FederatedRole } from './federated-role';
import { IdentityProvider } from './identity-provider';

export interface RunRolesProps extends TerraformCloudSettings {
  readonly owner: Owner;
  readonly accountId: string;
  /** The permissions for each environment that gets roles. */
  readonly access: readonly EnvironmentAccess[];
}

/**
 * The roles for runs of Terraform Cloud: two for each environment and its workspace. The role of the plan phase can only read, so a
 * speculative plan cannot change anything.
 */
export class RunRoles extends Construct {
  /** The ARNs of both roles by the name of the environment. All previews have the name `preview`. */
  readonly roles: Readonly<Record<string, { readonly planArn: string; readonly applyArn: string }>>;

  constructor(scope: Construct, id: string, props: RunRolesProps) {
    super(scope, id);
    const { owner, access, accountId, oidc, organization, project = 'Default Project' } = props;
    const provider = new IdentityProvider(this, 'token', {
      issuer: 'app.terraform.io',
      audience: 'aws.workload.identity',
      oidc,
      accountId,
    });
    this.roles = Object.fromEntries(
      access
        .filter(({ environment }) => hasRunRoles(environment))
        .map((environmentAccess) => {
          const { environment } = environmentAccess;
          const name = accessName(environment);
          const workspace = `organization:${organization}:project:${project}:workspace:${workspaceOf(environment)}`;
          const defineRole = (role: string, verb: string, phase: 'plan' | 'apply') =>
            new FederatedRole(this, `${role}-${name}`, {
              name: physicalName(owner, `cloud-${role}-${name}`, 'role'),
              description: `${verb} ${name}, for runs of its workspace in Terraform Cloud`,
              accountId,
              provider,
              // All previews share these roles, so the name of the workspace is a pattern.
              comparison: environment.expires === undefined ? 'StringEquals' : 'StringLike',
              subjects: [`${workspace}:run_phase:${phase}`],
            });
          const plan = defineRole('plan', 'Plans', 'plan');
          environmentAccess.grantReads(plan);
          // The id is `run`, because in earlier versions this role was also used for plans. Changing the id would replace the role.
          const apply = defineRole('run', 'Applies', 'apply');
          environmentAccess.grantChanges(apply);
          return [name, { planArn: plan.arn, applyArn: apply.arn }];
        }),
    );
  }
}

/** Returns the name of the environment's workspace in Terraform Cloud: the one in its settings, or the default. */
function workspaceOf(environment: Environment): string {
  const { state } = environment;
  return workspaceName(environment, state.kind === 'cloud' ? state : {});
}

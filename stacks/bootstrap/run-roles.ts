import { Construct } from 'constructs';
import type { Environment } from '../environment';
import { physicalName } from '../names';
import { workspaceName } from '../state';
import type { Owner, TerraformCloudSettings } from './bootstrap';
import type { EnvironmentAccess } from './environment-access';
import { FederatedRole } from './federated-role';
import { IdentityProvider } from './identity-provider';

export interface RunRolesProps extends TerraformCloudSettings {
  readonly owner: Owner;
  readonly accountId: string;
  /** The access to each environment that gets a role. */
  readonly access: readonly EnvironmentAccess[];
}

/** The roles for runs of Terraform Cloud, one for each environment and its workspace. */
export class RunRoles extends Construct {
  /** The ARNs of the roles, by the name of the environment. */
  readonly arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RunRolesProps) {
    super(scope, id);
    const { owner, access, accountId, oidc, organization, project = 'Default Project' } = props;
    const provider = new IdentityProvider(this, 'token', {
      issuer: 'app.terraform.io',
      audience: 'aws.workload.identity',
      oidc,
      accountId,
    });
    this.arns = Object.fromEntries(
      access.map((environmentAccess) => {
        const { environment } = environmentAccess;
        const { name } = environment;
        const role = new FederatedRole(this, `run-${name}`, {
          name: physicalName(owner, `cloud-run-${name}`, 'role'),
          description: `Plans and applies ${name}, for runs of its workspace in Terraform Cloud`,
          accountId,
          provider,
          // The plan and the apply of a run have different subjects.
          comparison: 'StringLike',
          subjects: [
            `organization:${organization}:project:${project}:workspace:${workspaceOf(environment)}:run_phase:*`,
          ],
        });
        environmentAccess.grantChanges(role);
        return [name, role.arn];
      }),
    );
  }
}

/** The name of the environment's workspace: the one in the settings, or the default. */
export function workspaceOf(environment: Environment): string {
  const { state } = environment;
  return workspaceName(environment, state.kind === 'cloud' ? state : {});
}

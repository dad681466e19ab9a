import { Construct } from 'constructs';
import { physicalName } from '../names';
import { accessName } from '../preview';
import type { GitHubSettings, Owner } from './bootstrap';
import { EnvironmentAccess } from './environment-access';
import { FederatedRole } from './federated-role';
import { IdentityProvider } from './identity-provider';

/**
 * How long the credentials of a job may be valid: as long as the longest job in `.github/workflows/`. An apply whose credentials expire
 * cannot write its state.
 */
export const sessionHours = 2;

export interface GitHubRolesProps extends GitHubSettings {
  readonly owner: Owner;
  readonly accountId: string;
  /** The access to each environment that gets a role. */
  readonly access: readonly EnvironmentAccess[];
}

/** The role of the jobs of one GitHub environment. */
export interface DeployRole {
  /** The name of the GitHub environment. */
  readonly environment: string;
  /** Whether the environment is for all previews, so that its jobs wait for no reviewer. */
  readonly isForPreviews: boolean;
  /** The AWS region that it deploys to. */
  readonly region: string;
  readonly arn: string;
}

/**
 * The roles for workflows of one GitHub repository. One role plans all environments, for pull requests and for jobs on `main`. One role for
 * each environment deploys it, for jobs with `environment: <name>`, so that GitHub's protection rules (reviewers, branches) apply.
 */
export class GitHubRoles extends Construct {
  /** The role that plans. */
  readonly planRoleArn: string;
  /** The roles that deploy. */
  readonly deployRoles: readonly DeployRole[];

  constructor(scope: Construct, id: string, props: GitHubRolesProps) {
    super(scope, id);
    const { owner, access, accountId, oidc } = props;
    const provider = new IdentityProvider(this, 'token', {
      issuer: 'token.actions.githubusercontent.com',
      audience: 'sts.amazonaws.com',
      oidc,
      accountId,
    });
    const defineRole = (role: string, description: string, ...contexts: readonly string[]) =>
      new FederatedRole(this, role, {
        name: physicalName(owner, `github-${role}`, 'role'),
        description,
        accountId,
        provider,
        subjects: contexts.map((context) => gitHubSubject(props, context)),
        sessionHours,
      });

    const plan = defineRole(
      'plan',
      'Plans every environment, for pull requests and the branch main',
      'pull_request',
      // A job with an environment has the subject of that environment instead.
      'ref:refs/heads/main',
    );
    const listed = access.filter(({ environment }) => environment.expires === undefined);
    EnvironmentAccess.grantPlan(plan, listed);
    this.planRoleArn = plan.arn;

    this.deployRoles = access.map((environmentAccess) => {
      const { region, expires } = environmentAccess.environment;
      const name = accessName(environmentAccess.environment);
      const deploy = defineRole(
        `deploy-${name}`,
        `Deploys ${name}, for jobs of that environment`,
        `environment:${name}`,
      );
      environmentAccess.grantApply(deploy);
      environmentAccess.grantPush(deploy);
      return { environment: name, isForPreviews: expires !== undefined, region, arn: deploy.arn };
    });
  }
}

/**
 * Returns the subject of GitHub's token. It contains only names for older repositories, and names and ids for newer ones. With ids, AWS
 * trusts no token that has only names. Otherwise the new owner of a renamed or deleted account's name could assume the roles.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
function gitHubSubject({ repository, ids }: GitHubSettings, context: string): string {
  const [owner, name] = repository.split('/');
  return ids === undefined
    ? `repo:${repository}:${context}`
    : `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${context}`;
}

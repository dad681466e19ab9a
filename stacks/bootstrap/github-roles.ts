import { purposeStatements, type StackOwner } from '@eight-digit/aws-permissions';
import { Construct } from 'constructs';
import { physicalName } from '../names';
import { accessName } from '../preview';
import type { GitHubSettings, Owner } from './bootstrap';
import type { EnvironmentAccess } from './environment-access';
import { FederatedRole } from './federated-role';
import { IdentityProvider } from './identity-provider';
import { grantPlan } from './plan-access';

/**
 * How many hours the credentials of a job are valid: as long as the longest job in `.github/workflows/` may run. An apply whose credentials
 * expire cannot write its state.
 */
export const sessionHours = 2;

export interface GitHubRolesProps extends GitHubSettings {
  readonly owner: Owner;
  readonly accountId: string;
  /** The permissions for each environment that gets a deploy role. */
  readonly access: readonly EnvironmentAccess[];
}

/** The deploy role of one GitHub environment. */
export interface DeployRole {
  /** The name of the GitHub environment, such as `prod`. All previews use the GitHub environment `preview`. */
  readonly environment: string;
  /** Whether this is the GitHub environment of all previews. Its jobs start without a reviewer. */
  readonly isForPreviews: boolean;
  /** The AWS region to which the role deploys. */
  readonly region: string;
  readonly arn: string;
}

/**
 * The roles for workflows of one GitHub repository. One role plans all environments, for pull requests and for jobs on `main`. Each
 * environment has a deploy role that only jobs with `environment: <name>` can assume, so that GitHub's protection rules (reviewers,
 * branches) apply.
 */
export class GitHubRoles extends Construct {
  /** The ARN of the role that plans all listed environments. */
  readonly planRoleArn: string;
  /** The deploy roles: one for each listed environment, and one for all previews. */
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
      // For jobs on `main` without a GitHub environment. If a job has an environment, the subject contains the environment instead of the
      // branch.
      'ref:refs/heads/main',
    );
    const listed = access.filter(({ environment }) => environment.expires === undefined);
    grantPlan(plan, listed);
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
      grantCommands(deploy, environmentAccess.resources);
      return { environment: name, isForPreviews: expires !== undefined, region, arn: deploy.arn };
    });
  }
}

/**
 * The purposes (see `@eight-digit/aws-permissions`) whose permissions every deploy role gets, in addition to the permissions for an apply.
 */
const deployPurposes = ['push-images', 'follow-log', 'list-tagged', 'read-quotas', 'watch-deployments'] as const;

/**
 * Allows the role to do what commands do in addition to an apply: push images, copy images from other environments, watch deployments, read
 * the app's log and quotas, and list tagged resources.
 */
function grantCommands(role: FederatedRole, resources: StackOwner): void {
  // Images are promoted only between listed environments. The role for previews has no access to the images of listed environments.
  const purposes = [...deployPurposes, ...(resources.isPattern ? [] : (['promote-images'] as const))];
  for (const purpose of purposes) role.grant(purpose, purposeStatements(resources, purpose));
}

/**
 * Returns the subject of GitHub's tokens. Tokens of older repositories contain only names. Tokens of newer repositories contain names and
 * ids. With the setting `ids`, AWS trusts no token that has only names, because somebody could register the name of a deleted GitHub
 * account and get such a token.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
function gitHubSubject({ repository, ids }: GitHubSettings, context: string): string {
  const [owner, name] = repository.split('/');
  return ids === undefined
    ? `repo:${repository}:${context}`
    : `repo:${owner}@${ids.owner}/${name}@${ids.repository}:${context}`;
}

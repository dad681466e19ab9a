import type { Environment } from '../environment';
import type { State } from '../settings/state-settings';

/**
 * The name of the bootstrap's stack. It is also the second part of the AWS name of each resource in the stack, so no environment may have
 * this name.
 */
export const bootstrapName = 'bootstrap';

/** The first two parts of the names of all resources that the bootstrap creates. */
export interface Owner {
  readonly project: string;
  readonly name: typeof bootstrapName;
}

/**
 * The settings of the bootstrap: the resources that an account needs only once. A user edits these settings in `environments/bootstrap.ts`.
 * The bootstrap creates only the resources whose settings exist. docs/bootstrap.md describes them and lists the commands.
 */
export interface Bootstrap {
  /**
   * The first part of the name of every resource in AWS: 1 to 32 lower-case letters, digits and single hyphens. Use the same value as in
   * the environments.
   */
  readonly project: string;
  /** The AWS region of the state bucket, for example `eu-central-1`. Roles and budgets belong to no region. */
  readonly region: string;
  /**
   * The 12 digits of the AWS account. Environments with another `account` get no roles.
   * @default the account of the credentials. The bootstrap then creates roles for all environments
   */
  readonly account?: string;
  /**
   * Where Terraform stores the state of the bootstrap itself. Start with `{ kind: 'local' }`. After the first apply, the state can move to
   * the bucket that the bootstrap has created.
   */
  readonly state: State;
  /**
   * An S3 bucket for the states of all environments. `{}` creates the bucket with the defaults.
   * @default no bucket
   */
  readonly stateBucket?: StateBucketSettings;
  /**
   * IAM roles for GitHub Actions, without access keys. One role plans pull requests and `main`. Each environment has a role that deploys
   * it, and one role deploys all previews.
   * For example `{ repository: 'OWNER/NAME', oidc: 'create' }`.
   * @default no roles for GitHub Actions
   */
  readonly github?: GitHubSettings;
  /**
   * Two IAM roles for each environment, for the plans and the applies of Terraform Cloud (HCP Terraform), without access keys.
   * For example `{ organization: 'NAME', oidc: 'create' }`.
   * @default no roles for Terraform Cloud
   */
  readonly terraformCloud?: TerraformCloudSettings;
  /**
   * Emails when the costs of a month approach a limit, for example `{ monthlyUsDollars: 50, email: 'NAME@DOMAIN' }`.
   * @default no emails
   */
  readonly budget?: BudgetSettings;
}

/** The settings of the S3 bucket that stores the states. */
export interface StateBucketSettings {
  /**
   * How many days S3 keeps old versions of a state: a whole number from 1 to 3650.
   * @default 90
   */
  readonly oldVersionsDays?: number;
}

/** The settings of the roles for GitHub Actions. */
export interface GitHubSettings {
  /**
   * The GitHub repository whose workflows get roles, as `OWNER/NAME`. AWS distinguishes upper and lower case, so spell the name as on
   * GitHub.
   */
  readonly repository: string;
  /**
   * The ids of the owner and the repository, for example `{ owner: 1234, repository: 5678 }`. To print them, run `gh api repos/OWNER/NAME
   * --jq '.owner.id, .id'`. GitHub's tokens contain ids if the repository was created, renamed or transferred since 15 July 2026, or has
   * opted in. With this setting, AWS trusts only tokens with ids. Without this setting, AWS trusts only tokens without ids.
   * @default none: AWS trusts only tokens without ids
   */
  readonly ids?: GitHubIds;
  /** `create` makes the bootstrap create GitHub's OIDC provider. `existing` uses the provider that the AWS account already has. */
  readonly oidc: Oidc;
  /**
   * Who may approve deployments: up to six users or teams, for example `['LOGIN', 'ORGANIZATION/TEAM']`. One approval is enough. With an
   * empty list, deployments start without approval. Previews never need approval. The reviewers take effect when you run the script in the
   * output `create_github_environments`.
   * @default the user who runs this script
   */
  readonly reviewers?: readonly string[];
}

/** The ids of a GitHub repository and its owner. Each id is a positive whole number, or a string with its digits. */
export interface GitHubIds {
  readonly owner: string | number;
  readonly repository: string | number;
}

/** The settings of the roles for Terraform Cloud. */
export interface TerraformCloudSettings {
  /** The name of the organization in Terraform Cloud: 3 or more letters, digits, hyphens and underscores. */
  readonly organization: string;
  /**
   * The name of the Terraform Cloud project that contains the workspaces: 3 to 40 letters, digits, spaces, hyphens and underscores.
   * @default 'Default Project'
   */
  readonly project?: string;
  /** `create` makes the bootstrap create Terraform Cloud's OIDC provider. `existing` uses the provider that the AWS account already has. */
  readonly oidc: Oidc;
}

/**
 * Whether the bootstrap creates the OIDC provider (`create`), or uses the existing one without changing it (`existing`). An AWS account can
 * have only one provider for each issuer.
 */
export type Oidc = 'create' | 'existing';

/** A limit for the monthly costs of the account. AWS only sends emails; it does not stop resources. */
export interface BudgetSettings {
  /** The limit for the costs of all resources of the account: a whole number of US dollars a month, from 1 to 1,000,000. */
  readonly monthlyUsDollars: number;
  /** The email address that AWS notifies when the costs exceed 80 % of the limit, and when the forecast exceeds 100 %. */
  readonly email: string;
}

/**
 * Returns the environments that can be in the bootstrap's account: all except those with a different `account`. An environment or a
 * bootstrap without `account` can be in any account.
 */
export function environmentsOf({ account }: Bootstrap, environments: readonly Environment[]): Environment[] {
  return environments.filter((other) => !account || !other.account || other.account === account);
}

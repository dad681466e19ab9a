import type { Environment } from '../environment';
import type { State } from '../settings/state-settings';

/** The name of the bootstrap's stack, and the second part of every name in AWS. No environment may have this name. */
export const bootstrapName = 'bootstrap';

/** The first two parts of the name of each resource that a bootstrap creates. */
export interface Owner {
  readonly project: string;
  readonly name: typeof bootstrapName;
}

/**
 * The settings of the bootstrap, which a user edits in `environments/bootstrap.ts`: the resources that an account needs only once. Every
 * part is optional. docs/bootstrap.md describes each part and lists the commands.
 */
export interface Bootstrap {
  /** The first part of every name in AWS, as in the environments. */
  readonly project: string;
  /** The AWS region of the state bucket, for example `eu-central-1`. Roles and budgets belong to no region. */
  readonly region: string;
  /**
   * The 12 digits of the AWS account. Environments in other accounts get no roles here.
   * @default the account of the credentials
   */
  readonly account?: string;
  /** Where Terraform stores the state of the bootstrap itself: first `local`, later the bucket that it has created. */
  readonly state: State;
  /**
   * An S3 bucket for the states of all environments, for example `{}`.
   * @default none
   */
  readonly stateBucket?: StateBucketSettings;
  /**
   * IAM roles for GitHub Actions, without access keys: one that plans pull requests and `main`, one for each environment that deploys it,
   * and one that deploys all previews.
   * For example `{ repository: 'OWNER/NAME', oidc: 'create' }`.
   * @default none
   */
  readonly github?: GitHubSettings;
  /**
   * Two IAM roles for each environment, for the plans and the applies of Terraform Cloud (HCP Terraform), without access keys.
   * For example `{ organization: 'NAME', oidc: 'create' }`.
   * @default none
   */
  readonly terraformCloud?: TerraformCloudSettings;
  /**
   * Emails when the costs of a month approach a limit, for example `{ monthlyUsDollars: 50, email: 'NAME@DOMAIN' }`.
   * @default none
   */
  readonly budget?: BudgetSettings;
}

/** The bucket of the states. */
export interface StateBucketSettings {
  /**
   * How many days to keep old versions of a state, 1 to 3650.
   * @default 90
   */
  readonly oldVersionsDays?: number;
}

/** The GitHub repository whose workflows get roles. */
export interface GitHubSettings {
  /** `OWNER/NAME`, in the same upper and lower case as on GitHub, because AWS compares the spelling. */
  readonly repository: string;
  /**
   * The ids of the owner and the repository, for example `{ owner: 1234, repository: 5678 }`. `gh api repos/OWNER/NAME --jq '.owner.id,
   * .id'` prints them. GitHub's tokens contain them if the repository was created, renamed or transferred since 15 July 2026, or has opted
   * in. With `ids`, AWS trusts only tokens with ids; without `ids`, only tokens without.
   * @default none: AWS trusts tokens with names only
   */
  readonly ids?: GitHubIds;
  /** Whether to create GitHub's OIDC provider, or use the account's existing one. */
  readonly oidc: Oidc;
  /**
   * Who may approve the deployments of listed environments, up to six: users by their login, teams as `ORGANIZATION/TEAM`. One approval is
   * enough. An empty list lets deployments start without approval. The output `create_github_environments` contains them.
   * @default the user who runs the commands of that output
   */
  readonly reviewers?: readonly string[];
}

/** The ids of a GitHub repository: whole numbers, also as strings. */
export interface GitHubIds {
  readonly owner: string | number;
  readonly repository: string | number;
}

/** The Terraform Cloud workspaces whose runs get roles. */
export interface TerraformCloudSettings {
  /** The name of the organization in Terraform Cloud. */
  readonly organization: string;
  /**
   * The name of the project that contains the workspaces.
   * @default 'Default Project'
   */
  readonly project?: string;
  /** Whether to create Terraform Cloud's OIDC provider, or use the account's existing one. */
  readonly oidc: Oidc;
}

/** An account has at most one OIDC provider for each issuer: `create` it, or use the `existing` one without changing it. */
export type Oidc = 'create' | 'existing';

/** A limit for the monthly costs of the account. AWS only sends emails; it does not stop resources. */
export interface BudgetSettings {
  /** The limit for all resources of the account, 1 to 1,000,000 US dollars a month. */
  readonly monthlyUsDollars: number;
  /** The email address that AWS notifies at 80 % of the limit, and when it forecasts more than 100 %. */
  readonly email: string;
}

/** Returns the environments that may be in the bootstrap's account: those with the same `account`, or without one. */
export function environmentsOf({ account }: Bootstrap, environments: readonly Environment[]): Environment[] {
  return environments.filter((other) => !account || !other.account || other.account === account);
}

import type { Environment, State } from '../environment';

/** The stack's name, and second part of every physical name: no environment may be called so. */
export const bootstrapName = 'bootstrap';

/** What begins the names of what a bootstrap makes. */
export interface Owner {
  readonly project: string;
  readonly name: typeof bootstrapName;
}

/**
 * What an account needs once, before its environments: what a user edits in `environments/bootstrap.ts`. Every part is
 * made only where it is named. docs/bootstrap.md tells what each makes, and the commands in their order.
 */
export interface Bootstrap {
  /** First part of every physical name, as in the environments. */
  readonly project: string;
  /** AWS region of the state bucket, for example `eu-central-1`. Roles and budgets belong to no region. */
  readonly region: string;
  /**
   * The twelve digits of the account. Environments of other accounts get no roles here.
   * @default any account that the credentials belong to
   */
  readonly account?: string;
  /** Where Terraform keeps what it knows about the bootstrap itself: `local` at first, then the bucket that it has made. */
  readonly state: State;
  /**
   * A bucket for the states of all environments, for example `{}`.
   * @default none
   */
  readonly stateBucket?: StateBucketSettings;
  /**
   * Roles for GitHub Actions, without keys: one that plans from pull requests, one per environment that deploys.
   * For example `{ repository: 'OWNER/NAME', oidc: 'create' }`.
   * @default none
   */
  readonly github?: GitHubSettings;
  /**
   * A role per environment for the runs of Terraform Cloud (HCP Terraform), without keys.
   * For example `{ organization: 'NAME', oidc: 'create' }`.
   * @default none
   */
  readonly terraformCloud?: TerraformCloudSettings;
  /**
   * Mails when a month is about to cost more, for example `{ monthlyUsDollars: 50, email: 'NAME@DOMAIN' }`.
   * @default none
   */
  readonly budget?: BudgetSettings;
}

export interface StateBucketSettings {
  /**
   * Days that older versions of a state are kept, 1 to 3650.
   * @default 90
   */
  readonly oldVersionsDays?: number;
}

export interface GitHubSettings {
  /** `OWNER/NAME`, spelt as GitHub spells it: AWS compares letter by letter. */
  readonly repository: string;
  /**
   * The ids of owner and repository. GitHub puts them into the tokens of repositories that were created, renamed or
   * transferred since 15 July 2026, and of older ones that have opted in. With `ids`, only such tokens are trusted; without
   * `ids`, only tokens that have none. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints both: `{ owner: 1234, repository: 5678 }`.
   * @default tokens with names and no ids are trusted
   */
  readonly ids?: GitHubIds;
  /** Whether this account has GitHub's OIDC provider already. */
  readonly oidc: Oidc;
}

/** Natural numbers, as numbers or as texts. */
export interface GitHubIds {
  readonly owner: string | number;
  readonly repository: string | number;
}

export interface TerraformCloudSettings {
  readonly organization: string;
  /**
   * The project that the workspaces are in.
   * @default 'Default Project'
   */
  readonly project?: string;
  /** Whether this account has Terraform Cloud's OIDC provider already. */
  readonly oidc: Oidc;
}

/** An account has one OIDC provider for each issuer: `create` it, or use the `existing` one, which is left alone. */
export type Oidc = 'create' | 'existing';

export interface BudgetSettings {
  /** What a month may cost, all of the account together, 1 to 1,000,000 US dollars. */
  readonly monthlyUsDollars: number;
  /** Who is told at 80 % of it, and when AWS expects more than all of it. */
  readonly email: string;
}

/** The environments that may be in the bootstrap's account: one that names no account may be in any. */
export function environmentsOf({ account }: Bootstrap, environments: readonly Environment[]): Environment[] {
  return environments.filter((other) => !account || !other.account || other.account === account);
}

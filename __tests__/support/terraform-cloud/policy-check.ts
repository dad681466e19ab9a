import type { Resource } from './json-api';

/** The JSON of a plan, as `terraform show -json` prints it, with only the fields that policies use. */
export interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** A policy of the organization with the enforcement level hard-mandatory, which no user can override. */
export interface Policy {
  readonly name: string;
  allows(plan: Plan): boolean;
}

/** The results of all policies for one plan. */
export class PolicyCheck {
  readonly log: string;
  readonly isPassed: boolean;

  constructor(
    readonly id: string,
    policies: readonly Policy[],
    plan: Plan,
  ) {
    const results = policies.map((policy) => ({ name: policy.name, isAllowed: policy.allows(plan) }));
    this.isPassed = results.every(({ isAllowed }) => isAllowed);
    const line = ({ name, isAllowed }: (typeof results)[number]) =>
      `${name} (hard-mandatory): ${isAllowed ? 'passed' : 'failed'}`;
    this.log = `${results.map(line).join('\n')}\n`;
  }

  toResource(): Resource {
    return {
      id: this.id,
      type: 'policy-checks',
      attributes: {
        status: this.isPassed ? 'passed' : 'hard_failed',
        scope: 'organization',
        actions: { 'is-overridable': false },
        permissions: { 'can-override': false },
      },
    };
  }
}

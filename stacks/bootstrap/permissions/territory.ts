import { type Environment, hasPrivateSubnets } from '../../environment';
import { boundaryName, policyArn } from '../../permissions-boundary';
import type { Statement } from '../../policy';
import type { Owner } from '../bootstrap';

type Condition = NonNullable<Statement['Condition']>;
type TagCondition = { readonly StringEquals: Readonly<Record<string, string>> };

/** What tells one environment's things in AWS from all others: their names where ARNs hold names, else their tags. */
export class Territory {
  /** Begins every name; a hyphen stands after it. */
  readonly prefix: string;
  /** The thing carries the environment's tags. */
  readonly owned: TagCondition;
  /** The request puts the environment's tags on what it makes. */
  readonly marked: TagCondition;
  /** The thing belongs to no environment. */
  readonly unclaimed = { Null: { 'aws:ResourceTag/Environment': 'true' } };

  /** ARN of the policy that bounds every role of the environment. */
  readonly boundary: string;

  constructor(
    readonly environment: Environment,
    readonly accountId: string,
    /** The bootstrap: nothing that it creates is part of the territory. */
    readonly owner: Owner,
  ) {
    const { project, name } = environment;
    this.prefix = `${project}-${name}`;
    this.boundary = policyArn(accountId, boundaryName(owner, environment));
    this.owned = { StringEquals: { 'aws:ResourceTag/Project': project, 'aws:ResourceTag/Environment': name } };
    this.marked = { StringEquals: { 'aws:RequestTag/Project': project, 'aws:RequestTag/Environment': name } };
  }

  /** Whether there are private subnets, and with them NAT gateways and instances. */
  get isPrivate(): boolean {
    return hasPrivateSubnets(this.environment);
  }

  /** ARNs of things in the environment's region. */
  regional(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}:${this.environment.region}:${this.accountId}:${resource}`);
  }

  /** ARNs of things that belong to no region. */
  global(service: string, ...resources: readonly string[]): string[] {
    return resources.map((resource) => `arn:aws:${service}::${this.accountId}:${resource}`);
  }
}

/** Joins statements about the same resources under the same condition: IAM limits the characters of a policy. */
export function joined(statements: readonly Statement[]): Statement[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    const { Action: _action, ...rest } = statement;
    const key = JSON.stringify(rest);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, Action: group.flatMap(({ Action }) => Action) }] : [];
  });
}

/** Allows actions of one service. */
export function allow(
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return statement('Allow', service, actions, resources, condition);
}

/** Denies actions of one service, whatever else allows them. */
export function deny(
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return statement('Deny', service, actions, resources, condition);
}

function statement(
  effect: Statement['Effect'],
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): Statement {
  return {
    Effect: effect,
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

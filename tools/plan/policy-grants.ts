/** One permission in a policy statement: one action on one resource. */
interface Grant {
  /** The text before and after the action, such as `Allow ` and ` on *`. */
  readonly scope: readonly [start: string, end: string];
  readonly action: string;
}

/** For each operator of a condition, the words that replace it in a sentence. */
const operators: Readonly<Record<string, string>> = {
  ArnEquals: 'is',
  ArnLike: 'is like',
  Bool: 'is',
  StringEquals: 'is',
  StringLike: 'is like',
  StringNotEquals: 'is not',
};

type Statement = Readonly<Record<string, unknown>>;

/**
 * Compares the actions that two policies allow and deny, regardless of the order and grouping of their statements.
 * @param before the old policy as JSON text; any other value counts as an empty policy
 * @param after the new policy, in the same format
 * @returns sentences such as `Allow dynamodb:GetItem, dynamodb:Query on arn:…`
 */
export function comparePolicies(before: unknown, after: unknown): { added: string[]; removed: string[] } {
  const [old, current] = [grantsOf(before), grantsOf(after)];
  return { added: sentences(without(current, old)), removed: sentences(without(old, current)) };
}

function without(grants: ReadonlyMap<string, Grant>, others: ReadonlyMap<string, Grant>): Grant[] {
  return [...grants].filter(([key]) => !others.has(key)).map(([, grant]) => grant);
}

/** Returns one sentence for all actions that have the same scope. */
function sentences(grants: readonly Grant[]): string[] {
  const actions = new Map<string, Set<string>>();
  for (const { scope, action } of grants) {
    const key = scope.join('\n');
    actions.set(key, (actions.get(key) ?? new Set()).add(action));
  }
  return [...actions].map(([key, names]) => key.replace('\n', [...names].join(', ')));
}

function grantsOf(policy: unknown): ReadonlyMap<string, Grant> {
  const grants = new Map<string, Grant>();
  for (const statement of statementsOf(policy)) {
    const { Effect, Condition } = statement;
    const condition = conditionOf(Condition);
    const principal = principalOf(statement);
    for (const action of listed(statement, 'Action')) {
      for (const resource of listed(statement, 'Resource')) {
        const on = resource === '' ? '' : ` on ${resource}`;
        const grant: Grant = { scope: [`${Effect} `, `${on}${principal}${condition}`], action };
        grants.set(`${grant.scope.join(action)}`, grant);
      }
    }
  }
  return grants;
}

/**
 * Returns the conditions of a statement in words, such as ` if aws:SourceAccount is 123456789012`; an empty string
 * without conditions.
 */
function conditionOf(condition: unknown): string {
  const terms = Object.entries(Object(condition) as Record<string, object>).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, values]) => `${key} ${operators[operator] ?? operator} ${[values].flat().join(' or ')}`,
    ),
  );
  return terms.length > 0 ? ` if ${terms.join(' and ')}` : '';
}

function statementsOf(policy: unknown): readonly Statement[] {
  if (typeof policy !== 'string') return [];
  try {
    const { Statement = [] }: { Statement?: Statement | readonly Statement[] } = JSON.parse(policy);
    return [Statement].flat();
  } catch {
    return [];
  }
}

/**
 * Returns the values of an element of a statement, such as `Action`. If the statement has its negation instead, such as
 * `NotAction`, returns a description of the negation. If it has neither, returns one empty string: for example, a trust
 * policy has no `Resource`.
 */
function listed(statement: Statement, key: string): readonly string[] {
  const not = statement[`Not${key}`];
  if (not !== undefined) return [`everything except ${[not].flat().join(' and ')}`];
  return [statement[key] ?? ''].flat().map(String);
}

/**
 * Returns the principal of a statement in words, such as ` to Service ecs-tasks.amazonaws.com`. Returns an empty string
 * if there is none, as in the policy of a role.
 */
function principalOf({ Principal, NotPrincipal }: Statement): string {
  const principal = Principal ?? NotPrincipal;
  if (principal === undefined) return '';
  const names =
    typeof principal === 'object' && principal !== null
      ? Object.entries(principal).map(([kind, name]) => `${kind} ${[name].flat().join(' and ')}`)
      : [principal === '*' ? 'everyone' : String(principal)];
  return ` to ${NotPrincipal === undefined ? '' : 'everyone except '}${names.join(', ')}`;
}

/** One permission in a statement of a policy: one action on one resource. */
interface Grant {
  /** The rest of the permission, such as `Allow … on *`. */
  readonly scope: readonly [start: string, end: string];
  readonly action: string;
}

/** Operators of conditions, in words. */
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
 * @param before a policy as text; anything else has no statements
 * @returns sentences such as `Allow dynamodb:GetItem, dynamodb:Query on arn:…`
 */
export function comparePolicies(before: unknown, after: unknown): { added: string[]; removed: string[] } {
  const [old, current] = [grantsOf(before), grantsOf(after)];
  return { added: sentences(without(current, old)), removed: sentences(without(old, current)) };
}

function without(grants: ReadonlyMap<string, Grant>, others: ReadonlyMap<string, Grant>): Grant[] {
  return [...grants].filter(([key]) => !others.has(key)).map(([, grant]) => grant);
}

/** Joins the actions that have the same scope. */
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

/** Returns the conditions of a statement in words: ` if aws:SourceAccount is 123456789012` */
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
 * Returns the values of an element or of its negation, such as `Action` or `NotAction`. Returns one empty string if the
 * statement has neither, such as `Resource` in a trust policy.
 */
function listed(statement: Statement, key: string): readonly string[] {
  const not = statement[`Not${key}`];
  if (not !== undefined) return [`everything except ${[not].flat().join(' and ')}`];
  return [statement[key] ?? ''].flat().map(String);
}

/**
 * Returns the principal of a statement in words: ` to Service ecs-tasks.amazonaws.com`; empty in the policy of a role.
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

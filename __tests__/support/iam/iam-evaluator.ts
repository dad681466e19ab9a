/** A statement of an IAM policy, parsed from JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An AWS API call, with the properties that IAM evaluates. */
export interface Call {
  readonly action: string;
  /** The ARN of the resource, or `*` if the action does not support resource-level permissions. */
  readonly resource: string;
  /** The values of condition keys, for example of `aws:ResourceTag/Project`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether IAM allows a call: the policies and the boundary must both allow it, and neither may deny it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @param statements the statements of all managed and inline policies of the role
 * @param boundary the statements of the role's permissions boundary. By default, the role has no boundary
 * @throws Error if a statement has an element, an expression or an operator that this evaluator does not support
 */
export function isAllowed(
  statements: readonly Statement[],
  call: Call,
  boundary: readonly Statement[] = statements,
): boolean {
  const policies = boundary === statements ? [statements] : [statements, boundary];
  const some = (policy: readonly Statement[], effect: Effect) => policy.some((one) => applies(one, effect, call));
  return !policies.some((policy) => some(policy, 'Deny')) && policies.every((policy) => some(policy, 'Allow'));
}

type Effect = 'Allow' | 'Deny';

function applies(statement: Statement, effect: Effect, call: Call): boolean {
  assertSupported(statement);
  if (statement.Effect !== effect) return false;
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  return (
    covers(Action, NotAction, call.action, matchesIgnoringCase) &&
    covers(Resource, NotResource, call.resource, matches) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, patterns]) => isMet(operator, [patterns].flat(), valuesOf(call, key))),
    )
  );
}

type Patterns = string | readonly string[] | undefined;
type Match = (pattern: string, text: string) => boolean;

function covers(positive: Patterns, negative: Patterns, text: string, isMatch: Match): boolean {
  return negative === undefined ? matchesAny(positive, text, isMatch) : !matchesAny(negative, text, isMatch);
}

function matchesAny(patterns: Patterns = [], text: string, isMatch: Match): boolean {
  return typeof patterns === 'string' ? isMatch(patterns, text) : patterns.some((pattern) => isMatch(pattern, text));
}

const elements = /^(Sid|Effect|(Not)?(Action|Resource)|Condition)$/;

/** Terraform references and IAM policy variables begin with this. The evaluator supports neither. */
const expression = '${';

const supported = new WeakSet<Statement>();

function assertSupported(whole: Statement): void {
  if (supported.has(whole)) return;
  const { Principal, ...statement } = whole;
  const unknown = Object.keys(statement).find((element) => !elements.test(element));
  const text = JSON.stringify(statement);
  if (unknown !== undefined || !/^(Allow|Deny)$/.test(statement.Effect) || text.includes(expression)) {
    throw new Error(`The evaluator does not support an element or an expression of ${text}`);
  }
  supported.add(whole);
}

/** Returns the values that a call has for a condition key. The names of condition keys are case-insensitive. */
function valuesOf({ context = {} }: Call, key: string): readonly string[] {
  const [, given = []] = Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase()) ?? [];
  return [given].flat();
}

const comparisons: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (pattern, value) => pattern === value,
  StringEquals: (pattern, value) => pattern === value,
  StringEqualsIgnoreCase: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
  StringLike: matches,
};

/**
 * Whether the values of a condition key meet a condition. Without a value, a comparison fails, while negated operators and `…IfExists`
 * succeed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function isMet(operator: string, patterns: readonly string[], values: readonly string[]): boolean {
  const [, set = '', name = '', ifExists = ''] = /^(For\w+Values?:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return patterns.includes(String(values.length === 0));
  const isNegated = name.includes('Not');
  const compare = comparisons[name.replace('Not', '')];
  if (compare === undefined || !['', 'ForAllValues:', 'ForAnyValue:'].includes(set)) {
    throw new Error(`The evaluator does not support the condition operator ${operator}`);
  }
  if (set === '' && values.length > 1) throw new Error(`${operator} accepts one value, not ${values.join(', ')}`);
  const accepts = (value: string) => patterns.some((pattern) => compare(pattern, value)) !== isNegated;
  if (values.length === 0) return ifExists !== '' || set === 'ForAllValues:' || (set === '' && isNegated);
  return set === 'ForAnyValue:' ? values.some(accepts) : values.every(accepts);
}

/**
 * Whether an ARN matches a pattern. The six parts of an ARN, which colons separate, are compared one by one. So a `*` matches only within
 * one part. The last part may itself contain colons.
 */
function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [partsOf(pattern), partsOf(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => matches(part, parts[index] ?? ''));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Whether a string matches a pattern, in which `*` matches any number of characters and `?` matches exactly one. */
function matches(pattern: string, text: string): boolean {
  return expressionOf(pattern, 's', expressions).test(text);
}

function matchesIgnoringCase(pattern: string, text: string): boolean {
  return expressionOf(pattern, 'si', expressionsIgnoringCase).test(text);
}

const expressions = new Map<string, RegExp>();
const expressionsIgnoringCase = new Map<string, RegExp>();

/** Returns the regular expression of a pattern. Each pattern is compiled only once, because a suite makes up to a million comparisons. */
function expressionOf(pattern: string, flags: string, compiled: Map<string, RegExp>): RegExp {
  const found = compiled.get(pattern);
  if (found !== undefined) return found;
  const created = new RegExp(`^${sourceOf(pattern)}$`, flags);
  compiled.set(pattern, created);
  return created;
}

function sourceOf(pattern: string): string {
  return pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

/** A statement as IAM reads it from JSON. */
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

/** One call of AWS, as IAM is asked about it. */
export interface Call {
  readonly action: string;
  /** ARN; `*` if AWS takes none for the action. */
  readonly resource: string;
  /** Condition keys with their values: tags, what is made, for which service. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether IAM allows a call: a statement allows it, the boundary allows it too, and no statement of either denies it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 * @param statements of all policies of the role, managed and inline
 * @param boundary the statements of its permissions boundary; without it, the role has none
 * @throws Error if a statement contains something that this evaluator does not know
 */
export function isAllowed(
  statements: readonly Statement[],
  call: Call,
  boundary: readonly Statement[] = statements,
): boolean {
  const isDenied = [...statements, ...boundary].some((statement) => applies(statement, 'Deny', call));
  return !isDenied && [statements, boundary].every((policy) => policy.some((one) => applies(one, 'Allow', call)));
}

function applies(statement: Statement, effect: 'Allow' | 'Deny', call: Call): boolean {
  refuseUnknown(statement);
  if (statement.Effect !== effect) return false;
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  return (
    covers(Action, NotAction, call.action, 'i') &&
    covers(Resource, NotResource, call.resource) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, [wanted].flat(), valuesOf(call, key))),
    )
  );
}

type Patterns = string | readonly string[] | undefined;

function covers(positive: Patterns, negative: Patterns, text: string, flags = ''): boolean {
  const matchesAny = (patterns: Patterns) => [patterns ?? []].flat().some((pattern) => matches(pattern, text, flags));
  return negative === undefined ? matchesAny(positive) : !matchesAny(negative);
}

const elements = /^(Sid|Effect|(Not)?(Action|Resource)|Condition)$/;

/** A reference of Terraform and a policy variable of IAM both begin with this. */
const expression = '${';

const known = new WeakSet<Statement>();

function refuseUnknown(whole: Statement): void {
  if (known.has(whole)) return;
  const { Principal, ...statement } = whole;
  const unknown = Object.keys(statement).find((element) => !elements.test(element));
  const text = JSON.stringify(statement);
  if (unknown !== undefined || !/^(Allow|Deny)$/.test(statement.Effect) || text.includes(expression)) {
    throw new Error(`The evaluator knows neither all elements nor all expressions of ${text}`);
  }
  known.add(whole);
}

/** Names of keys are compared without their case. */
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
 * Without a value, a comparison fails, its negation holds, and so does each `…IfExists`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function holds(operator: string, wanted: readonly string[], values: readonly string[]): boolean {
  const [, set = '', name = '', ifExists = ''] = /^(For\w+Values?:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.includes(String(values.length === 0));
  const isNegated = name.includes('Not');
  const compare = comparisons[name.replace('Not', '')];
  if (compare === undefined || !['', 'ForAllValues:', 'ForAnyValue:'].includes(set)) {
    throw new Error(`The evaluator does not know the condition operator ${operator}`);
  }
  if (set === '' && values.length > 1)
    throw new Error(`${operator} is for one value, and not for ${values.join(', ')}`);
  const accepts = (value: string) => wanted.some((pattern) => compare(pattern, value)) !== isNegated;
  if (values.length === 0) return ifExists !== '' || set === 'ForAllValues:' || (set === '' && isNegated);
  return set === 'ForAnyValue:' ? values.some(accepts) : values.every(accepts);
}

/** Each of the six parts of an ARN is compared alone, so that no `*` reaches over a colon; only the last may contain some. */
function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [partsOf(pattern), partsOf(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => matches(part, parts[index] ?? ''));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

const expressions = new Map<string, RegExp>();

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, text: string, flags = ''): boolean {
  const key = `${flags} ${pattern}`;
  const regex = expressions.get(key) ?? new RegExp(`^${sourceOf(pattern)}$`, `s${flags}`);
  expressions.set(key, regex);
  return regex.test(text);
}

function sourceOf(pattern: string): string {
  return pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
}

/** A statement as IAM reads it from JSON. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One call of AWS, as IAM is asked about it. */
export interface Call {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** Condition keys with their values: tags, what is made, for whom. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether IAM would allow the call by these statements, which only allow. */
export function isAllowed(statements: readonly Statement[], { action, resource, context = {} }: Call): boolean {
  return statements.some(
    ({ Action, Resource = [], Condition = {} }) =>
      [Action].flat().some((pattern) => matches(pattern, action)) &&
      [Resource].flat().some((pattern) => matches(pattern, resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, wanted]) => holds(operator, [wanted].flat(), context[key])),
      ),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, wanted: readonly string[], given: string | readonly string[] | undefined): boolean {
  const values = given === undefined ? [] : [given].flat();
  const [, set = '', test = '', ifExists = ''] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (test === 'Null') return wanted.includes(String(values.length === 0));
  if (values.length === 0) return set !== '' || ifExists !== '';
  const compare = { StringEquals: (a: string, b: string) => a === b, StringLike: matches, ArnLike: matches }[test];
  if (compare === undefined) throw new Error(`${operator} is not understood here`);
  return values.every((value) => wanted.some((pattern) => compare(pattern, value)));
}

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(text);
}

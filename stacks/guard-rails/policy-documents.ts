import { type Block, blocksIn, type Configuration, isObject, stringsIn } from './configuration';

/** A statement of a policy, in whatever way it was written. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** An Allow for everybody but some is for everybody. */
  readonly isForEverybody: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly Condition[];
}

/** One test of a statement, as in `StringEquals`, `aws:SourceAccount`, and the values that the key may have. */
export interface Condition {
  readonly test: string;
  readonly key: string;
  readonly values: unknown;
}

/** A statement and where it stands. */
export interface FoundStatement extends Statement {
  readonly block: Block;
}

const policyDocument = 'aws_iam_policy_document';

/** All that any policy allows, of whatever type of resource it is an argument. */
export function allowedBy(configuration: Configuration): readonly FoundStatement[] {
  return [...configuration.resourcesOf(), ...configuration.dataSources].flatMap((block) =>
    [...statementsOfDataSource(block), ...textsIn(block.attributes).flatMap(({ text }) => parsePolicy(text) ?? [])]
      .filter(({ effect }) => effect === 'Allow')
      .map((statement) => ({ ...statement, block })),
  );
}

/** The statements of a policy: JSON, or a reference to a data source that makes it. Undefined where it is neither. */
export function readPolicy(policy: unknown, configuration: Configuration): readonly Statement[] | undefined {
  if (typeof policy !== 'string') return undefined;
  const source = findSource(policy, configuration);
  return source === undefined ? parsePolicy(policy) : statementsOfDataSource(source);
}

/** The data source that makes a policy; undefined where the policy is no reference to one. */
export function findSource(policy: string, { dataSources }: Configuration): Block | undefined {
  const [, address] = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.(?:minified_)?json\}$/.exec(policy) ?? [];
  return dataSources.find((block) => block.address === address);
}

/** Whether a block is the data source that makes a policy. */
export function isPolicyDocument({ address }: Block): boolean {
  return address.startsWith(`data.${policyDocument}.`);
}

/** Whether a condition leaves out anything: `*` does not. */
export function narrows({ values }: Condition): boolean {
  return [values].flat().every((value) => !/^[*?]*$/.test(String(value)));
}

/** Every string in a block, however deep, with the name of the argument that it belongs to. */
export function textsIn(value: unknown, argument = ''): { readonly argument: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ argument, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, argument));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => textsIn(item, name)) : [];
}

/** The JSON of a text; undefined where it is none. References in it stay as they are. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(withoutQuotesInExpressions(text));
  } catch {
    return undefined;
  }
}

/** The statements of a policy in JSON; undefined where a text is none. */
export function parsePolicy(text: string): readonly Statement[] | undefined {
  const document = parseJson(text);
  if (!isObject(document) || document.Statement === undefined) return undefined;
  return blocksIn(document, 'Statement').map((statement) => ({
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    isForEverybody: isEverybody(statement.Principal) || (statement.Effect !== 'Deny' && 'NotPrincipal' in statement),
    actions: stringsIn(statement.Action),
    notActions: stringsIn(statement.NotAction),
    resources: stringsIn(statement.Resource),
    notResources: stringsIn(statement.NotResource),
    conditions: pairsOf(statement.Condition).flatMap(([test, keys]) =>
      pairsOf(keys).map(([key, values]) => ({ test, key, values })),
    ),
  }));
}

function statementsOfDataSource(block: Block): Statement[] {
  if (!isPolicyDocument(block)) return [];
  return blocksIn(block.attributes, 'statement').map((statement) => ({
    effect: statement.effect === 'Deny' ? 'Deny' : 'Allow',
    isForEverybody:
      blocksIn(statement, 'principals').some(({ type, identifiers }) => isEverybody({ [String(type)]: identifiers })) ||
      (statement.effect !== 'Deny' && blocksIn(statement, 'not_principals').length > 0),
    actions: stringsIn(statement.actions),
    notActions: stringsIn(statement.not_actions),
    resources: stringsIn(statement.resources),
    notResources: stringsIn(statement.not_resources),
    conditions: blocksIn(statement, 'condition').map(({ test, variable, values }) => ({
      test: String(test),
      key: String(variable),
      values,
    })),
  }));
}

function isEverybody(principal: unknown): boolean {
  const principals = isObject(principal) ? [principal.AWS, principal['*']] : [principal];
  return principals.flatMap(stringsIn).includes('*');
}

function pairsOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Terraform evaluates `${join("/", …)}` before anybody reads the JSON around it, so its quotes do not end a string. */
function withoutQuotesInExpressions(text: string): string {
  let depth = 0;
  return text.replace(/(?<!\$)\$\{|[{}"\\]/g, (character) => {
    if (character === '${' || (depth > 0 && character === '{')) depth += 1;
    else if (depth > 0 && character === '}') depth -= 1;
    else if (depth > 0) return "'";
    return character;
  });
}

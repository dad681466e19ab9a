import { type Attributes, type Block, blocksIn, type Configuration, isObject, stringsIn } from './configuration';

/** A statement of a policy, in whatever way it was written. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly principal: unknown;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly condition: Readonly<Record<string, Attributes>>;
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
export function readPolicy(policy: unknown, { dataSources }: Configuration): readonly Statement[] | undefined {
  if (typeof policy !== 'string') return undefined;
  const [, address] = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.(?:minified_)?json\}$/.exec(policy) ?? [];
  const source = dataSources.find((block) => block.address === address);
  return source === undefined ? parsePolicy(policy) : statementsOfDataSource(source);
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

function parsePolicy(text: string): readonly Statement[] | undefined {
  const document = parseJson(text);
  if (!isObject(document) || document.Statement === undefined) return undefined;
  return blocksIn(document, 'Statement').map((statement) => ({
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    principal: statement.Principal,
    actions: stringsIn(statement.Action),
    notActions: stringsIn(statement.NotAction),
    resources: stringsIn(statement.Resource),
    notResources: stringsIn(statement.NotResource),
    condition: isObject(statement.Condition) ? (statement.Condition as Statement['condition']) : {},
  }));
}

function statementsOfDataSource({ address, attributes }: Block): Statement[] {
  if (!address.startsWith(`data.${policyDocument}.`)) return [];
  return blocksIn(attributes, 'statement').map((statement) => ({
    effect: statement.effect === 'Deny' ? 'Deny' : 'Allow',
    principal: Object.fromEntries(
      blocksIn(statement, 'principals').map(({ type, identifiers }) => [type, identifiers]),
    ),
    actions: stringsIn(statement.actions),
    notActions: stringsIn(statement.not_actions),
    resources: stringsIn(statement.resources),
    notResources: stringsIn(statement.not_resources),
    condition: Object.fromEntries(
      blocksIn(statement, 'condition').map(({ test, variable, values }) => [test, { [String(variable)]: values }]),
    ),
  }));
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

import { blocksIn, isObject, stringsIn, textsIn } from './attributes';
import type { Block, Configuration } from './configuration';
import { parseJson } from './expressions';

/** A statement of a policy, from JSON or from a data source. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** Whether the statement applies to all principals. A statement with the effect Allow and `NotPrincipal` counts too. */
  readonly isPublic: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly StatementCondition[];
}

/** One condition of a statement: an operator such as `StringEquals`, a key such as `aws:SourceAccount`, and the allowed values. */
export interface StatementCondition {
  readonly test: string;
  readonly key: string;
  readonly values: unknown;
}

/** A statement, with the resource or data source that contains it. */
export interface StatementOfBlock extends PolicyStatement {
  readonly block: Block;
}

const policyDocument = 'aws_iam_policy_document';

const found = new WeakMap<Configuration, readonly StatementOfBlock[]>();

/**
 * Returns all statements with the effect Allow. It searches every argument of every resource and data source for policies. The result is
 * cached, because several rules need it.
 */
export function allowStatements(configuration: Configuration): readonly StatementOfBlock[] {
  const statements = found.get(configuration) ?? findAllowStatements(configuration);
  found.set(configuration, statements);
  return statements;
}

function findAllowStatements(configuration: Configuration): readonly StatementOfBlock[] {
  return [...configuration.resourcesOf(), ...configuration.dataSources].flatMap((block) =>
    [...statementsOfDataSource(block), ...textsIn(block.attributes).flatMap(({ text }) => parsePolicy(text) ?? [])]
      .filter(({ effect }) => effect === 'Allow')
      .map((statement) => ({ ...statement, block })),
  );
}

/**
 * Returns the statements of a policy.
 * @returns undefined if the policy is neither JSON nor a reference to a data source
 */
export function readPolicy(policy: unknown, configuration: Configuration): readonly PolicyStatement[] | undefined {
  if (typeof policy !== 'string') return undefined;
  const source = findSource(policy, configuration);
  return source === undefined ? parsePolicy(policy) : statementsOfDataSource(source);
}

/** Returns the data source to which a policy refers; undefined if the policy is not such a reference. */
export function findSource(policy: string, { dataSources }: Configuration): Block | undefined {
  const [, address] = /^\$\{(data\.aws_iam_policy_document\.[\w-]+)\.(?:minified_)?json\}$/.exec(policy) ?? [];
  return dataSources.find((block) => block.address === address);
}

/** Whether a block is the data source `aws_iam_policy_document`. */
export function isPolicyDocument({ address }: Block): boolean {
  return address.startsWith(`data.${policyDocument}.`);
}

/** Whether a condition excludes some values. A value such as `*` excludes nothing. */
export function narrows({ values }: StatementCondition): boolean {
  return [values].flat().every((value) => !/^[*?]*$/.test(String(value)));
}

/** Returns the statements of a policy that is JSON; undefined if the text is not a policy. */
export function parsePolicy(text: string): readonly PolicyStatement[] | undefined {
  const document = parseJson(text);
  if (!isObject(document) || document.Statement === undefined) return undefined;
  return blocksIn(document, 'Statement').map((statement) => ({
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    isPublic: isAnyone(statement.Principal) || (statement.Effect !== 'Deny' && 'NotPrincipal' in statement),
    actions: stringsIn(statement.Action),
    notActions: stringsIn(statement.NotAction),
    resources: stringsIn(statement.Resource),
    notResources: stringsIn(statement.NotResource),
    conditions: pairsOf(statement.Condition).flatMap(([test, keys]) =>
      pairsOf(keys).map(([key, values]) => ({ test, key, values })),
    ),
  }));
}

function statementsOfDataSource(block: Block): PolicyStatement[] {
  if (!isPolicyDocument(block)) return [];
  return blocksIn(block.attributes, 'statement').map((statement) => ({
    effect: statement.effect === 'Deny' ? 'Deny' : 'Allow',
    isPublic:
      blocksIn(statement, 'principals').some(({ type, identifiers }) => isAnyone({ [String(type)]: identifiers })) ||
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

function isAnyone(principal: unknown): boolean {
  const principals = isObject(principal) ? [principal.AWS, principal['*']] : [principal];
  return principals.flatMap(stringsIn).includes('*');
}

function pairsOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

import type { Explanation, Statement } from '@eight-digit/aws-permissions';
import type { PermissionsReport } from './permissions-report';

/** The maximum width of a line, in characters. */
const width = 120;

/** Formats a report for people: for each policy, its statements in words. */
export function formatPermissions({ environment, commands, policies, warnings }: PermissionsReport): string {
  const allowed = policies.flatMap(({ document }) => document.Statement).filter(({ Effect }) => Effect === 'Allow');
  const count = new Set(allowed.flatMap(({ Action }) => Action)).size;
  const names = commands.map((name) => `npm run ${name}`).join(' and ');
  const title = `${environment}: least-privilege permissions for ${names}: ${count} actions, ${policies.length} ${policies.length === 1 ? 'policy' : 'policies'}`;
  const parts = policies.map(({ name, document, characters }) =>
    [`${name} (${characters} characters)`, ...document.Statement.map(formatStatement)].join('\n'),
  );
  const attach = `To attach ${policies.length === 1 ? 'it' : 'them'} to a role of your own: docs/permissions.md#attach-the-policies-to-a-role`;
  return [
    title,
    ...parts,
    ...(policies.length > 0 ? [attach] : []),
    ...warnings.map((warning) => wrapped(`Note: ${warning}`, 2).join('\n')),
  ].join('\n\n');
}

/** Formats for people why an action is allowed. */
export function formatExplanation(environment: string, explanation: Explanation): string {
  const { action, resources, otherSettings, commands, statements } = explanation;
  const reasons = [
    ...(resources.length > 0 ? [`  Resources that need it: ${resources.join(', ')}`] : []),
    ...(otherSettings.length > 0
      ? [`  Needed later, if a change to the settings of ${environment} adds or removes: ${otherSettings.join(', ')}`]
      : []),
    ...(commands.length > 0 ? [`  Commands that call it: ${commands.join(', ')}`] : []),
  ];
  return [
    `${action} in ${environment}`,
    ...reasons.flatMap((line) => wrapped(line, 4)),
    ...statements.map(formatStatement),
  ].join('\n');
}

function formatStatement({ Effect, Action, Resource, Condition = {} }: Statement): string {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${key} ${operator} ${[values].flat().join(', ')}`),
  );
  return [
    ...wrapped(`  ${Effect} ${byService(Action)}`, 8),
    ...wrapped(`    on ${Resource.map(shortened).join(', ')}`, 7),
    ...conditions.flatMap((condition) => wrapped(`    if ${condition}`, 7)),
  ].join('\n');
}

/** Formats actions by service, so that each service is named only once, as in `ec2: CreateVpc, DeleteVpc; iam: PassRole`. */
function byService(all: readonly string[]): string {
  const services = new Map<string, string[]>();
  for (const action of all) {
    const [service = '', name = ''] = action.split(':');
    services.set(service, [...(services.get(service) ?? []), name]);
  }
  return [...services].map(([service, names]) => `${service}: ${names.join(', ')}`).join('; ');
}

/** Shortens an ARN: leaves out the parts that are the same for most resources. */
export function shortened(arn: string): string {
  return arn.replace(/^arn:aws:([\w-]+):[^:]*:[^:]*:/, '$1 ');
}

/** Wraps text at spaces. @returns the lines. All lines except the first are indented */
function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

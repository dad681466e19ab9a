import { colors } from '../console/terminal';
import type { ArgumentChange } from './argument-changes';
import type { ChangedResource, PlanSummary } from './plan-summary';

/** More new resources than this are counted by type. */
const mostListed = 12;
/** A longer value is cut, in characters. */
const mostShown = 60;
/** More changed arguments than this of one resource are counted. */
const mostArguments = 6;

/** A plan as a person reads it in ten seconds: counts first, data loss last, where the eye ends. */
export function formatSummary(summary: PlanSummary): string {
  const { created, changed, replaced, destroyed, forgotten, dataLoss } = summary;
  const counts = [
    [created, 'create'],
    [changed, 'change'],
    [replaced, 'replace'],
    [destroyed, 'destroy'],
    [forgotten, 'forget'],
  ] as const;
  const present = counts.filter(([{ length }]) => length > 0);
  if (present.length === 0) return 'No changes.';
  return [
    present.map(([{ length }, verb]) => `${length} to ${verb}`).join(', '),
    ...createdLines(created),
    ...changed.flatMap((resource) => [colors.yellow(`  ~ ${resource.address}`), ...argumentLines(resource.changes)]),
    ...replaced.flatMap((resource) => [
      colors.magenta(`  ± ${resource.address}`) +
        (resource.forcedBy.length > 0 ? `, replaced because of ${resource.forcedBy.join(', ')}` : ''),
      ...argumentLines(
        resource.changes.filter(({ path }) => resource.forcedBy.some((forced) => path.startsWith(forced))),
      ),
    ]),
    ...destroyed.map(({ address }) => colors.red(`  - ${address}`)),
    ...forgotten.map(({ address }) => `  . ${address}, which stays in AWS`),
    ...(dataLoss.length > 0 ? ['', colors.bold(colors.red('DATA LOSS')), ...dataLoss.map((line) => `  ${line}`)] : []),
  ].join('\n');
}

function createdLines(created: readonly ChangedResource[]): string[] {
  if (created.length <= mostListed) return created.map(({ address }) => colors.green(`  + ${address}`));
  const byType = new Map<string, number>();
  for (const { type } of created) byType.set(type, (byType.get(type) ?? 0) + 1);
  return [...byType]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([type, count]) => colors.green(`  + ${count} ${type}`));
}

function argumentLines(changes: readonly ArgumentChange[]): string[] {
  // Values that are only known after the apply change because another argument does.
  const known = changes.filter(({ after }) => after !== '(known after the apply)');
  const listed = known.length > 0 ? known : changes;
  const lines = listed
    .slice(0, mostArguments)
    .map(({ path, before, after }) => `      ${path}: ${cut(before)} → ${cut(after)}`);
  return listed.length > mostArguments ? [...lines, `      and ${listed.length - mostArguments} more`] : lines;
}

/** Long values differ at their ends, such as images. */
function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  if (line.length <= mostShown) return line;
  return `${line.slice(0, mostShown / 2 - 1)}…${line.slice(-mostShown / 2)}`;
}

import { colors } from '../console/terminal';
import { costLine } from '../cost/plan-cost';
import { isAccessArgument } from './access-changes';
import { accessLines } from './access-text';
import { argumentOf } from './argument-changes';
import type { ChangedResource } from './changed-resource';
import { hasChanges, type PlanSummary } from './plan-summary';
import { addressLines, argumentLines, changedLines, maxListed, replacedLines } from './resource-text';
import { section, wrapped } from './text-lines';

/**
 * Formats the summary of a plan for people. First come the counts, then the changes and the costs, and at the end the
 * data that is lost.
 */
export function formatSummary(summary: PlanSummary): string {
  const { created, changed, replaced, destroyed, forgotten, moved } = summary;
  const isElsewhere = isInAccessSection(summary);
  const others = (resources: readonly ChangedResource[]) =>
    resources.length > maxListed ? resources : resources.filter((resource) => !isElsewhere(resource));
  return [
    countLine(summary),
    ...addressLines('+', colors.green, others(created)),
    ...changedLines(changed.filter((resource) => !isElsewhere(resource))),
    ...replacedLines(replaced),
    ...addressLines('-', colors.red, others(destroyed)),
    ...forgotten.map(({ address }) => `  . ${address}, which stays in AWS`),
    ...moved.map(({ address, from }) => `  > ${address}, until now ${from}`),
    ...outputLines(summary),
    ...section(colors.bold('PERMISSIONS AND NETWORK ACCESS'), accessLines(summary.access, counted(summary))),
    ...section(
      colors.bold(colors.yellow('WARNINGS')),
      summary.warnings.flatMap((text) => wrapped('  ', text)),
    ),
    ...(summary.cost && hasChanges(summary) ? ['', costLine(summary.cost)] : []),
    ...section(
      colors.bold(colors.red('DATA LOSS')),
      summary.dataLoss.map((line) => `  ${line}`),
    ),
  ].join('\n');
}

/** Returns the number of resources for each action as text, such as `2 to create, 1 to change`. */
export function countLine({ created, changed, replaced, destroyed, forgotten, moved }: PlanSummary): string {
  const counts = [
    [created, 'create'],
    [changed, 'change'],
    [replaced, 'replace'],
    [destroyed, 'destroy'],
    [forgotten, 'forget'],
    [moved, 'move'],
  ] as const;
  const present = counts.filter(([{ length }]) => length > 0);
  return present.length === 0 ? 'No changes.' : present.map(([{ length }, verb]) => `${length} to ${verb}`).join(', ');
}

/**
 * Returns whether the section about access already contains every change of a resource, so that the resource need not
 * be listed again.
 */
function isInAccessSection({ access }: PlanSummary): (resource: ChangedResource) => boolean {
  const addresses = new Set(access.map(({ address }) => address));
  return ({ address, type, changes }) =>
    addresses.has(address) && changes.every(({ path }) => isAccessArgument(type, argumentOf(path)));
}

/**
 * Returns the addresses of the created and destroyed resources that the summary only counts, because there are more
 * than `maxListed`.
 */
function counted({ created, destroyed }: PlanSummary) {
  const addresses = (resources: readonly ChangedResource[]) =>
    new Set(resources.length > maxListed ? resources.map(({ address }) => address) : []);
  return { created: addresses(created), destroyed: addresses(destroyed) };
}

/**
 * Returns the lines about changed outputs. If resources change, returns only the outputs that are lists, because the
 * others follow from the resources.
 */
function outputLines({ outputs, ...summary }: PlanSummary): string[] {
  const isList = ({ before, after }: { readonly before?: unknown; readonly after?: unknown }) =>
    Array.isArray(before) || Array.isArray(after);
  const listed = hasChanges(summary) ? outputs.filter((output) => !output.unknown && isList(output)) : outputs;
  return listed.length > 0 ? ['  outputs', ...argumentLines(listed)] : [];
}

import { type ArgumentChange, argumentChanges } from './argument-changes';
import type { PlanJson, ResourceChange } from './plan-json';

export interface ChangedResource {
  readonly address: string;
  readonly type: string;
  /** The arguments that change; empty for what is created or destroyed. */
  readonly changes: readonly ArgumentChange[];
  /** The arguments that force the replacement. */
  readonly forcedBy: readonly string[];
}

/** The changes of a plan, grouped by action. */
export interface PlanSummary {
  readonly created: readonly ChangedResource[];
  readonly changed: readonly ChangedResource[];
  readonly replaced: readonly ChangedResource[];
  readonly destroyed: readonly ChangedResource[];
  /** Leaves Terraform's state and stays in AWS. */
  readonly forgotten: readonly ChangedResource[];
  /** Sentences about data that the plan deletes. */
  readonly dataLoss: readonly string[];
}

/** The data that AWS deletes together with a resource, by type. */
export const dataOf: Readonly<Record<string, string>> = {
  aws_dynamodb_table: 'every item in the table',
  aws_db_instance: 'every row in the database',
  aws_s3_bucket: 'every file in the bucket',
  aws_ecr_repository: 'every image in the repository',
  aws_cloudwatch_log_group: 'every line of the log',
};

export function summarizePlan({ resource_changes: all = [] }: PlanJson): PlanSummary {
  const managed = all.filter(({ mode }) => mode !== 'data');
  const having = (test: (actions: string) => boolean) =>
    managed.filter(({ change }) => test(change.actions.join(' '))).map(summarized);
  const replaced = having((actions) => actions === 'delete create' || actions === 'create delete');
  const destroyed = having((actions) => actions === 'delete');
  return {
    created: having((actions) => actions === 'create'),
    changed: having((actions) => actions === 'update'),
    replaced,
    destroyed,
    forgotten: having((actions) => actions === 'forget'),
    dataLoss: [
      ...replaced.flatMap((resource) => lossOf(resource, 'is replaced')),
      ...destroyed.flatMap((resource) => lossOf(resource, 'is destroyed')),
    ],
  };
}

/** Whether the plan changes any resource. A change of outputs changes nothing in AWS. */
export function hasChanges(summary: PlanSummary): boolean {
  const { created, changed, replaced, destroyed, forgotten } = summary;
  return [created, changed, replaced, destroyed, forgotten].some(({ length }) => length > 0);
}

function summarized({ address, type, change }: ResourceChange): ChangedResource {
  const isChange = change.before !== null && change.after !== null;
  return {
    address,
    type,
    changes: isChange ? argumentChanges(change) : [],
    forcedBy: (change.replace_paths ?? []).map(pathOf),
  };
}

function pathOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}

function lossOf({ address, type }: ChangedResource, how: string): string[] {
  const data = dataOf[type];
  return data === undefined ? [] : [`${address} ${how}: this deletes ${data}.`];
}

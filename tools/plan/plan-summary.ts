import { type PlanCost, planCost } from '../cost/plan-cost';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { Change, PlanJson, ResourceChange } from '../terraform/plan-json';
import { type AccessChange, accessChange } from './access-changes';
import { type ArgumentChange, argumentChanges, argumentOf } from './argument-changes';
import { cdnAccess } from './cdn-access';
import { PlanReferences } from './plan-references';

export interface ChangedResource {
  readonly address: string;
  readonly type: string;
  /** The arguments that change; empty for a resource that is created or destroyed. */
  readonly changes: readonly ArgumentChange[];
  /** The arguments that force the replacement. */
  readonly forcedBy: readonly string[];
  /** Terraform's reason, if it is not an argument, such as `replace_because_tainted`. */
  readonly reason?: string;
}

/** A resource that only moves to another address in the state. */
export interface MovedResource {
  readonly address: string;
  readonly from: string;
}

/** The changes of a plan, grouped by action. */
export interface PlanSummary {
  readonly created: readonly ChangedResource[];
  readonly changed: readonly ChangedResource[];
  readonly replaced: readonly ChangedResource[];
  readonly destroyed: readonly ChangedResource[];
  /** Resources that are removed from Terraform's state, but stay in AWS. */
  readonly forgotten: readonly ChangedResource[];
  readonly moved: readonly MovedResource[];
  /** The changed outputs; the path is the name. */
  readonly outputs: readonly ArgumentChange[];
  /** The changes of permissions and of network access. */
  readonly access: readonly AccessChange[];
  /** Sentences about data that the plan deletes. */
  readonly dataLoss: readonly string[];
  /** The messages of the stack's failed `check` blocks. */
  readonly warnings: readonly string[];
  /** The difference in costs; missing if there are no prices for the region. */
  readonly cost?: PlanCost;
}

/** The data that AWS deletes together with a resource, by type. */
const dataOfType: Readonly<Record<string, string>> = {
  aws_cloudwatch_log_group: 'every line of the log',
  aws_db_instance: 'every row in the database',
  aws_dynamodb_table: 'every item in the table',
  aws_ebs_volume: 'every file on the disk',
  aws_ecr_repository: 'every image in the repository',
  aws_efs_file_system: 'every file in the file system',
  aws_rds_cluster: 'every row in the database',
  aws_s3_bucket: 'every file in the bucket',
  aws_secretsmanager_secret: 'the secret',
  aws_sqs_queue: 'every message in the queue',
};

/**
 * Returns the data that AWS deletes together with a resource of the plan; undefined if it contains none. For an
 * unlisted type, the stack's record of `removal` says whether it contains data.
 */
export function dataOf(
  { address, type }: Pick<ResourceChange, 'address' | 'type'>,
  { resource_changes: all = [] }: PlanJson,
): string | undefined {
  const id = address.slice(type.length + 1);
  const isRecorded = all.some(
    (other) => other.address.startsWith('aws_ssm_parameter.removal_') && other.address.endsWith(`_${id}`),
  );
  return dataOfType[type] ?? (isRecorded && type !== 'aws_lb' ? 'the data in it' : undefined);
}

/** @param stack the JSON that was planned. @default without the costs */
export function summarizePlan(plan: PlanJson, stack?: SynthesizedStack): PlanSummary {
  const cost = stack && planCost(plan, stack);
  const { resource_changes: all = [], output_changes: outputs = {}, checks = [] } = plan;
  const references = new PlanReferences(plan);
  const managed = all.filter(({ mode }) => mode !== 'data');
  const having = (...actions: readonly string[]) =>
    managed
      .filter(({ change }) => actions.includes(change.actions.join(' ')))
      .map((resource) => summarized(resource, references));
  const replaced = having('delete create', 'create delete');
  const destroyed = having('delete');
  return {
    created: having('create'),
    changed: having('update'),
    replaced,
    destroyed,
    forgotten: having('forget'),
    moved: managed.flatMap(({ address, previous_address: from }) => (from === undefined ? [] : [{ address, from }])),
    outputs: Object.entries(outputs).flatMap(([name, change]) => argumentChanges(named(name, change))),
    access: [
      ...managed.flatMap((resource) => accessChange(resource, references) ?? []),
      ...cdnAccess(managed, references),
    ],
    dataLoss: [
      ...replaced.flatMap((resource) => lossOf(resource, 'is replaced', plan)),
      ...destroyed.flatMap((resource) => lossOf(resource, 'is destroyed', plan)),
    ],
    warnings: checks
      .filter(({ address, status }) => address.kind === 'check' && (status === 'fail' || status === 'error'))
      .flatMap(({ instances = [] }) =>
        instances.flatMap(({ problems = [] }) => problems.map(({ message }) => message)),
      ),
    ...(cost && { cost }),
  };
}

/** Whether the plan changes any resource. A change of outputs changes nothing in AWS. */
export function hasChanges(
  summary: Pick<PlanSummary, 'created' | 'changed' | 'replaced' | 'destroyed' | 'forgotten'>,
): boolean {
  const { created, changed, replaced, destroyed, forgotten } = summary;
  return [created, changed, replaced, destroyed, forgotten].some(({ length }) => length > 0);
}

function summarized(resource: ResourceChange, references: PlanReferences): ChangedResource {
  const { address, type, change, action_reason: reason } = resource;
  const isChange = change.before !== null && change.after !== null;
  const isReason = reason !== undefined && /^replace_/.test(reason) && reason !== 'replace_because_cannot_update';
  return {
    address,
    type,
    changes: isChange ? relevantChanges(resource, references) : [],
    forcedBy: (change.replace_paths ?? []).map(pathOf),
    ...(isReason ? { reason } : {}),
  };
}

/**
 * Omits arguments that change only because others do: attributes that AWS sets, and `tags_all` next to `tags`. If all
 * do, returns them all.
 */
function relevantChanges({ address, change }: ResourceChange, references: PlanReferences): ArgumentChange[] {
  const all = argumentChanges(change);
  const hasTags = all.some((found) => argumentOf(found.path) === 'tags');
  const relevant = all.filter((found) => {
    if (argumentOf(found.path) === 'tags_all' && hasTags) return false;
    return !found.unknown || references.isWritten(address, argumentOf(found.path)) !== false;
  });
  return relevant.length > 0 ? relevant : all;
}

/** Converts the change of an output into the change of an argument with this name. */
function named(name: string, { after_unknown, before_sensitive, after_sensitive, ...change }: Change): Change {
  return {
    actions: change.actions,
    before: { [name]: change.before },
    after: { [name]: change.after },
    after_unknown: { [name]: after_unknown },
    before_sensitive: { [name]: before_sensitive },
    after_sensitive: { [name]: after_sensitive },
  };
}

function pathOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}

function lossOf(resource: ChangedResource, how: string, plan: PlanJson): string[] {
  const data = dataOf(resource, plan);
  return data === undefined ? [] : [`${resource.address} ${how}: this deletes ${data}.`];
}

import type { PlanJson, ResourceChange } from '../terraform/plan-json';

/** A resource that AWS or the provider would refuse to delete, because of its last applied arguments. */
export interface Blocker {
  readonly address: string;
  /** Its kind and its name in AWS. */
  readonly what: string;
  /** Why it is not deleted. */
  readonly why: string;
}

/** The arguments of a resource, as they were applied last. */
type Arguments = Readonly<Record<string, unknown>>;

interface Protection {
  readonly kind: string;
  /** @returns undefined if nothing protects the resource */
  why(applied: Arguments): string | undefined;
}

const deletionProtection = 'deletion protection is on';

/** The protections by type. `stacks/removal.ts` and the constructs of these resources turn them on. */
const protections: Readonly<Record<string, Protection>> = {
  aws_db_instance: {
    kind: 'database',
    why: ({ deletion_protection: isOn }) => (isOn === true ? deletionProtection : undefined),
  },
  aws_dynamodb_table: {
    kind: 'table',
    why: ({ deletion_protection_enabled: isOn }) => (isOn === true ? deletionProtection : undefined),
  },
  aws_ecr_repository: {
    kind: 'repository',
    why: ({ force_delete: isForced }) => (isForced === true ? undefined : 'AWS keeps it while it contains images'),
  },
  aws_lb: {
    kind: 'load balancer',
    why: ({ enable_deletion_protection: isOn }) => (isOn === true ? deletionProtection : undefined),
  },
  aws_s3_bucket: {
    kind: 'bucket',
    why: ({ force_destroy: isForced }) =>
      isForced === true ? undefined : 'AWS keeps it while it contains objects or old versions of objects',
  },
};

/** Returns the resources of a plan that an apply must change before they can be deleted. */
export function findBlockers({ resource_changes: changes = [] }: PlanJson): Blocker[] {
  return changes.filter(isDeleted).flatMap((change) => {
    const { address, type } = change;
    const protection = protections[type];
    const why = protection?.why(appliedOf(change));
    return protection && why ? [{ address, what: `${protection.kind} ${nameOf(change)}`, why }] : [];
  });
}

/** A database that a plan deletes. */
export interface DeletedDatabase {
  readonly address: string;
  readonly name: string;
  /** Whether AWS creates a final snapshot when it deletes the database. */
  readonly leavesSnapshot: boolean;
  readonly storageGB: number;
}

/** Returns the databases of a plan. */
export function findDatabases({ resource_changes: changes = [] }: PlanJson): DeletedDatabase[] {
  return changes
    .filter((change) => isDeleted(change) && change.type === 'aws_db_instance')
    .map((change) => ({
      address: change.address,
      name: nameOf(change),
      leavesSnapshot: appliedOf(change).skip_final_snapshot === false,
      storageGB: Number(appliedOf(change).allocated_storage ?? 0),
    }));
}

/** Whether a plan deletes a resource that Terraform manages. */
export function isDeleted({ change, mode }: ResourceChange): boolean {
  return mode !== 'data' && change.actions.join() === 'delete';
}

/** Returns the arguments and attributes of a deleted resource. */
export function appliedOf({ change }: ResourceChange): Arguments {
  return (change.before ?? {}) as Arguments;
}

/** Returns the name of a deleted resource in AWS. */
export function nameOf(change: ResourceChange): string {
  const { identifier, bucket, name, id } = appliedOf(change);
  return String(identifier ?? bucket ?? name ?? id ?? change.address);
}

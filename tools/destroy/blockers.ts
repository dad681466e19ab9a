import type { PlanJson, ResourceChange } from '../terraform/plan-json';

/** A resource that AWS or the provider would refuse to delete because of the arguments that were last applied to it. */
export interface Blocker {
  readonly address: string;
  /** The kind of resource, followed by its name in AWS. */
  readonly what: string;
  /** Why the resource cannot be deleted, as a clause. */
  readonly why: string;
}

/** The arguments that were last applied to a resource, from the state. */
type Arguments = Readonly<Record<string, unknown>>;

interface Protection {
  readonly kind: string;
  /** Returns why the resource cannot be deleted. @returns undefined if nothing protects it */
  why(applied: Arguments): string | undefined;
}

const deletionProtection = 'deletion protection is on';

/**
 * For each type of resource, what protects it from deletion. `stacks/removal/` and the constructs of these resources
 * turn the protection on.
 */
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

/** Returns the protected resources that a plan deletes. An apply must lift their protection before they can be deleted. */
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
  /** Whether AWS creates a final snapshot during the deletion, according to the arguments that were applied last. */
  readonly leavesSnapshot: boolean;
  readonly storageGB: number;
}

/** Returns the databases that a plan deletes. */
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

/** Whether a plan deletes this resource. Data sources do not count. */
export function isDeleted({ change, mode }: ResourceChange): boolean {
  return mode !== 'data' && change.actions.join() === 'delete';
}

/** Returns the arguments and attributes that a resource had before its deletion. */
export function appliedOf({ change }: ResourceChange): Arguments {
  return (change.before ?? {}) as Arguments;
}

/** Returns the name in AWS of a resource that a plan deletes. */
export function nameOf(change: ResourceChange): string {
  const { identifier, bucket, name, id } = appliedOf(change);
  return String(identifier ?? bucket ?? name ?? id ?? change.address);
}

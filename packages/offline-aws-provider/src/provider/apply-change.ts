import type { Account } from '../aws/account';
import { deleteUnlisted } from '../aws/aggregate-attributes';
import { deleteDependents } from '../aws/cascading-deletes';
import { awsError } from '../aws/errors/aws-error';
import { updateGroupInstances } from '../aws/instances';
import { pendingModifications } from '../aws/pending-modifications';
import { deployService } from '../aws/service-deployment';
import { type Diagnostic, errorDiagnostic } from '../protocol/diagnostic';
import type { Values } from '../protocol/value';
import type { Block } from '../schema/provider-schema';
import { fillComputedValues } from './computed-values';

/** A planned change that Terraform applies. */
export interface PlannedChange {
  readonly type: string;
  readonly block: Block;
  /** The attributes before the change; null for a creation. */
  readonly prior: Values | null;
  /** The planned attributes; null for a deletion. */
  readonly planned: Values | null;
}

/** The result of applying a change: the state of the resource (null if it does not exist), and the errors. */
export interface AppliedState {
  readonly state: Values | null;
  readonly diagnostics?: readonly Diagnostic[];
}

/** Applies a planned change to the simulated account. If AWS rejects the change, the resource keeps its prior state. */
export function applyChange(change: PlannedChange, account: Account): AppliedState {
  const { type, prior, planned } = change;
  const error = awsError(type, { before: prior, after: planned }, account);
  if (error !== undefined) {
    return { state: prior, diagnostics: [errorDiagnostic(`AWS rejects the change of ${type}`, error)] };
  }
  const applied = planned === null ? null : stateAfter({ ...change, planned }, account);
  account.remember(type, prior, applied);
  if (planned !== null && applied !== null) deleteUnlisted({ ...change, account }, planned, applied);
  if (prior !== null && applied === null) deleteDependents(type, prior, account);
  if (type === 'aws_autoscaling_group') updateGroupInstances(prior, applied, account);
  return type === 'aws_ecs_service' && applied !== null ? deployService(prior, applied, account) : { state: applied };
}

function stateAfter({ type, block, prior, planned }: PlannedChange & { planned: Values }, account: Account): Values {
  const applied = fillComputedValues(type, block, { prior, planned, account });
  return prior === null ? applied : { ...applied, ...pendingModifications(type, prior, planned) };
}

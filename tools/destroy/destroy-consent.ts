import { colors, confirm, isInteractive } from '../console/terminal';
import { UserError } from '../shared/user-error';

export interface DestroyConsents {
  readonly yes: boolean;
  readonly acceptDataLoss: boolean;
  readonly liftProtection: boolean;
  /**
   * Whether to keep a final snapshot of the database.
   * @default the user's answer; false, without a question, if AWS would create no snapshot
   */
  readonly finalSnapshot?: boolean;
}

/** The risks of a destroy, which determine the questions for the user. */
export interface DestructionRisks {
  readonly environment: string;
  readonly hasData: boolean;
  /** Whether resources are protected from deletion, so that the protection must be lifted first. */
  readonly isProtected: boolean;
  /**
   * The database of which AWS would create a final snapshot, according to the last applied arguments; undefined if there
   * is none.
   */
  readonly snapshotOf: string | undefined;
}

/**
 * Asks the user the questions that the options do not answer.
 * @returns whether to keep a final snapshot of the database
 * @throws UserError if an answer is no. Without a terminal, the message names all missing options
 */
export async function obtainDestroyConsent(
  { environment, hasData, isProtected, snapshotOf }: DestructionRisks,
  { yes, acceptDataLoss, liftProtection, finalSnapshot }: DestroyConsents,
  stop: AbortSignal,
): Promise<boolean> {
  const asksToLift = isProtected && !liftProtection;
  const asksForSnapshot = snapshotOf !== undefined && finalSnapshot === undefined;
  const asksToDelete = !acceptDataLoss && (hasData || !yes);
  if (!isInteractive()) {
    const flags = [
      ...(asksToLift ? ['--lift-protection'] : []),
      ...(asksToDelete ? [hasData ? '--accept-data-loss' : '--yes'] : []),
    ].join(' ');
    const snapshot = asksForSnapshot ? 'either --final-snapshot or --no-final-snapshot' : '';
    if (flags === '' && snapshot === '') return finalSnapshot ?? false;
    throw new UserError(
      `Nothing was changed, because without a terminal, the command cannot ask for confirmation. To destroy ${environment}, add to the command: -- ${[flags, snapshot].filter(Boolean).join(', and ')}`,
    );
  }
  const ask = async (question: string) => {
    if (!(await confirm(question, stop))) throw new UserError('Nothing was changed.');
  };
  if (asksToLift) {
    await ask(
      `${environment} is protected from deletion. Remove the protection in AWS? The environment's file is not changed.`,
    );
  }
  const keepsSnapshot = asksForSnapshot
    ? await confirm(`Keep a final snapshot of the database ${snapshotOf}? AWS bills it per GB.`, stop)
    : (finalSnapshot ?? false);
  if (asksToDelete) {
    const question = hasData
      ? colors.red(`This permanently deletes ${environment}, with the data named above. Continue?`)
      : `This deletes ${environment}. Continue?`;
    await ask(question);
  }
  return keepsSnapshot;
}

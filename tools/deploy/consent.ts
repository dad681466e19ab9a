import { type Asking, colors, confirm, isInteractive } from '../console/terminal';
import { costLine } from '../cost/plan-cost';
import type { PlanSummary } from '../plan/plan-summary';
import { UserError } from '../shared/user-error';
import { chargedResources } from './money';

export interface Consents {
  /** Whether the user has accepted costs in advance, so that the command does not ask about them. */
  readonly yes: boolean;
  readonly acceptDataLoss: boolean;
}

/**
 * Asks the user to confirm a plan that deletes data or creates resources that cost money. Accepts other plans without
 * a question.
 * @param summary the plan; undefined if Terraform Cloud does not return the plan's JSON. The user must then
 * read the printed plan and decide
 * @throws UserError if the answer is no, or if there is no terminal and the option that accepts the plan is missing
 */
export async function obtainConsent(
  summary: PlanSummary | undefined,
  { yes, acceptDataLoss }: Consents,
  { stop, terminal = process }: Asking,
): Promise<void> {
  if (summary === undefined) {
    if (yes && acceptDataLoss) return;
    const sentence =
      'Without the JSON of the plan, this command cannot find out whether the plan deletes data or costs money.';
    if (!isInteractive(terminal)) {
      throw new UserError(
        `${sentence} Nothing was changed. To accept the plan above, add -- --yes --accept-data-loss to the command, or use the token of an admin of the workspace.`,
      );
    }
    if (await confirm(`${sentence} Apply the plan above anyway?`, stop, terminal)) return;
    throw new UserError('Nothing was changed.');
  }
  if (summary.dataLoss.length > 0 && !acceptDataLoss) {
    if (!isInteractive(terminal)) {
      throw new UserError(
        `The plan deletes data:\n${summary.dataLoss.map((line) => `  ${line}`).join('\n')}\nNothing was changed. To accept the data loss, add -- --accept-data-loss to the command.`,
      );
    }
    if (!(await confirm(colors.red('The plan deletes the data named above. Continue?'), stop, terminal)))
      throw new UserError('Nothing was changed.');
  }
  const charged = chargedResources(summary);
  if (charged.length === 0 || yes) return;
  const amounts = summary.cost ? ` ${costLine(summary.cost)}.` : '';
  const sentence = `The plan creates resources that AWS bills for every hour that they exist: ${charged.join(', ')}.${amounts}`;
  if (!isInteractive(terminal))
    throw new UserError(`${sentence} Nothing was changed. To accept the costs, add -- --yes to the command.`);
  if (!(await confirm(`${sentence} Continue?`, stop, terminal))) throw new UserError('Nothing was changed.');
}

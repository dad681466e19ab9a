import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../shared/user-error';

/** The options of commands that can save a plan for review, and later apply it. */
export interface SavedPlanOptions {
  /** Whether to stop after the plan. */
  readonly plan: boolean;
  /** The folder in which to save the plan. Requires `plan`. */
  readonly out?: string | undefined;
  /** The folder of a saved plan to apply, instead of making a new plan. */
  readonly planFrom?: string | undefined;
}

export function addSavedPlanOptions(command: Command): Command {
  return command
    .option('--plan', 'only show what would change', false)
    .option('--out <folder>', 'with --plan: save the plan in this folder; the plan contains secrets')
    .option('--plan-from <folder>', 'apply the plan that --out has saved in this folder, and nothing else');
}

/**
 * Returns the path of the file for Terraform's plan, and creates its folder, which only the current user can read.
 * @returns undefined if the options name no folder
 * @throws UserError for options that cannot be combined
 */
export function planFileOf({ plan, out, planFrom }: SavedPlanOptions): string | undefined {
  if (out !== undefined && !plan) throw new UserError('--out saves a plan without applying it. Add --plan.');
  if (planFrom !== undefined && plan)
    throw new UserError('--plan-from applies a saved plan, but --plan only shows a plan. Remove --plan.');
  const folder = out ?? planFrom;
  if (folder === undefined) return undefined;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return path.resolve(process.cwd(), folder, 'terraform.tfplan');
}

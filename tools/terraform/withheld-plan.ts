import { UserError } from '../shared/user-error';

/** The note for a plan that cannot be summarized. */
export const withheldSummary =
  "Terraform Cloud returns a plan's JSON only to admins of the workspace, so this is Terraform's own text instead of a summary.";

/** Terraform Cloud returns a plan's JSON, which contains sensitive values, only to admins of the workspace. */
export class WithheldPlan extends UserError {
  constructor() {
    super(
      "Terraform Cloud returns a plan's JSON only to admins of the workspace, and this command needs the JSON. Use a token of an admin, or ask one to run the command. docs/terraform-cloud.md lists what each command needs.",
    );
  }

  /** Whether withholding the plan is the reason for an error of `terraform show -json`. */
  static isMeantBy(error: string): boolean {
    return /admin permissions on the workspace/.test(error.replace(/[│\s]+/g, ' '));
  }
}

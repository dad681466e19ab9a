import { UserError } from '../shared/user-error';

/** The note that replaces the summary of a plan if Terraform Cloud does not return the plan's JSON. */
export const withheldSummary =
  "Terraform Cloud returns a plan's JSON only to admins of the workspace, so this command shows Terraform's own output instead of a summary.";

/**
 * The error after Terraform Cloud has refused to return the JSON of a plan. Only admins of the workspace get the JSON,
 * because it contains sensitive values.
 */
export class WithheldPlan extends UserError {
  constructor() {
    super(
      "Terraform Cloud returns a plan's JSON only to admins of the workspace, and this command needs the JSON. Use the token of an admin, or ask an admin to run the command. docs/terraform-cloud.md lists what each command needs.",
    );
  }

  /** Whether `terraform show -json` has printed this error because Terraform Cloud withholds the plan. */
  static isMeantBy(error: string): boolean {
    return /admin permissions on the workspace/.test(error.replace(/[│\s]+/g, ' '));
  }
}

import type { Bootstrap } from '../stacks/bootstrap/bootstrap';
import { project, region } from './project';

/** What the account needs once, before its environments; docs/bootstrap.md has the commands. Nothing here depends on it. */
export const bootstrap: Bootstrap = {
  project,
  region,
  // After the first apply: the line that `terraform output -raw state_line` prints.
  state: { kind: 'local' },
  stateBucket: {},
  // Roles for GitHub Actions: github: { repository: 'OWNER/NAME', oidc: 'create' },
  // Roles for Terraform Cloud: terraformCloud: { organization: 'NAME', oidc: 'create' },
  // Mails before a month gets expensive: budget: { monthlyUsDollars: 50, email: 'NAME@DOMAIN' },
};

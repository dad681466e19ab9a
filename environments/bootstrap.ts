import type { Bootstrap } from '../stacks/bootstrap/bootstrap';
import { project, region } from './project';

/**
 * Optional resources that an AWS account needs only once, for example the state bucket. docs/bootstrap.md explains the commands that create
 * them.
 */
export const bootstrap: Bootstrap = {
  project,
  region,
  // After the first apply, replace this line with the output of `terraform output -raw state_line`.
  state: { kind: 'local' },
  stateBucket: {},
  // To create roles for GitHub Actions: github: { repository: 'OWNER/NAME', oidc: 'create' },
  // To create roles for Terraform Cloud: terraformCloud: { organization: 'NAME', oidc: 'create' },
  // To receive an email when the costs of a month approach a limit: budget: { monthlyUsDollars: 50, email: 'NAME@DOMAIN' },
};

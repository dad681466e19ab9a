import { explainCloudError } from '../../../tools/terraform/cloud-error';

const { TF_TOKEN_app_terraform_io: token } = process.env;

/** Returns the error that Terraform 1.11.4 prints if it cannot read an organization of Terraform Cloud. */
function readOrganization(name: string, reason: string): string {
  return `╷
│ Error: Failed to read organization "${name}" at host app.terraform.io
│
│   on cdk.tf.json line 1, in terraform.cloud:
│    1: {"terraform":{"cloud":{"organization":"${name}"}}}
│
│ Encountered an unexpected error while reading the organization settings:
│ ${reason}
╵
`;
}

describe('explainCloudError', () => {
  beforeEach(() => {
    process.env.TF_TOKEN_app_terraform_io = '';
  });
  afterAll(() => {
    if (token === undefined) delete process.env.TF_TOKEN_app_terraform_io;
    else process.env.TF_TOKEN_app_terraform_io = token;
  });

  it.each([
    [
      'a missing token',
      'Error: Required token could not be found\n\nRun the following command to generate a token for app.terraform.io:\n    terraform login',
      'You are not logged in to Terraform Cloud. Run terraform login. In CI, set TF_TOKEN_app_terraform_io to the token of a team.',
    ],
    [
      'a wrong token',
      readOrganization('fjord', 'unauthorized'),
      'Terraform Cloud does not accept the token. It may have expired or been revoked. Log in again: terraform login',
    ],
    [
      'an unknown organization',
      readOrganization('nobody', 'organization "nobody" at host app.terraform.io not found.\n│\n│ Please ensure that'),
      'Terraform Cloud has no organization "nobody", or your token has no access to it. Correct `state` in environments/dev.ts, or log in as a member: terraform login',
    ],
    [
      'a failed DNS lookup',
      'Error: Failed to request discovery document: Get "https://app.terraform.io/.well-known/terraform.json": dial tcp: lookup\napp.terraform.io: no such host\n\n  on cdk.tf.json line 1, in terraform.cloud.workspaces:\n   1: {}\n',
      'Terraform Cloud is not responding (dial tcp: lookup app.terraform.io: no such host). Check the network, the proxy in HTTPS_PROXY, and https://status.hashicorp.com.',
    ],
    [
      'a refused connection',
      'Error: Failed to create the HCP Terraform or Terraform Enterprise client\n\nEncountered an unexpected error while creating the HCP Terraform or Terraform\nEnterprise client: Get "https://app.terraform.io/api/v2/ping": dial tcp\n10.0.0.1:443: connect: connection refused.\n',
      'Terraform Cloud is not responding (dial tcp 10.0.0.1:443: connect: connection refused). Check the network, the proxy in HTTPS_PROXY, and https://status.hashicorp.com.',
    ],
    [
      'a token that is not allowed to create the workspace',
      'Error: error creating workspace eight-digit-dev: resource not found',
      'There is no workspace eight-digit-dev, and Terraform Cloud does not let you create it (resource not found). Create the workspace on the website of Terraform Cloud, with the CLI-driven workflow, or use a token that is allowed to manage workspaces.',
    ],
    [
      'a token that may only plan',
      'Error: Insufficient rights to apply changes\n\nThe provided credentials have insufficient rights',
      'Your token is not allowed to apply runs in this workspace of Terraform Cloud. Ask an admin of the workspace for the permission. docs/terraform-cloud.md lists what each command needs.',
    ],
    [
      'a workspace that requires another version of Terraform',
      'Error: Incompatible Terraform version\n\nThe local Terraform version (1.11.4) does not meet the version requirements\nfor remote workspace fjord/dev (~> 1.10.0).',
      'The workspace fjord/dev requires Terraform ~> 1.10.0, but this machine has 1.11.4. Change the version in the workspace (Settings, General), or install a version on this machine that meets the requirement.',
    ],
  ])('explains %s, and says what to do', (_what, error, message) => {
    expect(explainCloudError(error, 'cdktf.out/stacks/dev')).toBe(message);
  });

  it('names the variable that contains a wrong token', () => {
    process.env.TF_TOKEN_app_terraform_io = 'expired';
    expect(explainCloudError(readOrganization('fjord', 'unauthorized'), 'dev')).toMatch(
      /the token in TF_TOKEN_app_terraform_io\. .* Set the variable to another token, or unset it and run terraform login\.$/,
    );
  });

  it('returns undefined for other errors', () => {
    expect(explainCloudError('Error: Unsupported argument', 'dev')).toBeUndefined();
  });
});

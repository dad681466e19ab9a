import { explainRemotePlan } from '../../../tools/terraform/plan-failure';

const page = 'https://app.terraform.io/app/fjord/dev/runs/run-1';
const begin = `Running plan in HCP Terraform.\n\nTo view this run in a browser, visit:\n${page}\n\n`;
const end = `Nothing was changed. The page of the run: ${page}`;

describe('explainRemotePlan', () => {
  it.each([
    [
      'a policy',
      'Organization Policy Check:\n\nSentinel Result: false\n\n## Policy 1: tags (hard-mandatory)\n\nResult: false\n',
      'Error: Organization Policy Check hard failed.\n',
      `A policy of the organization rejects this plan:\n  Sentinel Result: false\n  ## Policy 1: tags (hard-mandatory)\n  Result: false\n${end}`,
    ],
    [
      'an error in the configuration',
      'Planning failed.\n\nError: Resource precondition failed\n\n  on cdk.tf.json line 1, in resource:\n   1: {}\n',
      '',
      `The plan failed in Terraform Cloud:\n  Resource precondition failed\n${end}`,
    ],
    [
      'missing credentials in the workspace',
      'Error: No valid credential sources found\n',
      '',
      `The run has no AWS credentials. Set the variables TFC_AWS_PROVIDER_AUTH, TFC_AWS_PLAN_ROLE_ARN and TFC_AWS_APPLY_ROLE_ARN in the workspace; docs/terraform-cloud.md says how.\n${end}`,
    ],
    [
      'a role that it is not allowed to assume',
      'Error: Cannot assume role: operation error STS: AssumeRoleWithWebIdentity, AccessDenied\n',
      '',
      `AWS does not allow the run to assume its role. Compare the role in the variables of the workspace with the outputs of the bootstrap, and the names of the organization, the project and the workspace with environments/bootstrap.ts.\n  Cannot assume role: operation error STS: AssumeRoleWithWebIdentity, AccessDenied\n${end}`,
    ],
    [
      'a cancellation',
      'Interrupt received.\nPlease wait for Terraform to exit\n\nError: execution halted\n',
      '',
      `Somebody canceled the run in Terraform Cloud. To plan again, run the same command.\n${end}`,
    ],
  ])('explains a remote plan that failed because of %s', (_what, stdout, stderr, message) => {
    expect(explainRemotePlan({ stdout: begin + stdout, stderr })).toBe(message);
  });

  it('returns undefined for a plan on this machine', () => {
    expect(explainRemotePlan({ stdout: '', stderr: 'Error: Unsupported argument' })).toBeUndefined();
  });
});

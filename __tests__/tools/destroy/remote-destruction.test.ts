import { writeFileSync } from 'node:fs';
import { type DestroyOptions, Destruction } from '../../../tools/destroy/destruction';
import { AppliedProject } from '../../support/commands/applied-project';
import { captureOutput } from '../../support/commands/capture-output';
import { describeIf, terraform } from '../../support/jest/requirement';
import { protectedStack } from '../../support/stacks/protected-stack';
import { TerraformCloud } from '../../support/terraform-cloud/service';

jest.mock('../../../tools/aws/clients', () => require('../../support/aws/loopback-clients'));
jest.mock('../../../tools/shared/environment', () => require('../../support/commands/applied-project'));
jest.mock('../../../tools/shared/synthesize', () => require('../../support/commands/applied-project'));

const organization = 'fjord';

function documentOf(removal: 'destroy' | 'protect'): object {
  const { resource, ...stack } = protectedStack(['aws_ecr_repository'], { removal, profiles: undefined });
  return {
    ...stack,
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws' } },
      cloud: { organization, workspaces: { name: 'prod' } },
    },
    resource: { ...resource, aws_ecs_service: { app: { count: 0, name: 'eight-digit-prod-app' } } },
  };
}

const options: DestroyOptions = {
  plan: false,
  yes: false,
  acceptDataLoss: true,
  liftProtection: true,
  finalSnapshot: false,
  wait: false,
};

describeIf(terraform, 'npm run destroy prod, with remote runs in Terraform Cloud', () => {
  let project: AppliedProject;
  let cloud: TerraformCloud;

  beforeAll(async () => {
    project = await AppliedProject.start('prod', {
      document: documentOf('protect'),
      unprotected: documentOf('destroy'),
    });
    const { TF_REATTACH_PROVIDERS = '' } = process.env;
    // Remote runs do not inherit the environment of this process, so the workspace sets the variable for the offline provider.
    cloud = await TerraformCloud.start({
      organization,
      executionMode: 'remote',
      environment: { TF_REATTACH_PROVIDERS },
    });
    writeFileSync(process.env.TF_CLI_CONFIG_FILE ?? '', cloud.cliConfiguration(cloud.createToken('somebody')));
    await project.terraform('init');
    await project.terraform('apply', '-auto-approve');
  });
  afterAll(async () => {
    await cloud?.stop();
    project?.close();
  });

  it("lifts the protection, destroys the resources, and prints the log of the runs without Terraform's advice about -target", async () => {
    const { output, error } = await captureOutput(async () => {
      await new Destruction('prod', options, new AbortController().signal).run();
    });
    expect({ output, error }).toMatchObject({
      error: undefined,
      output: expect.stringMatching(
        /1 of 1: aws_ecr_repository\.images: Modifications complete[\s\S]*0 of 1: https:\S+\/run-\w+\n[\s\S]*1 of 1: aws_ecr_repository\.images: Destruction complete[\s\S]*Nothing is left of prod/,
      ),
    });
    expect(output).not.toContain('-target');
    expect(cloud.workspace('prod').states.read().resources).toEqual([]);
  });
});

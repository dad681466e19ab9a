import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DeployOptions } from '../../tools/deploy/deploy-command';
import { Deployment } from '../../tools/deploy/deployment';
import { deployOptions } from '../support/commands/deploy-options';
import {
  createDeployableProject,
  type DeployableProject,
  type Surroundings,
} from '../support/commands/deployable-project';
import type { Outcome } from '../support/commands/in-process';
import { endTools } from '../support/commands/tool-process';
import { describeIf, dockerRegistry, terraform } from '../support/jest/requirement';
import { StateBucket } from '../support/terraform/state-bucket';
import { TerraformCloud } from '../support/terraform-cloud/service';
import type { ExecutionMode } from '../support/terraform-cloud/workspace';

jest.mock('../../tools/shared/synthesize', () => require('../support/commands/quick-synthesis'));
jest.mock('../../tools/image/bundle', () => require('../support/commands/quick-bundle'));

const organization = 'fjord';
const { signal: stop } = new AbortController();
const bucketState = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' } as const;

describeIf(terraform, 'npm run deploy dev', () => {
  describeIf(dockerRegistry, 'with a shared state', (registryProgram) => {
    let project: DeployableProject;
    let cloud: TerraformCloud;

    afterEach(endTools);

    const deploy = (own: Partial<DeployOptions> = {}): Promise<Outcome> =>
      project.inProcess((steps) => new Deployment('dev', { ...deployOptions, ...own }, { stop, steps }).run());
    const fails = (output: unknown) => ({ error: expect.any(Error), output });

    async function createCloudProject(executionMode: ExecutionMode): Promise<void> {
      const surroundings: Surroundings = async (provider, home) => {
        cloud = await TerraformCloud.start({ organization, executionMode, environment: provider });
        const configuration = path.join(home, 'cloud.rc');
        writeFileSync(configuration, cloud.cliConfiguration(cloud.createToken('alice')));
        return { ...provider, TF_CLI_CONFIG_FILE: configuration };
      };
      const state = { kind: 'cloud', organization } as const;
      project = await createDeployableProject(registryProgram, { state }, surroundings);
    }

    describe('Deployment with remote runs in Terraform Cloud', () => {
      beforeAll(() => createCloudProject('remote'));
      afterAll(async () => {
        await cloud?.stop();
        await project?.close();
      });

      it('succeeds in an organization without workspaces, and prints the log of the remote runs', async () => {
        expect(await deploy()).toMatchObject({
          error: undefined,
          output: expect.stringMatching(
            /The run in Terraform Cloud: https:\S+\/app\/fjord\/eight-digit-dev\/runs\/run-[\s\S]*aws_ecs_service\.app\[0\]: Creation complete[\s\S]*dev runs version/,
          ),
        });
      });

      it("shows Terraform's own plan text to users who are not admins, and names the running version after a rollback", async () => {
        project.write('app/server.ts', 'two');
        project.commit();
        project.account.deployments = 'roll back';
        cloud.workspace('eight-digit-dev').isAdministered = false;
        const outcome = await deploy({ yes: true, acceptDataLoss: true });
        cloud.workspace('eight-digit-dev').isAdministered = true;
        project.account.deployments = 'succeed';
        expect(outcome).toMatchObject(
          fails(
            expect.stringMatching(
              /aws_ecs_task_definition\.app\[0\] must be replaced[\s\S]*own output instead of a summary[\s\S]*ECS rolled the deployment back\.[\s\S]*This version is running: \S+@sha256:/,
            ),
          ),
        );
      });

      it('is rejected in a workspace that is connected to a version control repository', async () => {
        cloud.workspace('eight-digit-dev').repository = 'acme/app';
        expect(await deploy()).toMatchObject(
          fails(expect.stringContaining('connected to a version control repository')),
        );
      });
    });

    describe('Deployment with the state in S3', () => {
      let bucket: StateBucket;

      beforeAll(async () => {
        bucket = await StateBucket.start(bucketState.bucket);
        const { AWS_ENDPOINT_URL_STS: _own, ...environment } = bucket.environment;
        const surroundings: Surroundings = async (provider) => ({ ...provider, ...environment });
        project = await createDeployableProject(registryProgram, { state: bucketState }, surroundings);
      });
      afterAll(async () => {
        bucket?.stop();
        await project?.close();
      });

      it('succeeds with an empty bucket, and leaves the state there without a lock', async () => {
        expect(await deploy()).toMatchObject({
          error: undefined,
          output: expect.stringContaining('dev runs version'),
        });
        expect([...bucket.objects.keys()]).toEqual(['eight-digit/dev.tfstate']);
      });
    });
  });
});

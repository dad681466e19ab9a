import { createDeployableProject, type DeployableProject } from '../support/commands/deployable-project';
import { endTools } from '../support/commands/tool-process';
import { describeIf, dockerRegistry, terraform } from '../support/jest/requirement';

describeIf(terraform, 'npm run deploy dev', () => {
  describeIf(dockerRegistry, 'with a registry', (registryProgram) => {
    let project: DeployableProject;

    beforeAll(async () => {
      project = await createDeployableProject(registryProgram);
    });
    afterEach(endTools);
    afterAll(() => project?.close());

    /** The image that the applied service runs. */
    function runningImage(): string | undefined {
      const [definition] = project.account
        .resources('aws_ecs_task_definition')
        .filter(({ arn }) => arn === project.service.service?.task_definition);
      return definition && JSON.parse(String(definition.container_definitions))[0].image;
    }

    it('goes from nothing to a running version', async () => {
      const { exitCode, output } = await project.run('deploy', ['dev', '--no-verify']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining(`dev runs version ${project.version()}`),
      });
      expect(runningImage()).toMatch(new RegExp(`^${project.registry.host}/eight-digit-dev-app@sha256:`));
    });

    it('changes nothing when nothing has changed', async () => {
      const { exitCode, output } = await project.run('deploy', ['dev', '--no-verify']);
      expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining('dev is up to date') });
    });

    it('deploys a changed setting without a new image', async () => {
      const before = runningImage();
      project.configure({ logRetentionDays: 30 });
      const { exitCode, output } = await project.run('deploy', ['dev', '--no-verify']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(/retention_in_days: 7 → 30/),
      });
      expect(runningImage()).toBe(before);
    });

    it('reports a rollback with its reason, the last lines of the log and the version that serves', async () => {
      project.write('app/server.ts', 'two');
      project.commit();
      project.account.deployments = 'roll back';
      project.service.stopped = [
        { id: 'failing', reason: 'Essential container in task exited', exitCode: 1, log: ['the table is missing'] },
      ];
      const { exitCode, output } = await project.run('deploy', ['dev', '--no-verify']);
      project.account.deployments = 'succeed';
      expect({ exitCode, output }).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(
          /task failing stopped: Essential container in task exited\n.*exit code 1\n.*the table is missing[\s\S]*ECS rolled the deployment back/,
        ),
      });
      expect(output).toMatch(/The version that serves now: \S+@sha256:/);
    });
  });
});

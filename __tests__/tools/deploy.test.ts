import { AwsFault } from '../support/aws/fake-aws';
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

    it('is possible, as npm run doctor dev says before', async () => {
      const { exitCode, output } = await project.run('doctor', ['dev']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(/npm run deploy dev can begin\.\n$/),
      });
    });

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

    it('prints the reason and the log of the task that stopped last', async () => {
      const { output } = await project.run('logs', ['dev', '--previous']);
      expect(output).toMatch(
        /^Task failing stopped .*: Essential container in task exited\nContainer app: exit code 1\nthe table is missing\n$/,
      );
    });

    it('completes the work when it is repeated after a failure', async () => {
      const { exitCode, output } = await project.run('deploy', ['dev', '--no-verify']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringContaining(`dev runs version ${project.version()}`),
      });
    });

    it('shows what would change and stops with --plan', async () => {
      const before = runningImage();
      project.write('app/server.ts', 'three');
      const { exitCode, output } = await project.run('deploy', ['dev', '--plan']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(
          /\nUncommitted changes are deployed too: app\/server\.ts\. The version is [0-9a-f]{12}-dirty-[0-9a-f]{8}\./,
        ),
      });
      expect(runningImage()).toBe(before);
    });

    it.each([
      [['--clean'], {}],
      [[], { CI: 'true' }],
    ])('refuses uncommitted changes with %j %j', async (args, environment) => {
      const { exitCode, output } = await project.run('deploy', ['dev', ...args], environment);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/\nThere are uncommitted changes: app\/server\.ts\./),
      });
    });

    it('shows what runs, since when and deployed by whom', async () => {
      const { output } = await project.run('status', ['dev', '--json']);
      expect(JSON.parse(output.slice(output.indexOf('{')))).toMatchObject({
        state: 'running',
        image: runningImage(),
        deployedBy: expect.stringContaining('someone'),
        runningTasks: 1,
        addresses: ['http://127.0.0.1:5000'],
      });
    });

    it('goes back to the image before', async () => {
      const before = runningImage();
      const { exitCode, output } = await project.run('rollback', ['dev']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(/dev runs \S+@sha256:/),
      });
      expect(runningImage()).not.toBe(before);
    });

    it('stops all tasks and keeps the table', async () => {
      const { exitCode } = await project.run('park', ['dev']);
      expect(exitCode).toBe(0);
      expect(project.service.service).toBeUndefined();
      expect(project.account.resources('aws_dynamodb_table')).toHaveLength(1);
    });

    it('starts the image again that ran last', async () => {
      const { exitCode } = await project.run('unpark', ['dev']);
      expect(exitCode).toBe(0);
      expect(runningImage()).toContain('@sha256:');
    });

    it('refuses credentials for another account before it changes anything', async () => {
      project.configure({ account: '210987654321' });
      const { exitCode, output } = await project.run('deploy', ['dev']);
      project.configure({});
      expect({ exitCode, output }).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining(
          'are for the account 123456789012, but dev belongs to 210987654321. Choose other credentials',
        ),
      });
    });

    it('calls expired credentials expired, with the command that renews them', async () => {
      const caller = () => {
        throw new AwsFault('ExpiredToken', 'The security token included in the request is expired');
      };
      project.aws.define({ 'sts:GetCallerIdentity': caller });
      const { exitCode, output } = await project.run('doctor', ['dev']);
      expect({ exitCode, output }).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/✗ Credentials +Your AWS credentials have expired\. Renew them with: /),
      });
    });
  });
});

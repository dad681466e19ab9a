import { renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import type { CommandName } from '@eight-digit/aws-permissions';
import { createAwsClients } from '../../tools/aws/clients';
import type { DeployOptions } from '../../tools/deploy/deploy-command';
import { Deployment } from '../../tools/deploy/deployment';
import { ImageCommands } from '../../tools/deploy/image-commands';
import { checkUp } from '../../tools/doctor/checkup';
import { openEnvironment } from '../../tools/live/deployed-environment';
import type { EnvironmentLog } from '../../tools/live/log';
import { printRecentLog } from '../../tools/live/recent-log';
import { formatStatus, readServiceStatus, type ServiceStatus } from '../../tools/live/service-status';
import { printStoppedTaskLog } from '../../tools/live/stopped-task-log';
import { loadEnvironment } from '../../tools/shared/environment';
import { Interrupted } from '../../tools/shared/user-error';
import { AwsFault } from '../support/aws/fake-aws';
import { deployOptions } from '../support/commands/deploy-options';
import { createDeployableProject, type DeployableProject } from '../support/commands/deployable-project';
import type { InProcessOptions, Outcome, Work } from '../support/commands/in-process';
import { changeOf, ScriptedTerraform } from '../support/commands/scripted-terraform';
import { endTools } from '../support/commands/tool-process';
import { listenOnLoopback } from '../support/http/loopback-server';
import { CommandCalls } from '../support/iam/command-calls';
import { commandRoles } from '../support/iam/command-roles';
import { authorizedCalls } from '../support/iam/recorded-calls';
import { roleProblems } from '../support/iam/role-problems';
import { describeIf, dockerRegistry, terraform } from '../support/jest/requirement';

jest.mock('../../tools/shared/synthesize', () => require('../support/commands/quick-synthesis'));
jest.mock('../../tools/image/bundle', () => require('../support/commands/quick-bundle'));

/** Patterns of AWS calls that the commands may make, but do not make in these tests. */
const madeElsewhere = [
  // Pushes and pulls of an image go to the local registry, not to the fake AWS.
  /^ecr:(Batch|Complete|GetDownload|Initiate|Put|Upload)/,
  // Only environments with monitoring, secrets, a domain or private subnets need these calls.
  /^(cloudwatch:DescribeAlarms|ssm:DescribeParameters|secretsmanager:DescribeSecret|acm:DescribeCertificate|ec2:DescribeAddresses)$/,
  // Only needed while ECS is deploying, after a failed deployment, after Ctrl-C, or to find the address of a running task.
  /^(ecs:(ListServiceDeployments|StopServiceDeployment|DescribeTaskDefinition)|logs:GetLogEvents|ec2:DescribeNetworkInterfaces)$/,
];

/**
 * Each test starts from the result of the test before it. Most commands run in the process of the tests, which takes a third of the
 * time of separate processes.
 */
describeIf(terraform, 'npm run deploy dev', () => {
  describeIf(dockerRegistry, 'with a registry', (registryProgram) => {
    let project: DeployableProject;
    let stop: AbortController;

    /** A fake terraform, for tests that do not need the real one. */
    let scripted: ScriptedTerraform;

    beforeAll(async () => {
      project = await createDeployableProject(registryProgram);
      scripted = new ScriptedTerraform(path.dirname(project.folder));
    });
    beforeEach(() => {
      stop = new AbortController();
    });
    afterEach(endTools);
    afterAll(() => project?.close());

    const commandCalls = new CommandCalls();
    const run = (work: Work, surroundings?: Partial<InProcessOptions>) => project.inProcess(work, surroundings);
    const runAs = (command: CommandName, work: Work, surroundings?: Partial<InProcessOptions>) =>
      commandCalls.record(command, project.aws, () => run(work, surroundings));
    const deploy = (own: Partial<DeployOptions> = {}, surroundings?: Partial<InProcessOptions>): Promise<Outcome> =>
      runAs(
        'deploy',
        (steps) => new Deployment('dev', { ...deployOptions, ...own }, { stop: stop.signal, steps }).run(),
        surroundings,
      );
    const scriptedDeploy = (own: Partial<DeployOptions>, surroundings: Partial<InProcessOptions> = {}) =>
      deploy(own, { ...surroundings, environment: { TERRAFORM_BINARY_NAME: scripted.program } });
    const imageCommand = (command: CommandName, work: (commands: ImageCommands) => Promise<void>) =>
      runAs(command, (steps) => work(new ImageCommands('dev', deployOptions, { stop: stop.signal, steps })));
    const park = () => imageCommand('park', (commands) => commands.park());
    const unpark = () => imageCommand('unpark', (commands) => commands.unpark());
    const rollBack = (to?: string) =>
      imageCommand('rollback', (commands) => commands.rollBack({ to, list: false, dryRun: false }));

    /** Settings with another table name. Later tests keep this name, because changing it would delete data. */
    const settings = { table: { name: 'Another' } };
    const gate = () => path.join(project.folder, 'cdktf.out', 'gate');
    /** Returns a resource whose creation does not end until the test writes the file `gate()`. */
    const slow = () => ({
      terraform_data: {
        slow: { provisioner: [{ 'local-exec': { command: `until [ -e ${gate()} ]; do sleep 0.02; done` } }] },
      },
    });
    const slowBegins = /Deploy \.\.\.\n(.*\n)*? {2}terraform_data\.slow\n/;

    async function readStatus(): Promise<ServiceStatus> {
      let status: ServiceStatus | undefined;
      await runAs('status', async (steps) => {
        status = await readServiceStatus(await openEnvironment('dev', { stop: stop.signal, steps }));
      });
      return status as ServiceStatus;
    }

    async function readLog(work: (log: EnvironmentLog) => Promise<void>): Promise<Outcome> {
      return runAs('logs', async (steps) => {
        const environment = await loadEnvironment('dev', stop.signal);
        await work({ environment, aws: createAwsClients(environment.region), write: (line) => steps.line(line) });
      });
    }

    /** Returns the image in the service's task definition, or undefined if there is no service. */
    function runningImage(): string | undefined {
      const [definition] = project.account
        .resources('aws_ecs_task_definition')
        .filter(({ arn }) => arn === project.service.service?.task_definition);
      return definition && JSON.parse(String(definition.container_definitions))[0].image;
    }

    const succeeds = (output: unknown) => ({ error: undefined, output });
    const fails = (output: unknown) => ({ error: expect.any(Error), output });
    const runsNewVersion = () => expect.stringContaining(`dev runs version ${project.version()}. The deployment took`);

    describe('Environment before its first deployment', () => {
      it('is ready to be deployed, according to npm run doctor dev', async () => {
        // In the other tests, this variable disables a warning of the AWS SDK. Here, the command itself must do so.
        const environment = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: '' };
        const { exitCode, output } = await commandCalls.record('doctor', project.aws, () =>
          project.run('doctor', ['dev'], environment),
        );
        expect({ exitCode, output }).toMatchObject({
          exitCode: 0,
          output: expect.stringMatching(/No problem was found\. You can run npm run deploy dev\.\n$/),
        });
        expect(output).not.toMatch(/warning/i);
      });

      it('cannot be parked, because there is nothing to park', async () => {
        expect(await park()).toMatchObject(
          fails(expect.stringContaining('dev does not exist yet, so there is nothing to park.')),
        );
      });

      it.each(['deploy', 'doctor'])(
        'is rejected by npm run %s, before any other check, if main.ts does not define the environment',
        async (command) => {
          const environment = { TERRAFORM_BINARY_NAME: 'nowhere' };
          const work = async (steps: Parameters<Work>[0]) => {
            if (command === 'deploy') await new Deployment('devv', deployOptions, { stop: stop.signal, steps }).run();
            else for await (const { title } of checkUp('devv', stop.signal)) steps.line(title);
          };
          const { output } = await run(work, { environment });
          expect(output.replace(/.*Synthesize.*\n/g, '')).toBe(
            'There is no environment "devv". main.ts defines: dev.\n',
          );
        },
      );

      it('is not deployed if the terraform program is missing', async () => {
        const environment = { TERRAFORM_BINARY_NAME: 'nowhere' };
        expect(await deploy({}, { environment })).toMatchObject(
          fails(expect.stringContaining('TERRAFORM_BINARY_NAME is "nowhere", but there is no such program.')),
        );
      });

      it('is not deployed if AWS does not respond', async () => {
        const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
        expect(await deploy({}, { environment })).toMatchObject(
          fails(
            expect.stringContaining(
              'AWS is not responding (ECONNREFUSED), so this command could not look up the account of the credentials (sts:GetCallerIdentity)',
            ),
          ),
        );
      });

      it('is not deployed with credentials for another account', async () => {
        project.configure({ account: '210987654321' });
        expect(await deploy()).toMatchObject(
          fails(
            expect.stringContaining(
              'are for the account 123456789012, but dev belongs to 210987654321. Choose other credentials',
            ),
          ),
        );
        project.configure({});
      });
    });

    describe('Deployment that Ctrl-C interrupts', () => {
      const none = 'nothing was changed in AWS';
      const begun = 'Terraform has completed the changes that it had begun';

      beforeAll(() => {
        scripted.plan = [changeOf('aws_vpc.network', 'create')];
      });
      afterAll(() => {
        project.service.runningDeployment = undefined;
      });

      /** Deploys with the fake terraform, and interrupts the deployment as soon as this text is printed. */
      const interruptedAt = (text: RegExp, onInterrupt = () => {}, own: Partial<DeployOptions> = {}) =>
        scriptedDeploy(own, {
          onOutput: (output) => {
            if (!text.test(output) || stop.signal.aborted) return;
            onInterrupt();
            stop.abort('SIGINT');
          },
        });

      it.each([
        ['Synthesize', /Synthesize \.\.\./],
        ['terraform init', /terraform init \.\.\./],
        ['Prepare the image', /Prepare the image \.\.\./],
        ['terraform plan', /terraform plan \.\.\./],
      ])('during the step "%s", reports that nothing was changed in AWS', async (title, text) => {
        const { error, output } = await interruptedAt(text);
        expect(error).toBeInstanceOf(Interrupted);
        expect(output).toMatch(
          new RegExp(
            `\nInterrupted in the step "${title}"\\.\nDone: ${none}\\.\nNot done: the deployment of dev\\.\nTo continue: npm run deploy dev\n$`,
          ),
        );
      });

      it('during the first apply, reports that Terraform has completed the changes that it had begun', async () => {
        scripted.holdsApply = true;
        const { output } = await interruptedAt(/everything except the service \.\.\.\n {2}aws_vpc\.network\n/);
        scripted.holdsApply = false;
        expect(output).toContain(
          `\nInterrupted in the step "Create everything except the service".\nDone: ${begun}.\n`,
        );
      });

      it('during the push of the image, reports that all resources except the service exist', async () => {
        const { output } = await interruptedAt(/Push the image/);
        expect(output).toMatch(
          /\nInterrupted in the step "Push the image [0-9a-f]{12}"\.\nDone: everything except the service exists\.\n/,
        );
      });

      it('during the apply of the service, reports that ECS is still deploying', async () => {
        scripted.outputs = { ecr_repository_url: 'exists', application_url: 'http://127.0.0.1:1' };
        scripted.holdsApply = true;
        const { output } = await interruptedAt(/Deploy \.\.\.\n {2}aws_vpc\.network\n/, () => {
          project.service.runningDeployment = 'deployment/1';
        });
        scripted.holdsApply = false;
        expect(output).toContain(
          `Interrupted in the step "Deploy".\nDone: the image of version ${project.version()} is in the registry; ${begun}; ECS continues the deployment; npm run rollback dev restores the previous version.\n`,
        );
      });

      it('during the check at the public address, reports that the new version runs', async () => {
        const { output } = await interruptedAt(/Check http/, () => {}, { verify: true });
        expect(output).toMatch(
          /\nInterrupted in the step "Check http:.*"\.\nDone: .*; dev runs version [0-9a-f]{12}\.\nNot done: the check at the public address\.\n/,
        );
      });
    });

    describe('First deployment', () => {
      it('exits with code 130 after Ctrl-C during an apply, and keeps what Terraform has created', async () => {
        project.write('app/server.ts', 'first');
        project.commit();
        project.configure({}, { resource: slow() });
        const command = project.start('deploy', ['dev', '--no-verify']);
        await command.writes(/aws_vpc\.network\n/);
        command.signalGroup('SIGINT');
        expect(await command.ended).toBe(130);
        expect(command.output()).toMatch(
          /\nInterrupted in the step "Create everything except the service"\.\nDone: Terraform has completed the changes that it had begun\.\nNot done: the deployment of dev\.\nTo continue: npm run deploy dev\n$/,
        );
        expect(project.account.resources('aws_vpc')).toHaveLength(1);
      });

      it('is completed when the command is repeated, and creates nothing twice', async () => {
        project.configure({});
        expect(await deploy()).toMatchObject(succeeds(runsNewVersion()));
        expect(runningImage()).toMatch(new RegExp(`^${project.registry.host}/eight-digit-dev-app@sha256:`));
        expect(project.account.resources('aws_vpc')).toHaveLength(1);
      });

      it('is shown by npm run status with its image, its address and the user who deployed it', async () => {
        expect(await readStatus()).toMatchObject({
          state: 'running',
          image: runningImage(),
          deployedBy: expect.stringContaining('someone'),
          runningTasks: 1,
          healthyTasks: 1,
          lastFailure: null,
          addresses: ['http://127.0.0.1:5000'],
        });
      });
    });

    describe('Deployment without the state of the environment', () => {
      const state = () => path.join(project.folder, 'terraform.dev.tfstate');

      it('is rejected, because Terraform would create every resource again', async () => {
        renameSync(state(), `${state()}.elsewhere`);
        const rejected = fails(
          expect.stringMatching(
            /\ndev exists in AWS \(last deployed .* by .*someone\), but its state \(local\) is empty here, so Terraform would create everything a second time\. Nothing was changed\./,
          ),
        );
        expect(await deploy()).toMatchObject(rejected);
        expect(await unpark()).toMatchObject(rejected);
        renameSync(`${state()}.elsewhere`, state());
      });
    });

    describe('Deployment of a change', () => {
      it('is rejected if it would delete data and there is neither --accept-data-loss nor a terminal', async () => {
        scripted.plan = [changeOf('aws_dynamodb_table.entries', 'delete', 'create')];
        expect(await scriptedDeploy({})).toMatchObject(
          fails(
            expect.stringMatching(
              /The plan deletes data:\n {2}aws_dynamodb_table.entries is replaced: .*\nNothing was changed\. To accept the data loss, add -- --accept-data-loss to the command\.\n$/,
            ),
          ),
        );
      });

      it('keeps the image if only settings change, and replaces the table if --accept-data-loss is set', async () => {
        const before = runningImage();
        project.configure({ ...settings, logRetentionDays: 30 });
        expect(await deploy({ acceptDataLoss: true })).toMatchObject(
          succeeds(expect.stringMatching(/retention_in_days: 7 → 30[\s\S]*DATA LOSS\n {2}aws_dynamodb_table\.entries/)),
        );
        expect(project.account.resources('aws_dynamodb_table')).toMatchObject([{ name: 'Another' }]);
        expect(runningImage()).toBe(before);
      });

      it('reports the reason for a failed apply', async () => {
        const failing = { terraform_data: { failing: { provisioner: [{ 'local-exec': { command: 'exit 3' } }] } } };
        project.configure(settings, { resource: failing });
        expect(await deploy()).toMatchObject(
          fails(
            expect.stringMatching(
              /✗ Deploy [\s\S]*The apply failed:\n {2}terraform_data\.failing: local-exec provisioner error: .*exit status 3.*\nCorrect the cause and run the same command again to apply the remaining changes\.\n$/,
            ),
          ),
        );
      });

      it('continues in terraform after the command is killed; with --wait, the next command waits for it', async () => {
        project.configure({ ...settings, logRetentionDays: 14 }, { resource: slow() });
        const killed = project.start('deploy', ['dev', '--no-verify']);
        await killed.writes(slowBegins);
        process.kill(killed.pid, 'SIGKILL');
        expect(await killed.ended).toBe('SIGKILL');
        expect(await deploy()).toMatchObject(
          fails(expect.stringMatching(/\n\S+@\S+ has held the state lock since .* \(apply\)\. /)),
        );
        const repeated = await deploy(
          { wait: true },
          { onOutput: (output) => output.includes('terraform plan ...') && writeFileSync(gate(), '') },
        );
        expect(repeated).toMatchObject(succeeds(expect.stringContaining('dev is up to date')));
        expect(project.account.resources('aws_cloudwatch_log_group')).toContainEqual(
          expect.objectContaining({ retention_in_days: 14 }),
        );
      });

      it('completes an earlier deployment that was killed during the push of the image', async () => {
        project.write('app/server.ts', 'three');
        project.commit();
        scripted.outputs = { ecr_repository_url: `${project.registry.host}/eight-digit-dev-app` };
        scripted.plan = [changeOf('aws_ecs_service.app', 'update')];
        const environment = { TERRAFORM_BINARY_NAME: scripted.program };
        const killed = project.start('deploy', ['dev', '--no-verify'], environment);
        // On a busy machine, the push may end before the command is killed. The command then waits in the apply until it is killed.
        scripted.holdsApply = true;
        await killed.writes(/Push the image/);
        process.kill(killed.pid, 'SIGKILL');
        await killed.ended;
        scripted.holdsApply = false;
        expect(await deploy({ wait: true })).toMatchObject(succeeds(runsNewVersion()));
      });
    });

    describe('Version that does not become healthy', () => {
      it('is reported with the failed container, the last lines of its log, and the version that runs instead', async () => {
        const before = runningImage();
        project.configure(settings);
        project.write('app/server.ts', 'two');
        project.commit();
        project.account.deployments = 'roll back';
        const reason = 'Essential container in task exited';
        const log = ['relation "profiles" does not exist'];
        project.service.stopped = [{ id: 'failing', reason, container: 'migrate', exitCode: 1, log }];
        const { output } = await deploy();
        expect(output).toContain(`This version is running: ${before} (of-${before?.slice(-64, -60)})\n`);
        expect(output).toMatch(
          /task failing stopped: Essential container in task exited\n.*container migrate: exit code 1\n.*relation "profiles" does not exist[\s\S]*ECS rolled the deployment back\.\nECS says: ECS deployment circuit breaker/,
        );
        project.account.deployments = 'succeed';
      });

      it('is explained by npm run logs -- --previous: why the task stopped, and what it logged', async () => {
        const { output } = await readLog((log) => printStoppedTaskLog(log));
        expect(output).toMatch(
          /^Task failing stopped .*: Essential container in task exited\nContainer migrate: exit code 1\nrelation "profiles" does not exist\n$/,
        );
      });
    });

    describe('npm run logs', () => {
      it('says that nothing was logged recently, and how to print older lines', async () => {
        project.aws.define({ 'logs:FilterLogEvents': () => ({ events: [] }) });
        const { output } = await readLog((log) =>
          printRecentLog(log, { since: 1_000, follow: false, stop: stop.signal }),
        );
        expect(output).toMatch(
          /^dev has logged nothing since \S+Z\. For older lines: npm run logs dev -- --since 1d\n$/,
        );
      });

      it('rejects a misspelt container name, and lists the containers', async () => {
        const { output } = await readLog((log) => printStoppedTaskLog(log, 'ap'));
        expect(output).toContain('dev has no container "ap". Its containers: app.');
      });
    });

    describe('Deployment while ECS is still deploying an earlier version', () => {
      it('waits for the earlier version, and then plans a second time', async () => {
        project.service.runningDeployment = 'deployment/1';
        scripted.plan = [];
        const { error, output } = await scriptedDeploy(
          {},
          {
            onOutput: (text) => {
              if (text.includes('Wait for the deployment that is running in ECS ...'))
                project.service.runningDeployment = undefined;
            },
          },
        );
        expect(error).toBeUndefined();
        expect(output).toMatch(
          /terraform plan \.\.\.[\s\S]*Wait for the deployment[\s\S]*terraform plan \.\.\.[\s\S]*dev is up to date/,
        );
      });
    });

    describe('Deployment with the check at the public address', () => {
      let server: Server;
      let address: string;
      let version: string;

      beforeAll(async () => {
        server = createServer((request, response) => {
          response.statusCode = request.method === 'POST' ? 201 : 200;
          response.end(request.url === '/health' ? JSON.stringify({ version }) : '<form>');
        });
        address = `http://127.0.0.1:${await listenOnLoopback(server)}`;
        scripted.outputs = { ecr_repository_url: 'exists', application_url: address };
      });
      afterAll(() => server.close());

      it('fails if another version responds', async () => {
        version = '0123456789ab';
        scripted.plan = [changeOf('aws_ecs_service.app', 'update')];
        expect(await scriptedDeploy({ verify: true, verifyTimeoutMs: 1 })).toMatchObject(
          fails(
            expect.stringContaining(
              `/health reports 0123456789ab instead of ${project.version()}. The deployment is complete in ECS, but the app does not respond as it should.`,
            ),
          ),
        );
      });

      it('succeeds with --smoke if the version responds, even if there is nothing to deploy', async () => {
        version = project.version();
        scripted.plan = [];
        expect(await scriptedDeploy({ verify: true, smoke: true })).toMatchObject(
          succeeds(expect.stringMatching(/✓ Check http[\s\S]*dev is up to date: it runs version .* at http:/)),
        );
      });
    });

    describe('Deployment with uncommitted changes', () => {
      it('names the changed files and deploys nothing if --plan is set', async () => {
        const before = runningImage();
        project.write('app/server.ts', 'four');
        expect(await scriptedDeploy({ plan: true })).toMatchObject(
          succeeds(
            expect.stringMatching(
              /\nUncommitted changes are deployed too: app\/server\.ts\. The version is [0-9a-f]{12}-dirty-[0-9a-f]{8}\./,
            ),
          ),
        );
        expect(runningImage()).toBe(before);
      });

      it.each([
        ['with --clean', { clean: true }, { CI: '' }],
        ['in CI', {}, { CI: 'true' }],
      ])('is rejected %s', async (_, own, environment) => {
        expect(await deploy(own, { environment })).toMatchObject(
          fails(expect.stringMatching(/\nThere are uncommitted changes: app\/server\.ts/)),
        );
      });
    });

    describe('Environment after a deployment', () => {
      it('is not rolled back to an image that was deleted', async () => {
        const digests = project.service.images.map((image) => image.slice(image.indexOf('@') + 1));
        for (const digest of digests.slice(0, -1)) project.service.deletedImages.add(digest);
        expect(await rollBack()).toMatchObject(fails(expect.stringMatching(/\nThe image sha256:\w+ was deleted from/)));
        project.service.deletedImages.clear();
      });

      it('is rolled back to the previous image by npm run rollback', async () => {
        const before = runningImage();
        expect(await rollBack()).toMatchObject(
          succeeds(expect.stringMatching(/dev runs version of-[0-9a-f]{4} at http:\/\/127\.0\.0\.1:5000\./)),
        );
        expect(runningImage()).not.toBe(before);
      });

      it('has no tasks but keeps its table after npm run park', async () => {
        expect(await park()).toMatchObject(succeeds(expect.stringContaining('dev is parked:')));
        expect(project.service.service).toBeUndefined();
        expect(project.account.resources('aws_dynamodb_table')).toHaveLength(1);
        expect(formatStatus(await readStatus())).toMatch(/^State +parked; to start it: npm run unpark dev$/m);
      });

      it('runs no version if the first version after npm run park does not become healthy', async () => {
        project.account.deployments = 'roll back';
        project.service.stopped = [];
        expect(await deploy()).toMatchObject(
          fails(
            expect.stringMatching(
              /The first version did not become healthy, so ECS stopped the deployment\.\nECS says: ECS deployment circuit breaker: .*\nNo version is running, because there was none before\.\nTo find the cause: .* Correct the cause and deploy again: npm run deploy dev\n$/,
            ),
          ),
        );
        project.account.deployments = 'succeed';
        const status = await readStatus();
        expect(status).toMatchObject({ state: 'failed', image: null, runningTasks: 0, addresses: [] });
        expect(formatStatus(status)).toContain('State        failed; to start it: npm run deploy dev');
      });

      it('runs the last image again after npm run unpark', async () => {
        expect(await unpark()).toMatchObject(
          succeeds(expect.stringMatching(/dev runs version of-[0-9a-f]{4} at http:\/\/127\.0\.0\.1:5000\./)),
        );
      });

      it('is not fully checked by npm run doctor if the credentials have expired', async () => {
        project.aws.define({
          'sts:GetCallerIdentity': () => {
            throw new AwsFault('ExpiredToken', 'The security token included in the request is expired');
          },
        });
        const { output } = await run(async (steps) => {
          for await (const { title, isFine, isSkipped, text } of checkUp('dev', stop.signal)) {
            if (!isFine || isSkipped) steps.line(`${title}: ${text}`);
          }
        });
        expect(output).toMatch(/^Credentials: Your AWS credentials have expired\. /);
        expect(output).toMatch(/\nRegistry: not checked, because the check "Credentials" failed\nState: .*\nQuotas: /);
      });
    });

    it('makes only AWS calls that the deploy roles allow, and only on resources of dev', () => {
      const calls = authorizedCalls(project.aws.calls);
      expect(calls.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['ecs:DescribeTasks', 'logs:FilterLogEvents', 'servicequotas:GetServiceQuota']),
      );
      expect(roleProblems(commandRoles.deploy.roles, 'dev', calls)).toEqual([]);
    });

    it('makes only AWS calls that npm run permissions lists for each command', () => {
      expect(commandCalls.commands).toEqual(['deploy', 'doctor', 'logs', 'park', 'rollback', 'status', 'unpark']);
      expect(commandCalls.problems({})).toEqual([]);
      const unused = Object.entries(commandCalls.unused).map(([command, actions]) => ({
        command,
        actions: actions.filter((action) => !madeElsewhere.some((pattern) => pattern.test(action))),
      }));
      expect(unused.filter(({ actions }) => actions.length > 0)).toEqual([]);
    });
  });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Registry } from '../../tools/image/registry/registry';
import { type PromoteOptions, Promotion } from '../../tools/promote/promotion';
import { AwsFault } from '../support/aws/fake-aws';
import { AppliedProject } from '../support/commands/applied-project';
import { type CommandResult, captureOutput } from '../support/commands/capture-output';
import { unlistedCalls } from '../support/iam/command-calls';
import { commandRoles } from '../support/iam/command-roles';
import type { Call } from '../support/iam/iam-evaluator';
import { authorizedCalls, registryCalls } from '../support/iam/recorded-calls';
import { roleProblems } from '../support/iam/role-problems';
import { describeIf, terraform } from '../support/jest/requirement';
import { pushBaseImage } from '../support/registry/base-image';
import { MemoryRegistry } from '../support/registry/memory-registry';
import { threeTiers } from '../support/stacks/fixture-environment';
import { reference } from '../support/stacks/synthesized';

jest.mock('../../tools/aws/clients', () => require('../support/aws/loopback-clients'));
jest.mock('../../tools/shared/environment', () => require('../support/commands/applied-project'));
jest.mock('../../tools/shared/synthesize', () => require('../support/commands/applied-project'));

/**
 * Returns a stack with only what a promotion needs of an environment: the image repository, the parameter that
 * records the image, and the outputs.
 */
function documentOf(name: string, { platform = 'linux/arm64', accounts = [] as readonly string[] } = {}): object {
  const tags = { Project: 'eight-digit', Environment: name, ManagedBy: 'terraform' };
  const image = reference('coalesce(var.container_image, "none")');
  return {
    terraform: {
      required_providers: { aws: { source: 'hashicorp/aws' } },
      backend: { local: { path: `../../../${name}.tfstate` } },
    },
    provider: {
      aws: [
        {
          region: 'eu-central-1',
          default_tags: [{ tags }],
          ...(accounts.length > 0 && { allowed_account_ids: accounts }),
        },
      ],
    },
    variable: { container_image: { default: null } },
    resource: {
      aws_ecr_repository: { images: { name: `eight-digit-${name}-app` } },
      aws_ecs_cluster: { cluster: { name: `eight-digit-${name}-cluster` } },
      aws_ecs_service: { app: { count: 0, name: `eight-digit-${name}-app` } },
      aws_ssm_parameter: {
        deployed: { name: `/eight-digit/${name}/deployed/image`, type: 'String', insecure_value: image },
      },
    },
    output: {
      ecr_repository_url: { value: reference('aws_ecr_repository.images.repository_url') },
      image_platform: { value: platform },
      deployed_image: { value: image },
    },
  };
}

const options: PromoteOptions = { plan: false, verify: false, yes: false, acceptDataLoss: false, wait: false };
const prod = documentOf('prod');

/** Each test starts from the result of the test before it. */
describeIf(terraform, 'npm run promote staging prod', () => {
  let project: AppliedProject;
  let server: MemoryRegistry;
  let registry: Registry;
  /** The images that have been recorded in staging's parameter, newest last. */
  let history: string[] = [];

  /** The calls to AWS that the commands with and without `--plan` have made. */
  const calls: Record<'promote' | 'promote --plan', Call[]> = { promote: [], 'promote --plan': [] };

  async function promote(own: Partial<PromoteOptions> = {}, from = 'staging', to = 'prod'): Promise<CommandResult> {
    project.aws.calls.length = 0;
    server.requests.length = 0;
    const { signal } = new AbortController();
    const result = await captureOutput(() => new Promotion({ from, to }, { ...options, ...own }, signal).run());
    const made = [...authorizedCalls(project.aws.calls), ...registryCalls(server.requests)];
    calls[own.plan ? 'promote --plan' : 'promote'].push(...made);
    return result;
  }

  /** Pushes an image, and records it as the image of staging. @returns its digest */
  async function deployToStaging(version: string, architecture = 'arm64'): Promise<string> {
    const repository = 'eight-digit-staging-app';
    const image = { architectures: [architecture], variables: [`APP_VERSION=${version}`] };
    await pushBaseImage(registry, repository, version, image);
    const digest = (await registry.findManifest(repository, version)) ?? '';
    history.push(`${server.host}/${repository}@${digest}`);
    return digest;
  }

  const runningImage = () => project.account.parameter('/eight-digit/prod/deployed/image');
  const ofProd = () => [...server.manifests.keys()].filter((key) => /^eight-digit-prod-app (?!sha256)/.test(key));

  beforeAll(async () => {
    server = await MemoryRegistry.start();
    registry = new Registry({ host: server.host, stop: new AbortController().signal });
    project = await AppliedProject.start('prod', { document: prod, unprotected: prod });
    project.others.staging = documentOf('staging');
    project.aws.define({
      'ecr:GetAuthorizationToken': () => ({
        authorizationData: [
          { authorizationToken: Buffer.from('AWS:secret').toString('base64'), proxyEndpoint: `http://${server.host}` },
        ],
      }),
      'ssm:GetParameterHistory': ({ Name }) => {
        if (Name !== '/eight-digit/staging/deployed/image' || history.length === 0)
          throw new AwsFault('ParameterNotFound', 'It does not exist.');
        return { Parameters: history.map((Value) => ({ Value })) };
      },
      'ecs:ListTasks': () => ({ taskArns: [] }),
      'ecs:DescribeServices': () => ({ services: [] }),
    });
  });
  afterAll(() => {
    project?.close();
    server?.stop();
  });

  it('rejects a source environment in which nothing has been deployed', async () => {
    expect((await promote()).error).toBe(
      'staging runs no image, because nothing has been deployed there yet. To deploy: npm run deploy staging',
    );
  });

  it('in the first promotion, creates the repository from a saved plan, and deploys the copied image', async () => {
    const digest = await deployToStaging('one');
    const folder = path.join(project.folder, 'plan');
    expect(await promote({ plan: true, out: folder })).toMatchObject({ error: undefined });
    const { output, error } = await promote({ verify: true, planFrom: folder });
    expect(error).toBeUndefined();
    expect(output).toMatch(/Create everything except the service[\s\S]*Copy the image one[\s\S]*✓ Deploy/);
    expect(runningImage()).toBe(`${server.host}/eight-digit-prod-app@${digest}`);
    expect(ofProd()).toEqual(['eight-digit-prod-app one']);
    expect(await registry.findManifest('eight-digit-prod-app', 'one')).toBe(digest);
  });

  it('changes nothing if the target environment already runs the image', async () => {
    const { output, error } = await promote();
    expect({ output, error }).toEqual({
      error: undefined,
      output: expect.stringMatching(/prod is up to date: it already runs version one\.\n$/),
    });
  });

  it('with --plan, shows what would change and copies no image', async () => {
    await deployToStaging('two');
    const { output, error } = await promote({ plan: true });
    expect({ output, error }).toEqual({
      error: undefined,
      output: expect.stringMatching(
        /staging runs version two: sha256:[\s\S]*1 to change[\s\S]*Nothing was changed\.\n$/,
      ),
    });
    expect(ofProd()).toEqual(['eight-digit-prod-app one']);
  });

  it('deploys a later image with one apply', async () => {
    const { output, error } = await promote();
    expect({ output, error }).toEqual({
      error: undefined,
      output: expect.stringMatching(
        /prod runs version two, as staging does: \S+\/eight-digit-prod-app@sha256:\w{64}\n$/,
      ),
    });
    expect(output).not.toContain('Create everything');
  });

  it('rejects an image that was built for another platform', async () => {
    await deployToStaging('three', 'amd64');
    expect((await promote()).error).toMatch(
      /has no image for linux\/arm64\. It has images only for: linux\/amd64\. prod needs a different platform from staging, but a promotion never builds an image\. /,
    );
  });

  it("does not send ECR's password to another registry that contains the image of the source environment", async () => {
    const other = await MemoryRegistry.start();
    other.intercept = (_request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="other"' }).end();
      return true;
    };
    history.push(`${other.host}/app@sha256:${'0'.repeat(64)}`);
    const { error } = await promote({ plan: true });
    other.stop();
    history.pop();
    expect(error).toContain(`${other.host} responded with 401`);
    expect(other.requests.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([]);
  });

  it('rejects a parked source environment', async () => {
    history.push('none');
    expect((await promote()).error).toBe(
      'staging runs no image, because it is parked. To start it: npm run unpark staging',
    );
  });

  it('rejects an environment as its own source, before any other check', async () => {
    expect(await promote({}, 'prod')).toEqual({
      output: '',
      error: '"prod" is named twice. As the second argument, name the environment that gets the image.',
    });
  });

  it('rejects credentials for another account', async () => {
    history = history.slice(0, 1);
    project.documents = { document: documentOf('prod', { accounts: ['210987654321'] }), unprotected: prod };
    const { error } = await promote();
    project.documents = { document: prod, unprotected: prod };
    expect(error).toContain('are for the account 123456789012, but prod belongs to 210987654321.');
  });

  it('reads the image from the state of the source environment if that environment is in another account', async () => {
    const [image = ''] = history;
    history = [];
    project.others.staging = documentOf('staging', { accounts: ['210987654321'] });
    const outputs = { deployed_image: { value: image, type: 'string' } };
    writeFileSync(
      path.join(project.folder, 'staging.tfstate'),
      JSON.stringify({ version: 4, serial: 1, lineage: 'a', outputs }),
    );
    const { output, error } = await promote({ plan: true });
    expect({ output, error }).toEqual({
      error: undefined,
      output: expect.stringMatching(/staging runs version one: sha256:/),
    });
  });

  it.each(['promote', 'promote --plan'] as const)(
    'makes only AWS calls that the roles of npm run %s allow, and only on resources of prod',
    (command) => {
      expect(calls[command].map(({ action }) => action)).toContain('ecr:BatchGetImage');
      expect(roleProblems(commandRoles[command].roles, 'prod', calls[command])).toEqual([]);
      expect(unlistedCalls('promote', threeTiers, calls[command])).toEqual([]);
    },
  );
});

import { healthCheck, variables } from '../../../contract';
import type { AppSettings } from '../../../stacks/settings/app-settings';
import type { ContainerSettings } from '../../../stacks/settings/container-settings';
import type { Ingress } from '../../../stacks/settings/ingress-settings';
import { balanced, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { reference, resource, synthesized } from '../../support/stacks/synthesized';

interface Container extends Record<string, unknown> {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** Returns the definition of the app's container, with unresolved Terraform references. */
function container(app?: AppSettings): Container {
  const { container_definitions } = resource(synthesized({ app }), 'aws_ecs_task_definition.app');
  return JSON.parse(String(container_definitions))[0];
}

function environmentOf({ environment }: Container): Record<string, string> {
  return Object.fromEntries(environment.map(({ name, value }) => [name, value]));
}

/** Returns the leaf values of nested objects and lists, including empty objects and lists. */
function leaves(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
    ? Object.values(value).flatMap(leaves)
    : [value];
}

describe('app container', () => {
  it('runs the deployed image', () => {
    expect(container().image).toBe(reference('local.deployed_image'));
  });

  it('gets the port, the region and the table, and trusts no proxy', () => {
    expect(environmentOf(container())).toEqual({
      PORT: '5000',
      AWS_REGION: 'eu-central-1',
      DYNAMO_TABLE: reference('aws_dynamodb_table.entries.name'),
      TRUSTED_PROXIES: '0',
    });
  });

  it.each([
    ['a load balancer', { kind: 'load-balanced' }, { TRUSTED_PROXIES: '1' }],
    [
      'a load balancer with a domain',
      { kind: 'load-balanced', domain: { name: 'a.example', zone: 'a.example' } },
      { TRUSTED_PROXIES: '1', BEHIND_TLS: 'true' },
    ],
    ['CloudFront', { kind: 'load-balanced', cdn: {} }, { TRUSTED_PROXIES: '2', BEHIND_TLS: 'true' }],
  ] satisfies [string, Ingress, object][])('gets the proxy and TLS settings for %s', (_title, ingress, expected) => {
    const stack = synthesized({ ...balanced, ingress });
    const { container_definitions } = resource(stack, 'aws_ecs_task_definition.app');
    const { TRUSTED_PROXIES, BEHIND_TLS } = environmentOf(JSON.parse(String(container_definitions))[0]);
    expect({ TRUSTED_PROXIES, BEHIND_TLS }).toEqual({ BEHIND_TLS: undefined, ...expected });
  });

  it('gets the allowed origins and the limit for posts from the environment file', () => {
    const app = { allowedOrigins: ['https://a.example', 'https://b.example'], postsPerMinute: 5 };
    expect(environmentOf(container(app))).toMatchObject({
      ALLOWED_ORIGINS: 'https://a.example,https://b.example',
      POSTS_PER_MINUTE: '5',
    });
  });

  it.each([
    ['with monitoring', {}, 'eight-digit/dev'],
    ['without monitoring', undefined, undefined],
  ])('gets a namespace for metrics only in an environment with monitoring: %s', (_title, monitoring, namespace) => {
    const { container_definitions } = resource(synthesized({ monitoring }), 'aws_ecs_task_definition.app');
    expect(environmentOf(JSON.parse(String(container_definitions))[0]).METRICS_NAMESPACE).toBe(namespace);
  });

  it('gets the variables of the environment file, with Terraform expressions in strings escaped', () => {
    const environment = {
      FEATURE_X: 'on',
      TABLE_ARN: { kind: 'table', attribute: 'arn' },
      LOG_GROUP: { kind: 'log-group', attribute: 'name' },
      PRICE: `\${5} %{if} "$5"`,
    } as const;
    expect(environmentOf(container({ environment }))).toMatchObject({
      FEATURE_X: 'on',
      TABLE_ARN: reference('aws_dynamodb_table.entries.arn'),
      LOG_GROUP: reference('aws_cloudwatch_log_group.app.name'),
      PRICE: '$${5} %%{if} "$5"',
    });
  });

  it('gets the secrets of the environment file as ARNs', () => {
    const arn = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf`;
    const secrets = {
      TOKEN: { secret: 'app/token', key: 'token' },
      API_KEY: { parameter: '/eight-digit/dev/api-key' },
      USER: { secret: 'app/token', key: 'user' },
      WHOLE: { secret: arn },
    };
    const data = (name: string) => reference(`data.aws_secretsmanager_secret.app_secret_${name}.arn`);
    const account = reference('data.aws_caller_identity.current.account_id');
    expect(container({ secrets }).secrets).toEqual([
      { name: 'API_KEY', valueFrom: `arn:aws:ssm:eu-central-1:${account}:parameter/eight-digit/dev/api-key` },
      { name: 'TOKEN', valueFrom: `${data('TOKEN')}:token::` },
      { name: 'USER', valueFrom: `${data('TOKEN')}:user::` },
      { name: 'WHOLE', valueFrom: data('WHOLE') },
    ]);
    expect(synthesized({ app: { secrets } }).data.aws_secretsmanager_secret).toMatchObject({
      app_secret_TOKEN: { name: 'app/token' },
      app_secret_WHOLE: { arn },
    });
  });

  it('is the only container that gets the variables and secrets of the environment file', () => {
    const app = { environment: { FEATURE_X: 'on' }, secrets: { KEY: { parameter: '/key' } } };
    const stack = synthesized({ ...threeTiers, app });
    const [, migrate] = JSON.parse(String(resource(stack, 'aws_ecs_task_definition.app').container_definitions));
    expect(JSON.stringify(migrate)).not.toMatch(/FEATURE_X|KEY"/);
  });

  it('gets only variables that the app reads', () => {
    const given = Object.keys(environmentOf(container({ allowedOrigins: ['https://a.example'], postsPerMinute: 5 })));
    expect(Object.values(variables)).toEqual(expect.arrayContaining(given));
  });

  it('has its variables in the order in which ECS returns them', () => {
    const names = container({ allowedOrigins: ['https://a.example'] }).environment.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  it('listens on the port of the app', () => {
    expect(container().portMappings).toEqual([{ containerPort: 5000, hostPort: 5000, protocol: 'tcp' }]);
  });

  it('has the health check of the image, without a shell', () => {
    expect(container().healthCheck).toEqual({
      command: ['CMD', ...healthCheck.command],
      interval: 15,
      timeout: 5,
      retries: 3,
      startPeriod: 30,
    });
  });

  describe('of the user', () => {
    const own = (settings: ContainerSettings) => container({ container: settings });

    it('has the port of the shipped app by default', () => {
      expect(own({}).portMappings).toEqual([{ containerPort: 5000, hostPort: 5000, protocol: 'tcp' }]);
    });

    it('has no user, command or health check by default, so those of the image apply', () => {
      const { user, command, healthCheck } = own({}) as unknown as Record<string, unknown>;
      expect([user, command, healthCheck]).toEqual([undefined, undefined, undefined]);
    });

    it('listens on the port in the settings, and gets the port in the variable PORT', () => {
      const { portMappings, environment } = own({ port: 8080 });
      expect(portMappings).toEqual([{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }]);
      expect(environment).toContainEqual({ name: 'PORT', value: '8080' });
    });

    it('has the command and health check from the settings; Terraform evaluates no expressions in them', () => {
      const check = ['sh', '-c', 'wget $' + '{URL}'];
      expect(own({ command: ['./server'], healthCheck: check })).toMatchObject({
        command: ['./server'],
        healthCheck: { command: ['CMD', 'sh', '-c', 'wget $$' + '{URL}'], interval: 15 },
      });
    });

    it('can have a writable root file system', () => {
      expect(own({ readonlyRootFilesystem: false }).readonlyRootFilesystem).toBe(false);
    });
  });

  it('gets 30 seconds to stop', () => {
    expect(container().stopTimeout).toBe(30);
  });

  it('runs without root on a read-only file system', () => {
    expect(container()).toMatchObject({ user: 'node', readonlyRootFilesystem: true });
  });

  it('has no privileged mode and no Linux parameters', () => {
    expect(container()).not.toHaveProperty('privileged');
    expect(container()).not.toHaveProperty('linuxParameters');
  });

  describe.each([
    ['on Fargate', fixture.compute],
    ['on hosts', threeTiers.compute],
  ])('with ECS Exec %s', (_title, compute) => {
    const exec = resource(synthesized({ ...threeTiers, compute, app: { exec: true } }), 'aws_ecs_task_definition.app');
    const [app, migrate] = JSON.parse(String(exec.container_definitions));

    it('gives the SSM agent two writable folders on the read-only file system, and adds an init process', () => {
      const mount = (sourceVolume: string, containerPath: string) => ({ sourceVolume, containerPath, readOnly: false });
      expect(app).toMatchObject({
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true },
        mountPoints: [mount('agent-data', '/var/lib/amazon'), mount('agent-log', '/var/log/amazon')],
      });
      expect(exec.volume).toEqual([{ name: 'agent-data' }, { name: 'agent-log' }]);
    });

    it('changes nothing else in the task definition', () => {
      const { container_definitions, volume, ...others } = exec;
      const { mountPoints, linuxParameters, ...container } = app;
      const without = resource(synthesized({ ...threeTiers, compute }), 'aws_ecs_task_definition.app');
      expect({ ...others, container_definitions: JSON.stringify([container, migrate]) }).toEqual(without);
    });
  });

  it('writes its log to the log group of the environment without blocking', () => {
    expect(container().logConfiguration).toMatchObject({
      logDriver: 'awslogs',
      options: {
        'awslogs-group': reference('aws_cloudwatch_log_group.app.name'),
        'awslogs-region': 'eu-central-1',
        mode: 'non-blocking',
      },
    });
  });

  it('has no null and no empty values, because ECS would remove them and every plan would add them again', () => {
    const empty = leaves(container({ allowedOrigins: [] })).filter(
      (leaf) => leaf === null || leaf === '' || typeof leaf === 'object',
    );
    expect(empty).toEqual([]);
  });
});

import { describeIf, terraform } from '../../../__tests__/support/jest/requirement';
import {
  type Configuration,
  createStack,
  type TerraformStack,
  writeConfiguration,
} from '../../../__tests__/support/terraform/terraform';
import { isolatedEnvironment, runTerraform } from '../../../tools/shared/terraform';
import { startOfflineProvider } from '../src/start';

const open: TerraformStack[] = [];

async function applied(configuration: Configuration): Promise<TerraformStack> {
  const stack = await createStack(configuration);
  open.push(stack);
  await stack.succeed('apply', '-auto-approve');
  return stack;
}

function stateOf({ states }: TerraformStack): string {
  return String(states.at(-1));
}

/** The attributes of the only resource of a type. */
function attributesOf(stack: TerraformStack, type: string): Record<string, unknown> {
  const { resources } = JSON.parse(stateOf(stack));
  return resources.find((resource: { type: string }) => resource.type === type).instances[0].attributes;
}

describeIf(terraform, 'a stack with the offline provider', () => {
  afterEach(() => {
    for (const stack of open.splice(0)) stack.close();
  });

  it('has no changes after the apply', async () => {
    const stack = await applied({
      data: { aws_availability_zones: { here: {} } },
      resource: {
        aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
        aws_subnet: {
          a: { vpc_id: `\${aws_vpc.main.id}`, availability_zone: `\${data.aws_availability_zones.here.names[0]}` },
        },
        aws_dynamodb_table: {
          entries: {
            name: 'entries',
            hash_key: 'id',
            attribute: [{ name: 'id', type: 'S' }],
            ttl: [{ enabled: false }],
          },
        },
      },
    });
    expect(await stack.plan()).toEqual([]);
    expect(attributesOf(stack, 'aws_subnet')).toMatchObject({
      availability_zone: 'eu-central-1a',
      vpc_id: expect.stringMatching(/^vpc-0/),
    });
  });

  it('updates in place, and replaces where AWS cannot update', async () => {
    const group = (retention: number, name: string) => ({
      resource: { aws_cloudwatch_log_group: { app: { name, retention_in_days: retention } } },
    });
    const stack = await applied(group(7, 'app'));
    writeConfiguration(stack.folder, group(14, 'app'));
    expect(await stack.plan()).toEqual(['aws_cloudwatch_log_group.app: update']);
    writeConfiguration(stack.folder, group(14, 'other'));
    expect(await stack.plan()).toEqual(['aws_cloudwatch_log_group.app: delete and create']);
    await stack.succeed('apply', '-auto-approve');
    expect(attributesOf(stack, 'aws_cloudwatch_log_group').arn).toMatch(/:log-group:other$/);
    expect(await stack.plan()).toEqual([]);
  });

  it('shows the provider’s default tags in the plan', async () => {
    const tagged = { region: 'eu-west-1', default_tags: [{ tags: { Project: 'eight-digit', Name: 'default' } }] };
    const stack = await applied({
      provider: { aws: [tagged] },
      resource: { aws_vpc: { main: { tags: { Name: 'own' } } } },
    });
    expect(attributesOf(stack, 'aws_vpc')).toMatchObject({
      region: 'eu-west-1',
      tags_all: { Project: 'eight-digit', Name: 'own' },
    });
  });

  it('keeps what is only written out of the state', async () => {
    const parameter = { name: '/app/secret', type: 'SecureString', value_wo: 'hush', value_wo_version: 1 };
    const stack = await applied({ resource: { aws_ssm_parameter: { secret: parameter } } });
    expect(stateOf(stack)).not.toContain('hush');
  });

  it('takes the rules of a rule group, whose statements have any shape', async () => {
    const visibility_config = [
      { cloudwatch_metrics_enabled: true, metric_name: 'all', sampled_requests_enabled: true },
    ];
    const rule = (name: string, priority: number, statement: object) => ({
      name,
      priority,
      statement: [statement],
      visibility_config,
    });
    const stack = await applied({
      resource: {
        aws_wafv2_rule_group: {
          rules: {
            name: 'rules',
            scope: 'REGIONAL',
            capacity: 10,
            visibility_config,
            rule: [
              rule('limit', 1, { rate_based_statement: [{ limit: 100 }] }),
              rule('admin', 2, { label_match_statement: [{ scope: 'LABEL', key: 'admin' }] }),
            ],
          },
        },
      },
    });
    expect(await stack.plan()).toEqual([]);
  });

  it('keeps a service whose first deployment never becomes stable, to be replaced', async () => {
    const stack = await createStack({
      resource: { aws_ecs_service: { app: { count: 1, name: 'app' } } },
      output: { name: { value: `\${aws_ecs_service.app[0].name}` } },
    });
    open.push(stack);
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await stack.run('apply', '-auto-approve');
    expect(exitCode).toBe(1);
    expect(output).toContain(
      'waiting for ECS Service (arn:aws:ecs:eu-central-1:123456789012:service/default/app) create: No rollback candidate was found',
    );
    expect(output).not.toContain('Invalid index');
    expect(await stack.plan()).toEqual(['aws_ecs_service.app[0]: delete and create']);
  });

  it('keeps what was planned for a service that is rolled back, until a refresh finds what ECS restored', async () => {
    const service = (definition: string) => ({
      resource: { aws_ecs_service: { app: { name: 'app', task_definition: definition } } },
    });
    const stack = await applied(service('app:1'));
    writeConfiguration(stack.folder, service('app:2'));
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await stack.run('apply', '-auto-approve');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/waiting for ECS Service \(\S+\) update: Service deployment rolled back/);
    expect(attributesOf(stack, 'aws_ecs_service').task_definition).toBe('app:2');
    expect(await stack.plan()).toEqual(['aws_ecs_service.app: update']);
  });

  it('imports a resource by its id', async () => {
    const stack = await createStack({ resource: { aws_ecr_repository: { images: { name: 'images' } } } });
    open.push(stack);
    await stack.succeed('import', 'aws_ecr_repository.images', 'images');
    expect(attributesOf(stack, 'aws_ecr_repository').id).toBe('images');
  });

  it('knows in a fresh process the parameters of the state that it is given', async () => {
    const path = { aws_ssm_parameters_by_path: { app: { path: '/app' } } };
    const parameters = {
      aws_ssm_parameter: { image: { name: '/app/image', type: 'String', insecure_value: 'first' } },
    };
    const names = { names: { value: `\${data.aws_ssm_parameters_by_path.app.names}` } };
    const stack = await applied({ data: path, resource: parameters, output: names });

    const types = { resources: ['aws_ssm_parameter'], dataSources: ['aws_ssm_parameters_by_path'] };
    const fresh = await startOfflineProvider(types, JSON.parse(stateOf(stack)));
    try {
      const environment = isolatedEnvironment(stack.folder, fresh.environment);
      const { output } = await runTerraform(['plan', '-no-color'], { ...stack, environment, output: 'collect' });
      expect(output).toContain('+ "/app/image"');
    } finally {
      fresh.stop();
    }
  });
});

import { hasProfiles, readTask } from '../../../tools/local/task';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/commands/local-stack';

function stackWithContainers(...containers: object[]): SynthesizedStack {
  const definition = { container_definitions: JSON.stringify(containers) };
  return new SynthesizedStack({ resource: { aws_ecs_task_definition: { app: definition } } });
}

const container = { name: 'app', environment: [{ name: 'DYNAMO_TABLE', value: 'Entries' }] };

describe('Task of a local run', () => {
  it('contains the variables of the container, with references resolved', () => {
    expect(readTask(new SynthesizedStack(stackDocument()))).toEqual({
      environment: {
        ALLOWED_ORIGINS: 'https://example.com',
        AWS_REGION: 'eu-central-1',
        BEHIND_TLS: 'true',
        DYNAMO_TABLE: 'Entries',
        METRICS_NAMESPACE: 'eight-digit/dev',
        TRUSTED_PROXIES: '1',
      },
      own: [],
      unknown: [],
      references: {},
      initContainers: [],
    });
  });

  it('ignores containers without the variable DYNAMO_TABLE', () => {
    expect(readTask(stackWithContainers({ name: 'sidecar' }, container)).environment).toEqual({
      DYNAMO_TABLE: 'Entries',
    });
  });

  const beside = (definitions: unknown, own: object = container) =>
    new SynthesizedStack({
      resource: {
        aws_ecs_task_definition: {
          app: { container_definitions: JSON.stringify([own]) },
          other: { container_definitions: definitions as string },
        },
      },
    });

  it.each([
    ['an expression', `\${jsonencode([{ name = "other" }])}`],
    ['not a string', 5],
    ['an object', '{"name":"other"}'],
    ['a list without containers', '[null, "other", {"environment": {"DYNAMO_TABLE": "Others"}}]'],
  ])('ignores another task definition whose list of containers is %s', (_what, definitions) => {
    expect(readTask(beside(definitions)).environment).toEqual({ DYNAMO_TABLE: 'Entries' });
  });

  it('is rejected if no readable task definition contains the app, and the error names an unreadable one', () => {
    const stack = beside(`\${jsonencode([])}`, { name: 'sidecar' });
    expect(() => readTask(stack)).toThrow(
      'The containers of aws_ecs_task_definition.other are known only after an apply.',
    );
  });

  it("contains the variables from the environment's file, except those whose values only AWS knows", () => {
    const added = [
      { name: 'FEATURE_X', value: 'costs $${5}' },
      { name: 'TABLE_ARN', value: `\${aws_dynamodb_table.entries.arn}` },
    ];
    const secrets = [{ name: 'API_KEY', valueFrom: 'arn:aws:ssm:eu-central-1:123456789012:parameter/key' }];
    const stack = stackWithContainers({ environment: [...container.environment, ...added], secrets });
    expect(readTask(stack)).toMatchObject({
      environment: { DYNAMO_TABLE: 'Entries', FEATURE_X: `costs \${5}` },
      own: ['FEATURE_X', 'TABLE_ARN', 'API_KEY'],
      unknown: ['TABLE_ARN', 'API_KEY'],
      references: {},
    });
  });

  it('leaves out the name of an added resource, because the resource does not exist on this machine', () => {
    const BUCKET = `\${aws_s3_bucket.resources_reports.bucket}`;
    const definition = { name: 'app', environment: [...container.environment, { name: 'BUCKET', value: BUCKET }] };
    const stack = new SynthesizedStack({
      resource: {
        aws_ecs_task_definition: { app: { container_definitions: JSON.stringify([definition]) } },
        aws_s3_bucket: { resources_reports: { bucket: 'reports' } },
      },
    });
    expect(readTask(stack)).toMatchObject({ unknown: ['BUCKET'], references: { BUCKET } });
    expect(readTask(stack).environment).not.toHaveProperty('BUCKET');
  });

  it('is rejected if a variable is not a string', () => {
    const stack = stackWithContainers({ environment: [...container.environment, { name: 'PORT', value: 5000 }] });
    expect(() => readTask(stack)).toThrow(`The container's variable PORT is 5000`);
  });

  it('is rejected for a stack without task definitions', () => {
    expect(() => readTask(new SynthesizedStack({ resource: {} }))).toThrow('This stack has no app');
  });

  it.each([[0], [2]])('is rejected if the number of containers with the variable DYNAMO_TABLE is %d', (count) => {
    const stack = stackWithContainers(...Array.from({ length: count }, () => container));
    expect(() => readTask(stack)).toThrow(`${count} essential containers of the synthesized task definitions`);
  });

  describe('whose app waits for another container', () => {
    const migrate = {
      name: 'migrate',
      essential: false,
      command: ['node', 'migrate.js'],
      environment: container.environment,
    };
    const waiting = (condition: string) => ({ ...container, dependsOn: [{ containerName: 'migrate', condition }] });

    it('contains the source file and the variables of the other container', () => {
      expect(readTask(stackWithContainers(waiting('SUCCESS'), migrate)).initContainers).toEqual([
        { name: 'migrate', file: 'app/migrate.ts', environment: { DYNAMO_TABLE: 'Entries' }, secrets: [] },
      ]);
    });

    it('contains the names of the secrets of the other container', () => {
      const secrets = [{ name: 'DATABASE_MASTER_USER', valueFrom: `\${aws_db_instance.d.secret}:username::` }];
      const [step] = readTask(stackWithContainers(waiting('SUCCESS'), { ...migrate, secrets })).initContainers;
      expect(step?.secrets).toEqual(['DATABASE_MASTER_USER']);
    });

    it('does not contain the other container if the app waits only for its start', () => {
      expect(readTask(stackWithContainers(waiting('START'), migrate)).initContainers).toEqual([]);
    });

    it.each([[undefined], [['sh', '-c', 'true']], [['node', '../migrate.js']], [['node', 'migrate.js', '--all']]])(
      'is rejected if the command of the other container is %j',
      (command) => {
        const stack = stackWithContainers(waiting('SUCCESS'), { ...migrate, command });
        expect(() => readTask(stack)).toThrow('The app waits for the container migrate, whose command is');
      },
    );
  });

  it('contains the unresolved host of the database, because only AWS knows the host', () => {
    const written = { DATABASE_HOST: `\${aws_db_instance.d.address}` };
    const environment = [
      ...container.environment,
      ...Object.entries(written).map(([name, value]) => ({ name, value })),
    ];
    const task = readTask(stackWithContainers({ ...container, environment }));
    expect(task).toMatchObject({ environment: written, own: [] });
    expect(hasProfiles(task.environment)).toBe(true);
  });

  it("can contain the user's own variable DATABASE_HOST", () => {
    const environment = [...container.environment, { name: 'DATABASE_HOST', value: 'db.example.com' }];
    const task = readTask(stackWithContainers({ ...container, environment }));
    expect(task.own).toEqual(['DATABASE_HOST']);
    expect(hasProfiles(task.environment)).toBe(false);
  });
});

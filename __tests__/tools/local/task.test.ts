import { readTask } from '../../../tools/local/task';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/commands/local-project';

function stackWithContainers(...containers: object[]): SynthesizedStack {
  const definition = { container_definitions: JSON.stringify(containers) };
  return new SynthesizedStack({ resource: { aws_ecs_task_definition: { app: definition } } });
}

const container = { name: 'app', environment: [{ name: 'DYNAMO_TABLE', value: 'Entries' }] };

describe('the task of a local run', () => {
  it('gives the variables of the container with references resolved', () => {
    expect(readTask(new SynthesizedStack(stackDocument()))).toEqual({
      environment: {
        ALLOWED_ORIGINS: 'https://example.com',
        AWS_REGION: 'eu-central-1',
        BEHIND_TLS: 'true',
        DYNAMO_TABLE: 'Entries',
        METRICS_NAMESPACE: 'eight-digit/dev',
        TRUSTED_PROXIES: '1',
      },
      before: [],
    });
  });

  it('passes over containers that are told no table', () => {
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
    ['no text', 5],
    ['an object', '{"name":"other"}'],
    ['a list of no containers', '[null, "other", {"environment": {"DYNAMO_TABLE": "Others"}}]'],
  ])('passes over another task definition that is %s', (_what, definitions) => {
    expect(readTask(beside(definitions)).environment).toEqual({ DYNAMO_TABLE: 'Entries' });
  });

  it('names the task definition that it cannot read where no other has the container', () => {
    const stack = beside(`\${jsonencode([])}`, { name: 'sidecar' });
    expect(() => readTask(stack)).toThrow('What aws_ecs_task_definition.other contains is known only after an apply.');
  });

  it('refuses a variable that is no text', () => {
    const stack = stackWithContainers({ environment: [...container.environment, { name: 'PORT', value: 5000 }] });
    expect(() => readTask(stack)).toThrow(`The container's variable PORT is 5000`);
  });

  it('says of a stack without task definitions that it has no app', () => {
    expect(() => readTask(new SynthesizedStack({ resource: {} }))).toThrow('This stack has no app');
  });

  it.each([[0], [2]])('refuses %d containers with a table', (count) => {
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

    it('runs the source of that one before, with its own variables', () => {
      expect(readTask(stackWithContainers(waiting('SUCCESS'), migrate)).before).toEqual([
        { name: 'migrate', file: 'app/migrate.ts', environment: { DYNAMO_TABLE: 'Entries' }, secrets: [] },
      ]);
    });

    it('names the secrets of that one', () => {
      const secrets = [{ name: 'DATABASE_MASTER_USER', valueFrom: `\${aws_db_instance.d.secret}:username::` }];
      const [step] = readTask(stackWithContainers(waiting('SUCCESS'), { ...migrate, secrets })).before;
      expect(step?.secrets).toEqual(['DATABASE_MASTER_USER']);
    });

    it('runs none that need only have started', () => {
      expect(readTask(stackWithContainers(waiting('START'), migrate)).before).toEqual([]);
    });

    it.each([[undefined], [['sh', '-c', 'true']], [['node', '../migrate.js']], [['node', 'migrate.js', '--all']]])(
      'refuses the command %j, which is none of a local run',
      (command) => {
        const stack = stackWithContainers(waiting('SUCCESS'), { ...migrate, command });
        expect(() => readTask(stack)).toThrow('The app waits for the container migrate, whose command is');
      },
    );
  });

  it('leaves the host of the database as it is written, which only AWS knows', () => {
    const written = { DATABASE_HOST: `\${aws_db_instance.d.address}` };
    const environment = [
      ...container.environment,
      ...Object.entries(written).map(([name, value]) => ({ name, value })),
    ];
    expect(readTask(stackWithContainers({ ...container, environment })).environment).toMatchObject(written);
  });
});

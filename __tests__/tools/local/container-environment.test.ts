import { containerEnvironment } from '../../../tools/local/container-environment';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/local-project';

function stackWithContainers(...containers: object[]): SynthesizedStack {
  const definition = { container_definitions: JSON.stringify(containers) };
  return new SynthesizedStack({ resource: { aws_ecs_task_definition: { app: definition } } });
}

const container = { name: 'app', environment: [{ name: 'DYNAMO_TABLE', value: 'Entries' }] };

describe('containerEnvironment', () => {
  it('gives the variables of the container with references resolved', () => {
    expect(containerEnvironment(new SynthesizedStack(stackDocument()))).toEqual({
      ALLOWED_ORIGINS: 'https://example.com',
      AWS_REGION: 'eu-central-1',
      DYNAMO_TABLE: 'Entries',
    });
  });

  it('passes over containers that are told no table', () => {
    expect(containerEnvironment(stackWithContainers({ name: 'sidecar' }, container))).toEqual({
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
    expect(containerEnvironment(beside(definitions))).toEqual({ DYNAMO_TABLE: 'Entries' });
  });

  it('names the task definition that it cannot read where no other has the container', () => {
    const stack = beside(`\${jsonencode([])}`, { name: 'sidecar' });
    expect(() => containerEnvironment(stack)).toThrow(
      'What aws_ecs_task_definition.other contains is known only after an apply.',
    );
  });

  it('refuses a variable that is no text', () => {
    const stack = stackWithContainers({ environment: [...container.environment, { name: 'PORT', value: 5000 }] });
    expect(() => containerEnvironment(stack)).toThrow(`The container's variable PORT is 5000`);
  });

  it('says of a stack without task definitions that it has no app', () => {
    expect(() => containerEnvironment(new SynthesizedStack({ resource: {} }))).toThrow('This stack has no app');
  });

  it.each([[0], [2]])('refuses %d containers with a table', (count) => {
    const stack = stackWithContainers(...Array.from({ length: count }, () => container));
    expect(() => containerEnvironment(stack)).toThrow(`${count} containers of the synthesized task definitions`);
  });
});

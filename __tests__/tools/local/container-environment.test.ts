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

  it.each([[0], [2]])('refuses %d containers with a table', (count) => {
    const stack = stackWithContainers(...Array.from({ length: count }, () => container));
    expect(() => containerEnvironment(stack)).toThrow(`${count} containers of the synthesized task definitions`);
  });
});

import { errorsInText, isReadable } from '../../../tools/terraform/text-errors';

const framed = `aws_ecs_service.app[0]: Modifying...
╷
│ Error: waiting for ECS Service update: Service deployment rolled back
│
│   with aws_ecs_service.app[0],
│   on cdk.tf.json line 1, in resource.aws_ecs_service.app:
│    1: {"//":{}}
│
╵
Operation failed: failed running terraform apply (exit 1)
`;

describe('errorsInText', () => {
  it('returns an error with the address of the resource, but without the frame, the source location and the text that follows', () => {
    const [error = ''] = errorsInText(framed);
    expect(error.replace(/\s+/g, ' ')).toBe(
      'waiting for ECS Service update: Service deployment rolled back with aws_ecs_service.app[0],',
    );
  });

  it('returns the part of an error that follows the quoted configuration', () => {
    const log = `Error: Resource precondition failed

  on cdk.tf.json line 1, in resource.aws_ecs_service.app.lifecycle.precondition:
   1: {"resource":{}}
    ├────────────────
    │ var.container_image is "none"

Deploy an image first.
`;
    expect(errorsInText(log)).toEqual([
      'Resource precondition failed\n\n    │ var.container_image is "none"\n\nDeploy an image first.',
    ]);
  });

  it('returns several errors separately', () => {
    expect(errorsInText('Error: one\n\nmore\nError: two\nWarning: three')).toEqual(['one\n\nmore', 'two']);
  });

  it('returns nothing for a log without errors', () => {
    expect(errorsInText('aws_vpc.network: Creation complete\n')).toEqual([]);
  });
});

describe('isReadable', () => {
  it.each([
    ['accepts', 'aws_vpc.network: Creating...'],
    ['rejects', '  '],
    ['rejects', '│    1: {"//":{}}'],
  ])('%s the line %j', (verb, line) => {
    expect(isReadable(line)).toBe(verb === 'accepts');
  });
});

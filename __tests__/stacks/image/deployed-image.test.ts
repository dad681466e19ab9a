import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();

it('takes the given image, else the remembered one, else none', () => {
  const found = 'data.aws_ssm_parameters_by_path.deployed';
  const remembered = `lookup(zipmap(${found}.names, nonsensitive(${found}.values)), "/eight-digit/dev/deployed/image", "none")`;
  expect(stack.locals.deployed_image).toBe(reference(`coalesce(var.container_image, ${remembered})`));
});

it('asks nobody for an image: the default is null, and stands in the JSON', () => {
  expect(stack.variable.container_image).toHaveProperty('default', null);
});

it('reads what is remembered in the path of the environment', () => {
  expect(stack.data.aws_ssm_parameters_by_path?.deployed).toMatchObject({
    path: '/eight-digit/dev/deployed',
    with_decryption: false,
  });
});

it('remembers an image once the service runs it, in any case', () => {
  const parameter = resource(stack, 'aws_ssm_parameter.deployed');
  expect(parameter).toMatchObject({
    name: '/eight-digit/dev/deployed/image',
    type: 'String',
    insecure_value: reference('local.deployed_image'),
    depends_on: ['aws_ecs_service.app'],
  });
  expect(parameter).not.toHaveProperty('count');
});

describe('the validation of container_image', () => {
  const { condition, error_message: message } = validationOf(stack.variable.container_image);
  const [, pattern = ''] = /regex\("(.*?)", /.exec(condition) ?? [];
  const digest = `@sha256:${'0a'.repeat(32)}`;

  it.each([
    `123456789012.dkr.ecr.eu-central-1.amazonaws.com/eight-digit-dev-app${digest}`,
    `localhost:5001/app${digest}`,
    `app${digest}`,
  ])('takes %s', (image) => {
    expect(image).toMatch(new RegExp(pattern));
  });

  it.each([
    '',
    'NONE',
    'repository/app:latest',
    `repository/app:latest${digest}`,
    digest,
    `repository/app${digest.slice(0, -1)}`,
    `repository/app${digest}0`,
    `repository/app${digest.toUpperCase()}`,
    ` repository/app${digest}`,
  ])('refuses %j', (image) => {
    expect(image).not.toMatch(new RegExp(pattern));
  });

  it('lets null and none pass before the pattern', () => {
    expect(condition).toContain('(var.container_image == null) || ((var.container_image == "none") || can(');
  });

  it('says what to give', () => {
    expect(message).toContain('<repository>@sha256:<64 lower-case hexadecimal digits>, or none');
  });
});

function validationOf(variable: Record<string, unknown> = {}): { condition: string; error_message: string } {
  const [validation] = variable.validation as [{ condition: string; error_message: string }];
  return validation;
}

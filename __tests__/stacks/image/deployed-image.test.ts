import { reference, resource, synthesized } from '../../support/stacks/synthesized';

const stack = synthesized();

describe('DeployedImage', () => {
  it('is the image in the variable container_image, else the recorded image, else none', () => {
    const found = 'data.aws_ssm_parameters_by_path.deployed';
    const recorded = `lookup(zipmap(${found}.names, nonsensitive(${found}.values)), "/eight-digit/dev/deployed/image", "none")`;
    expect(stack.locals.deployed_image).toBe(reference(`coalesce(var.container_image, ${recorded})`));
  });

  it('has a variable with the default null, so that Terraform does not ask for a value', () => {
    expect(stack.variable.container_image).toHaveProperty('default', null);
  });

  it('reads the recorded image from the parameter path of the environment', () => {
    expect(stack.data.aws_ssm_parameters_by_path?.deployed).toMatchObject({
      path: '/eight-digit/dev/deployed',
      with_decryption: false,
    });
  });

  it('is recorded after the service is updated, even if no image runs', () => {
    const parameter = resource(stack, 'aws_ssm_parameter.deployed');
    expect(parameter).toMatchObject({
      name: '/eight-digit/dev/deployed/image',
      type: 'String',
      insecure_value: reference('local.deployed_image'),
      depends_on: ['aws_ecs_service.app'],
    });
    expect(parameter).not.toHaveProperty('count');
  });

  describe('variable container_image', () => {
    const { condition, error_message: message } = validationOf(stack.variable.container_image);
    const [, pattern = ''] = /regex\("(.*?)", /.exec(condition) ?? [];
    const digest = `@sha256:${'0a'.repeat(32)}`;

    it.each([
      `123456789012.dkr.ecr.eu-central-1.amazonaws.com/eight-digit-dev-app${digest}`,
      `localhost:5001/app${digest}`,
      `app${digest}`,
    ])('accepts %s', (image) => {
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
    ])('rejects %j', (image) => {
      expect(image).not.toMatch(new RegExp(pattern));
    });

    it('accepts null and none before it checks the pattern', () => {
      expect(condition).toContain('(var.container_image == null) || ((var.container_image == "none") || can(');
    });

    it('has an error message that says which values are allowed', () => {
      expect(message).toContain('<repository>@sha256:<64 lower-case hexadecimal digits>, or none');
    });
  });
});

function validationOf(variable: Record<string, unknown> = {}): { condition: string; error_message: string } {
  const [validation] = variable.validation as [{ condition: string; error_message: string }];
  return validation;
}

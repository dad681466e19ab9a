import { describeIf, terraform } from '../../support/jest/requirement';
import { threeTiers } from '../../support/stacks/fixture-environment';
import { resource, synthesized } from '../../support/stacks/synthesized';
import { type Configuration, createStack, type TestStack, writeConfiguration } from '../../support/terraform/terraform';

/** Returns only the data sources, local values and variables of prod that a plan needs to check the database login. */
function withoutResources(applyImmediately: boolean): Configuration {
  const database = { ...threeTiers.profiles.database, applyImmediately };
  const { data, locals, variable } = synthesized({ ...threeTiers, profiles: { database } });
  const { deployed, profiles_database_login } = data.aws_ssm_parameters_by_path ?? {};
  return {
    data: { aws_ssm_parameters_by_path: { deployed, profiles_database_login } },
    locals: { deployed_image: locals.deployed_image },
    variable,
    output: { image: { value: `\${local.deployed_image}` } },
  };
}

const image = (digit: string) => `app@sha256:${digit.repeat(64)}`;

describe('DatabaseLogin', () => {
  const stack = synthesized(threeTiers);

  it('is recorded after RDS enables IAM authentication, and before the endpoint is published', () => {
    expect(resource(stack, 'aws_ssm_parameter.profiles_database_login')).toMatchObject({
      name: '/eight-digit/prod/database/login',
      insecure_value: 'iam',
      depends_on: ['aws_db_instance.profiles_database'],
    });
    const endpoint = resource(stack, 'aws_ssm_parameter.profiles_database_endpoint');
    expect(endpoint.depends_on).toEqual(['aws_ssm_parameter.profiles_database_login']);
  });

  describeIf(terraform, 'in a plan', () => {
    let planned: TestStack;

    /** Replaces all values in the parameter store. `values` maps paths below `/eight-digit/prod/` to the new values. */
    function recordOnly(values: Record<string, string>): void {
      for (const known of planned.account.resources('aws_ssm_parameter')) {
        planned.account.remember('aws_ssm_parameter', known, null);
      }
      for (const [path, insecure_value] of Object.entries(values)) {
        const name = `/eight-digit/prod/${path}`;
        planned.account.remember('aws_ssm_parameter', null, { id: name, name, insecure_value });
      }
    }

    beforeAll(async () => {
      planned = await createStack(withoutResources(false));
    });

    afterAll(() => planned?.close());

    const masterLogin = { 'database/endpoint': 'db.example.com', 'deployed/image': image('1') };
    const parked = { 'database/endpoint': 'db.example.com' };
    const iamLogin = { ...masterLogin, 'database/login': 'iam' };
    it.each<[string, Record<string, string>, boolean, string | undefined]>([
      ['accepts a first deployment', {}, false, image('1')],
      ['accepts a database with IAM login', iamLogin, false, undefined],
      [
        'accepts a database without IAM login if an apply turns it on and deploys another image',
        masterLogin,
        true,
        image('2'),
      ],
      ['accepts a parked environment without IAM login if an apply turns it on', parked, true, undefined],
      [
        'rejects a database without IAM login if RDS would turn it on in the maintenance window',
        masterLogin,
        false,
        image('2'),
      ],
      ['rejects a database without IAM login if an apply deploys no other image', masterLogin, true, undefined],
      ['rejects a database without IAM login if the given image already runs', masterLogin, true, image('1')],
    ])('ensures that the app can log in: %s', async (title, values, applyImmediately, given) => {
      recordOnly(values);
      writeConfiguration(planned.folder, withoutResources(applyImmediately));
      const { exitCode, output } = await planned.run('plan', ...(given ? [`-var=container_image=${given}`] : []));
      const isRejected = title.startsWith('rejects');
      expect({ exitCode, hasSteps: output.includes('set applyImmediately: true in profiles.database') }).toEqual({
        exitCode: isRejected ? 1 : 0,
        hasSteps: isRejected,
      });
    });
  });
});

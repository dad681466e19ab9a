import { describeIf, terraform } from '../../support/jest/requirement';
import { threeTiers } from '../../support/stacks/fixture-environment';
import { resource, synthesized } from '../../support/stacks/synthesized';
import {
  type Configuration,
  createStack,
  type OfflineStack,
  writeConfiguration,
} from '../../support/terraform/terraform';

/** What the stack of prod reads before it plans, without its resources. */
function readings(applyImmediately: boolean): Configuration {
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

  it('is recorded when RDS has turned IAM on, and before anything is published', () => {
    expect(resource(stack, 'aws_ssm_parameter.profiles_database_login')).toMatchObject({
      name: '/eight-digit/prod/database/login',
      insecure_value: 'iam',
      depends_on: ['aws_db_instance.profiles_database'],
    });
    const endpoint = resource(stack, 'aws_ssm_parameter.profiles_database_endpoint');
    expect(endpoint.depends_on).toEqual(['aws_ssm_parameter.profiles_database_login']);
  });

  describeIf(terraform, 'in a plan', () => {
    let planned: OfflineStack;

    /** @param places what the parameter store has under the environment's path */
    function deployed(places: Record<string, string>): void {
      for (const known of planned.account.resources('aws_ssm_parameter')) {
        planned.account.remember('aws_ssm_parameter', known, null);
      }
      for (const [place, insecure_value] of Object.entries(places)) {
        const name = `/eight-digit/prod/${place}`;
        planned.account.remember('aws_ssm_parameter', null, { id: name, name, insecure_value });
      }
    }

    beforeAll(async () => {
      planned = await createStack(readings(false));
    });

    afterAll(() => planned?.close());

    const masterLogin = { 'database/endpoint': 'db.example.com', 'deployed/image': image('1') };
    const parked = { 'database/endpoint': 'db.example.com' };
    const iamLogin = { ...masterLogin, 'database/login': 'iam' };
    it.each<[string, Record<string, string>, boolean, string | undefined]>([
      ['accepts a first deployment', {}, false, image('1')],
      ['accepts a database that has IAM', iamLogin, false, undefined],
      ['accepts another image, if IAM is turned on at once', masterLogin, true, image('2')],
      ['accepts the upgrade of a parked environment, if IAM is turned on at once', parked, true, undefined],
      ['refuses to leave IAM for the maintenance window', masterLogin, false, image('2')],
      ['refuses to keep the remembered image', masterLogin, true, undefined],
      ['refuses the image that already runs', masterLogin, true, image('1')],
    ])('%s', async (title, places, applyImmediately, given) => {
      deployed(places);
      writeConfiguration(planned.folder, readings(applyImmediately));
      const { exitCode, output } = await planned.run('plan', ...(given ? [`-var=container_image=${given}`] : []));
      const isRefused = title.startsWith('refuses');
      expect({ exitCode, steps: output.includes('write applyImmediately: true in profiles.database') }).toEqual({
        exitCode: isRefused ? 1 : 0,
        steps: isRefused,
      });
    });
  });
});

import { createAwsClients } from '../../../tools/aws/clients';
import { type AppSecret, assertSecretsExist, readAppSecrets } from '../../../tools/deploy/app-secrets';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';
import { synthesized } from '../../support/stacks/synthesized';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf';
const app = {
  secrets: {
    API_KEY: { parameter: '/eight-digit/dev/api-key' },
    TOKEN: { secret: 'app/token', key: 'token' },
    USER: { secret: 'app/token', key: 'user' },
    WHOLE: { secret: arn },
  },
};
const secrets = [
  { variable: 'API_KEY', kind: 'parameter', name: '/eight-digit/dev/api-key' },
  { variable: 'TOKEN', kind: 'secret', name: 'app/token', key: 'token' },
  { variable: 'USER', kind: 'secret', name: 'app/token', key: 'user' },
  { variable: 'WHOLE', kind: 'secret', name: arn },
] as const;

describe('Secrets of the app', () => {
  it.each([
    ['of an environment with secrets', app, secrets],
    ['of an environment without', undefined, []],
  ])('are read from the stack %s', (_title, settings, expected) => {
    const stack = new SynthesizedStack(JSON.parse(JSON.stringify(synthesized({ app: settings }))));
    expect(readAppSecrets(stack)).toEqual(expected);
  });

  describe('in AWS', () => {
    const before = process.env;
    let aws: FakeAws;
    let existing: readonly string[];

    beforeAll(async () => {
      aws = await FakeAws.start();
      process.env = { ...before, ...aws.environment };
      aws.define({
        'ssm:DescribeParameters': ({ ParameterFilters }) => {
          const [{ Values = [] } = {}] = ParameterFilters as readonly { readonly Values?: readonly string[] }[];
          return { Parameters: Values.filter((name) => existing.includes(name)).map((Name) => ({ Name })) };
        },
        'secretsmanager:DescribeSecret': ({ SecretId }) => {
          if (SecretId === 'denied') throw new AwsFault('AccessDeniedException', 'You are not authorized.');
          if (!existing.includes(String(SecretId))) throw new AwsFault('ResourceNotFoundException', 'There is none.');
          return SecretId === 'deleted' ? { Name: SecretId, DeletedDate: 1 } : { Name: SecretId };
        },
      });
    });
    afterAll(() => {
      process.env = before;
      aws.stop();
    });

    const check = (...list: readonly AppSecret[]) => assertSecretsExist('dev', list, createAwsClients('eu-central-1'));

    it('may all exist', async () => {
      existing = ['/eight-digit/dev/api-key', 'app/token', arn];
      await expect(check(...secrets)).resolves.toBeUndefined();
    });

    it('are named if they do not exist or are deleted', async () => {
      existing = ['app/token', 'deleted'];
      await expect(check(...secrets.slice(0, 2), { variable: 'OLD', kind: 'secret', name: 'deleted' })).rejects.toThrow(
        'These do not exist in eu-central-1, so tasks could not start: the parameter /eight-digit/dev/api-key of API_KEY (npm run secret dev API_KEY), the secret deleted of OLD (npm run secret dev OLD). Create them.',
      );
    });

    it('are not reported as missing without the permission to look for them', async () => {
      const denied = { variable: 'KEY', kind: 'secret', name: 'denied' } as const;
      await expect(check(denied)).rejects.toThrow(/look for the secret denied \(secretsmanager:DescribeSecret\)/);
    });
  });
});

import { PassThrough } from 'node:stream';
import { createAwsClients } from '../../../tools/aws/clients';
import { type AppSecret, assertSecretsExist, readAppSecrets } from '../../../tools/preflight/app-secrets';
import { readSecretValue } from '../../../tools/secret/secret-value';
import { findSecret, writeSecret } from '../../../tools/secret/write-secret';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';
import { commandRoles } from '../../support/iam/command-roles';
import { authorizedCalls } from '../../support/iam/recorded-calls';
import { roleProblems } from '../../support/iam/role-problems';
import { synthesized } from '../../support/stacks/synthesized';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:other-AbCdEf';
const kmsKey = 'arn:aws:kms:eu-central-1:123456789012:key/12345678-1234-1234-1234-123456789012';
const app = {
  secrets: {
    API_KEY: { parameter: '/eight-digit/dev/api-key' },
    TOKEN: { secret: 'app/token', key: 'token' },
    USER: { secret: 'app/token', key: 'user' },
    WHOLE: { secret: arn, kmsKey },
  },
};
const secrets = [
  { variable: 'API_KEY', kind: 'parameter', name: '/eight-digit/dev/api-key' },
  { variable: 'TOKEN', kind: 'secret', name: 'app/token', key: 'token' },
  { variable: 'USER', kind: 'secret', name: 'app/token', key: 'user' },
  { variable: 'WHOLE', kind: 'secret', name: arn, kmsKey },
] as const;

describe('App secrets', () => {
  it.each([
    ['of an environment with secrets', app, secrets],
    ['of an environment without secrets', undefined, []],
  ])('are read from the stack %s', (_title, settings, expected) => {
    const stack = new SynthesizedStack(JSON.parse(JSON.stringify(synthesized({ app: settings }))));
    expect(readAppSecrets(stack)).toEqual(expected);
  });

  describe('in AWS', () => {
    const before = process.env;
    let aws: FakeAws;
    let existing: readonly string[];
    /** What the fake AWS returns for every secret: the type and KMS key of a parameter, or the KMS key of a secret. */
    let encryption: { readonly Type?: string; readonly KeyId?: string; readonly KmsKeyId?: string };

    beforeAll(async () => {
      aws = await FakeAws.start();
      process.env = { ...before, ...aws.environment };
      aws.define({
        'ssm:DescribeParameters': ({ ParameterFilters }) => {
          const [{ Values = [] } = {}] = ParameterFilters as readonly { readonly Values?: readonly string[] }[];
          return {
            Parameters: Values.filter((name) => existing.includes(name)).map((Name) => ({
              Name,
              Type: 'SecureString',
              ...encryption,
            })),
          };
        },
        'secretsmanager:DescribeSecret': ({ SecretId }) => {
          if (SecretId === 'denied') throw new AwsFault('AccessDeniedException', 'You are not authorized.');
          if (!existing.includes(String(SecretId))) throw new AwsFault('ResourceNotFoundException', 'There is none.');
          return SecretId === 'deleted' ? { Name: SecretId, DeletedDate: 1 } : { Name: SecretId, ...encryption };
        },
      });
    });
    beforeEach(() => {
      encryption = {};
    });
    afterAll(() => {
      process.env = before;
      aws.stop();
    });

    const check = (...list: readonly AppSecret[]) => assertSecretsExist('dev', list, createAwsClients('eu-central-1'));

    it('are accepted if all exist', async () => {
      existing = ['/eight-digit/dev/api-key', 'app/token', arn];
      await expect(check(...secrets)).resolves.toBeUndefined();
    });

    it('are named in the error if they do not exist or have been deleted', async () => {
      existing = ['app/token', 'deleted'];
      await expect(check(...secrets.slice(0, 2), { variable: 'OLD', kind: 'secret', name: 'deleted' })).rejects.toThrow(
        'Tasks in eu-central-1 would fail to start. Correct this first: the parameter /eight-digit/dev/api-key of API_KEY does not exist (npm run secret dev API_KEY creates it); the secret deleted of OLD does not exist (npm run secret dev OLD creates it).',
      );
    });

    const other = kmsKey.replace('1234', '9999');
    it.each([
      ['a plain parameter', { ...secrets[0], kmsKey: undefined }, { Type: 'String' }, 'is not encrypted (delete it; '],
      [
        'a parameter with a KMS key that the settings do not name',
        secrets[0],
        { KeyId: kmsKey },
        `is encrypted with the KMS key ${kmsKey}, which ECS is not allowed to use`,
      ],
      [
        'a secret with a KMS key that the settings do not name',
        secrets[1],
        { KmsKeyId: 'alias/own' },
        'is encrypted with the KMS key alias/own, which ECS is not allowed',
      ],
      [
        'a secret with a different KMS key from the settings',
        secrets[3],
        { KmsKeyId: other },
        `is encrypted with the KMS key ${other}, which ECS is not allowed to use`,
      ],
    ])('are rejected as %s', async (_what, secret, found, problem) => {
      existing = [secret.name];
      encryption = found;
      await expect(check(secret)).rejects.toThrow(problem);
    });

    it.each([
      ["a parameter with AWS's own KMS key", secrets[0], { KeyId: 'alias/aws/ssm' }],
      ['a secret with the ARN of the KMS key in the settings', secrets[3], { KmsKeyId: kmsKey }],
      ['a secret with the id of the KMS key in the settings', secrets[3], { KmsKeyId: kmsKey.slice(-36) }],
      ['a secret with an alias that may belong to the KMS key in the settings', secrets[3], { KmsKeyId: 'alias/own' }],
    ])('are accepted as %s', async (_what, secret, found) => {
      existing = [secret.name];
      encryption = found;
      await expect(check(secret)).resolves.toBeUndefined();
    });

    it('are looked up with calls that the deploy, plan and preview roles allow', async () => {
      existing = ['/api-key', 'app/token'];
      aws.calls.length = 0;
      await check({ ...secrets[0], name: '/api-key' }, secrets[1]);
      const calls = authorizedCalls(aws.calls);
      expect(calls).toHaveLength(2);
      expect(roleProblems(['deploy', 'plan', 'preview'], 'staging', calls)).toEqual([]);
    });

    it('cause an error that names the permission if the credentials cannot look them up', async () => {
      const denied = { variable: 'KEY', kind: 'secret', name: 'denied' } as const;
      await expect(check(denied)).rejects.toThrow(/look for the secret denied \(secretsmanager:DescribeSecret\)/);
    });

    describe('that are written', () => {
      const written = () => aws.calls.filter(({ action }) => /Put|Create/.test(action));
      const write = (secret: AppSecret) => writeSecret(secret, 'new', createAwsClients('eu-central-1'));
      const token = { variable: 'TOKEN', kind: 'secret', name: 'app/token', key: 'token' } as const;
      let before: string | undefined;

      beforeEach(() => {
        aws.calls.length = 0;
        aws.define({
          'ssm:PutParameter': () => ({ Version: 1 }),
          'secretsmanager:CreateSecret': () => ({}),
          'secretsmanager:PutSecretValue': () => ({}),
          'secretsmanager:GetSecretValue': () => {
            if (before === undefined) throw new AwsFault('ResourceNotFoundException', 'There is none.');
            return { SecretString: before };
          },
        });
      });

      it('become a SecureString parameter', async () => {
        await write(secrets[0]);
        const input = { Name: '/eight-digit/dev/api-key', Value: 'new', Type: 'SecureString', Overwrite: true };
        expect(written()).toEqual([{ action: 'ssm:PutParameter', input }]);
        expect(roleProblems(commandRoles.secret.roles, 'dev', authorizedCalls(aws.calls))).toEqual([]);
      });

      it('become a parameter that is encrypted with the KMS key in the settings', async () => {
        await write({ ...secrets[0], kmsKey });
        expect(written()).toEqual([
          { action: 'ssm:PutParameter', input: expect.objectContaining({ Type: 'SecureString', KeyId: kmsKey }) },
        ]);
      });

      it.each<[string, AppSecret, string | undefined, string, object]>([
        ['a new secret', token, undefined, 'CreateSecret', { Name: 'app/token', SecretString: '{"token":"new"}' }],
        [
          'a new secret that is encrypted with the KMS key in the settings',
          { ...secrets[3], name: 'a' },
          undefined,
          'CreateSecret',
          { Name: 'a', SecretString: 'new', KmsKeyId: kmsKey },
        ],
        [
          'one key of a JSON object, whose other keys remain',
          token,
          '{"user":"ada","token":"old"}',
          'PutSecretValue',
          { SecretId: 'app/token', SecretString: '{"user":"ada","token":"new"}' },
        ],
        [
          'a whole secret',
          { variable: 'A', kind: 'secret', name: 'a' },
          'old',
          'PutSecretValue',
          { SecretId: 'a', SecretString: 'new' },
        ],
      ])('become %s', async (_what, secret, current, action, input) => {
        before = current;
        await write(secret);
        expect(written()).toEqual([{ action: `secretsmanager:${action}`, input: expect.objectContaining(input) }]);
        expect(commandRoles.secret.operator).toEqual(expect.arrayContaining(aws.actions()));
      });

      it('are rejected if they set a key of a secret that is not a JSON object', async () => {
        before = 'text';
        await expect(write(token)).rejects.toThrow('The value of the secret app/token is not a JSON object');
        expect(written()).toEqual([]);
      });
    });
  });

  it("cannot be written if the environment's file does not name them", () => {
    expect(() => findSecret('dev', 'OTHER', secrets)).toThrow(
      'environments/dev.ts has no secret OTHER. Its secrets: API_KEY, TOKEN, USER, WHOLE. Correct the name, or add OTHER to app.secrets.',
    );
  });

  describe('typed by a user', () => {
    const streams = (isTTY: boolean) => ({
      stdin: Object.assign(new PassThrough(), { isTTY }),
      stdout: Object.assign(new PassThrough(), { isTTY }),
    });
    const { signal } = new AbortController();

    it.each([
      ['on', 'Value of KEY (not shown): \n'],
      ['without', null],
    ])('are read but not printed, %s a terminal', async (where, printed) => {
      const isTTY = where === 'on';
      const { stdin, stdout } = streams(isTTY);
      const value = readSecretValue('KEY', signal, { stdin, stdout });
      stdin.write('hunter2\n');
      if (!isTTY) stdin.end();
      expect(await value).toBe('hunter2');
      expect(stdout.read()?.toString() ?? null).toBe(printed);
    });

    it.each(['on', 'without'])('must not be empty, %s a terminal', async (where) => {
      const { stdin, stdout } = streams(where === 'on');
      stdin.end('\n');
      await expect(readSecretValue('KEY', signal, { stdin, stdout })).rejects.toThrow('The value of KEY is empty.');
    });
  });
});

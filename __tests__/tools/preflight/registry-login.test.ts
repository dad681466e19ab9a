import { createAwsClients } from '../../../tools/aws/clients';
import { credentialsFor, logInToRegistry } from '../../../tools/preflight/registry-login';
import { AwsFault, FakeAws } from '../../support/aws/fake-aws';

describe('logInToRegistry', () => {
  const { AWS_ENDPOINT_URL } = process.env;
  let fake: FakeAws;

  beforeAll(async () => {
    fake = await FakeAws.start();
    process.env.AWS_ENDPOINT_URL = fake.endpoint;
  });
  afterAll(() => {
    if (AWS_ENDPOINT_URL === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = AWS_ENDPOINT_URL;
    fake?.stop();
  });

  const logIn = () => logInToRegistry(createAwsClients('eu-central-1'));

  function respond(proxyEndpoint: string): void {
    const authorizationToken = Buffer.from('AWS:pass:word').toString('base64');
    fake.define({
      'ecr:GetAuthorizationToken': () => ({ authorizationData: [{ authorizationToken, proxyEndpoint }] }),
    });
  }

  it.each([
    ['https://123456789012.dkr.ecr.eu-central-1.amazonaws.com', '123456789012.dkr.ecr.eu-central-1.amazonaws.com'],
    ['http://localhost:4510', 'localhost:4510'],
    ['http://[::1]:4510/', '[::1]:4510'],
  ])('returns the host of the endpoint %s, and the credentials in the token', async (endpoint, host) => {
    respond(endpoint);
    expect(await logIn()).toEqual({ host, credentials: { user: 'AWS', password: 'pass:word' } });
  });

  it('rejects a response without a registry', async () => {
    fake.define({ 'ecr:GetAuthorizationToken': () => ({ authorizationData: [] }) });
    await expect(logIn()).rejects.toThrow('ECR returned no credentials for its registry.');
  });

  it('fails with the name of the missing permission', async () => {
    const deny = () => {
      throw new AwsFault('AccessDeniedException', 'no');
    };
    fake.define({ 'ecr:GetAuthorizationToken': deny });
    await expect(logIn()).rejects.toThrow(
      'Your AWS credentials do not allow this command to log in to ECR (ecr:GetAuthorizationToken): no',
    );
  });
});

describe('credentialsFor', () => {
  const credentials = { user: 'AWS', password: 'word' };
  const login = { host: 'localhost:4510', credentials };

  it.each(['localhost:4510', '210987654321.dkr.ecr.us-east-1.amazonaws.com'])(
    'returns the credentials for the registry of the login, and for ECR in any account: %s',
    (registry) => {
      expect(credentialsFor(registry, login)).toBe(credentials);
    },
  );

  it.each([
    'registry-1.docker.io',
    'public.ecr.aws',
    'localhost:4511',
    '210987654321.dkr.ecr.us-east-1.amazonaws.com.evil.example',
    '210987654321.dkr.ecr.us-east-1.amazonaws.com:8443',
    'evil.example.210987654321.dkr.ecr.us-east-1.amazonaws.com',
  ])('returns nothing for another registry: %s', (registry) => {
    expect(credentialsFor(registry, login)).toBeUndefined();
  });
});

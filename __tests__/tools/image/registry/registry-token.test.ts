import type { ServerResponse } from 'node:http';
import { digestOf } from '../../../../tools/image/digest';
import { Registry } from '../../../../tools/image/registry/registry';
import type { RegistryProps } from '../../../../tools/image/registry/registry-client';
import { type Intercept, MemoryRegistry } from '../../../support/registry/memory-registry';

const layer = Buffer.from('the content of a layer');
const digest = digestOf(layer);
const credentials = { user: 'AWS', password: 'secret:with:colons' };
const basic = `Basic ${Buffer.from('AWS:secret:with:colons').toString('base64')}`;

describe('Login to a registry', () => {
  let server: MemoryRegistry;
  /** A second server: the token service, or the storage to which the registry redirects. */
  let other: MemoryRegistry;

  beforeAll(async () => {
    [server, other] = await Promise.all([MemoryRegistry.start(), MemoryRegistry.start()]);
  });
  beforeEach(() => {
    server.clear();
    other.clear();
    server.blobs.set(`app ${digest}`, layer);
  });
  afterAll(() => {
    server?.stop();
    other?.stop();
  });

  function open(props: Partial<RegistryProps> = {}): Registry {
    return new Registry({ host: server.host, stop: new AbortController().signal, pauseMs: 1, ...props });
  }

  /** Returns a handler that responds with 401 and this challenge, unless the `Authorization` of a request is valid. */
  function challengeUnless(isValid: (authorization: string) => boolean, challenge: string): Intercept {
    return ({ headers }, response) => {
      if (isValid(headers.authorization ?? '')) return false;
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end();
      return true;
    };
  }

  const bearer = () => `Bearer realm="http://${other.host}/token",service="registry.docker.io"`;
  const respond = (response: ServerResponse, status: number, body: object): boolean =>
    Boolean(response.writeHead(status).end(JSON.stringify(body)));

  it('sends username and password to a registry that asks for them, as ECR does', async () => {
    server.intercept = challengeUnless(
      (authorization) => authorization === basic,
      'Basic realm="https://example/",service="ecr"',
    );
    expect(await open({ credentials }).getBlob('app', { digest })).toEqual(layer);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, basic]);
  });

  it('is reused for later requests to the same repository', async () => {
    server.intercept = challengeUnless((authorization) => authorization === basic, 'Basic realm="ecr"');
    const registry = open({ credentials });
    await registry.getBlob('app', { digest });
    await registry.getBlob('app', { digest });
    expect(server.requests).toHaveLength(3);
  });

  it('gets an anonymous token for the repository, which Docker Hub requires even for public images', async () => {
    other.intercept = (_request, response) => respond(response, 200, { token: 'anonymous' });
    server.intercept = challengeUnless((authorization) => authorization === 'Bearer anonymous', bearer());
    expect(await open().getBlob('app', { digest })).toEqual(layer);
    expect(other.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/token?service=registry.docker.io&scope=repository%3Aapp%3Apull', undefined],
    ]);
  });

  it('exchanges the username and password for a push token', async () => {
    other.intercept = ({ path }, response) =>
      respond(response, 200, { access_token: path.endsWith('pull%2Cpush') ? 'push' : 'pull' });
    server.intercept = (request, response) => {
      const isRead = request.method === 'HEAD';
      return challengeUnless((value) => value === 'Bearer push' || (isRead && value === 'Bearer pull'), bearer())(
        request,
        response,
      );
    };
    const more = Buffer.from('more');
    await open({ credentials }).putBlob('app', digestOf(more), async () => more);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([basic, basic]);
    expect(server.blobs.get(`app ${digestOf(more)}`)).toEqual(more);
  });

  it.each([401, 403])(
    'fails at once if the token service returns %d; the error contains the message of the token service',
    async (status) => {
      other.intercept = (_request, response) =>
        respond(response, status, { details: 'incorrect username or password' });
      server.intercept = challengeUnless(() => false, bearer());
      await expect(open({ credentials }).findManifest('app', '1')).rejects.toThrow(
        `${other.host} rejected the credentials of AWS for repository:app:pull: ${status} (incorrect username or password). Check the name of the image, and your credentials.`,
      );
      expect(other.requests).toHaveLength(1);
    },
  );

  it('is retried while the token service is unavailable', async () => {
    other.intercept = (_request, response) =>
      other.requests.length < 3 ? respond(response, 503, {}) : respond(response, 200, { token: 'late' });
    server.intercept = challengeUnless((authorization) => authorization === 'Bearer late', bearer());
    expect(await open().getBlob('app', { digest })).toEqual(layer);
  });

  it('fails at once if the credentials are rejected; the message is from a GET, because a HEAD response has no body', async () => {
    server.intercept = ({ method, headers }, response) => {
      if (headers.authorization === undefined) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="ecr"' }).end();
        return true;
      }
      const errors = [
        { code: 'DENIED', message: 'Your authorization token has expired. Reauthenticate and try again.' },
      ];
      return method === 'HEAD' ? respond(response, 403, {}) : respond(response, 403, { errors });
    };
    await expect(open({ credentials }).findManifest('app', '1')).rejects.toThrow(
      `Could not read app:1: ${server.host} responded with 403 (Your authorization token has expired. Reauthenticate and try again). Check that your credentials allow access to this repository.`,
    );
    expect(server.log).toEqual(['HEAD', 'HEAD', 'GET'].map((method) => `${method} /v2/app/manifests/1`));
  });

  it('fails with status 401 if the registry requires credentials and there are none', async () => {
    server.intercept = challengeUnless(() => false, 'Basic realm="ecr"');
    await expect(open().getManifest('app', '1')).rejects.toThrow(
      `Could not read app:1: ${server.host} responded with 401. Check that your credentials allow access to this repository.`,
    );
  });

  it.each([302, 307])('follows a redirect (%d) to another host without sending the password there', async (status) => {
    const isAuthorized = challengeUnless((authorization) => authorization === basic, 'Basic realm="ecr"');
    server.intercept = (request, response) =>
      isAuthorized(request, response) ||
      Boolean(response.writeHead(status, { Location: `http://${other.host}/storage?signature=a` }).end());
    other.intercept = (_request, response) => Boolean(response.end(layer));
    expect(await open({ credentials }).getBlob('app', { digest })).toEqual(layer);
    expect(other.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/storage?signature=a', undefined],
    ]);
  });

  it('uploads to another host without sending the password there', async () => {
    const isAuthorized = challengeUnless((authorization) => authorization === basic, 'Basic realm="ecr"');
    server.intercept = (request, response) =>
      isAuthorized(request, response) ||
      (request.method === 'POST' &&
        Boolean(response.writeHead(202, { Location: `http://${other.host}/upload` }).end()));
    other.intercept = ({ method }, response) =>
      Boolean(response.writeHead(method === 'PUT' ? 201 : 202, { Location: `http://${other.host}/upload` }).end());
    const more = Buffer.from('more');
    await open({ credentials }).putBlob('app', digestOf(more), async () => more);
    expect(other.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['PATCH', undefined],
      ['PUT', undefined],
    ]);
  });

  it('sends neither a password nor a redirected request to another machine over plain HTTP', async () => {
    server.intercept = challengeUnless(() => false, 'Bearer realm="http://registry.example/token"');
    await expect(open({ credentials }).getBlob('app', { digest })).rejects.toThrow(
      'http://registry.example does not use https. Plain http is allowed only for this machine (loopback).',
    );
    server.intercept = (_request, response) =>
      Boolean(response.writeHead(307, { Location: 'http://storage.example/' }).end());
    await expect(open().getBlob('app', { digest })).rejects.toThrow('http://storage.example does not use https.');
  });

  it('fails after six redirects', async () => {
    server.intercept = ({ path }, response) => Boolean(response.writeHead(307, { Location: path }).end());
    await expect(open().getBlob('app', { digest })).rejects.toThrow(`${server.host} redirected 6 times`);
  });
});

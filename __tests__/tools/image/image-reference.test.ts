import { parseImageReference } from '../../../tools/image/image-reference';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const hub = 'registry-1.docker.io';

describe('parseImageReference', () => {
  it.each([
    ['node', hub, 'library/node', 'latest'],
    ['node:24', hub, 'library/node', '24'],
    ['owner/app:1', hub, 'owner/app', '1'],
    ['docker.io/node', hub, 'library/node', 'latest'],
    ['docker.io/library/node:24.21.0-bookworm-slim', hub, 'library/node', '24.21.0-bookworm-slim'],
    ['index.docker.io/owner/app', hub, 'owner/app', 'latest'],
    ['localhost/app', 'localhost', 'app', 'latest'],
    ['localhost:5000/app:1', 'localhost:5000', 'app', '1'],
    ['127.0.0.1:5000/a/b/c:1', '127.0.0.1:5000', 'a/b/c', '1'],
    ['[::1]:5000/app:1', '[::1]:5000', 'app', '1'],
    ['public.ecr.aws/docker/library/node:24', 'public.ecr.aws', 'docker/library/node', '24'],
    [
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1',
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      'app',
      '1',
    ],
    [`node@${digest}`, hub, 'library/node', digest],
    [`registry.example/node:24@${digest}`, 'registry.example', 'node', digest],
  ])('reads the registry, repository and tag or digest of %s', (text, registry, repository, reference) => {
    expect(parseImageReference(text)).toEqual({ registry, repository, reference });
  });

  it.each(['', 'node:', 'Node', 'https://registry.example/node', 'node@sha256:12', 'a b', 'user@host/app', 'node:24@'])(
    'rejects "%s", and the error contains an example',
    (text) => {
      expect(() => parseImageReference(text)).toThrow(
        `"${text}" is not an image name. A valid name is, for example: docker.io/library/node:24.21.0-bookworm-slim`,
      );
    },
  );
});

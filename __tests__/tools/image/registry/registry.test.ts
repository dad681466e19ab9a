import { digestOf } from '../../../../tools/image/digest';
import { Registry } from '../../../../tools/image/registry/registry';
import type { RegistryProps } from '../../../../tools/image/registry/registry-client';
import { recordedWaits } from '../../../support/jest/recorded-waits';
import { MemoryRegistry } from '../../../support/registry/memory-registry';

const layer = Buffer.from('the content of a layer');
const digest = digestOf(layer);
const manifest = Buffer.from(JSON.stringify({ mediaType: 'application/vnd.oci.image.manifest.v1+json' }));
const stored = {
  content: manifest,
  digest: digestOf(manifest),
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
};

describe('Registry', () => {
  let server: MemoryRegistry;

  beforeAll(async () => {
    server = await MemoryRegistry.start();
  });
  beforeEach(() => server.clear());
  afterAll(() => server?.stop());

  function open(props: Partial<RegistryProps> = {}): Registry {
    return new Registry({ host: server.host, stop: new AbortController().signal, pauseMs: 1, ...props });
  }

  const put = (registry = open()) => registry.putBlob('app', digest, async () => layer);

  /** Makes the first matching requests fail. @param pattern matches method and path, such as `PATCH /v2/app/blobs/uploads/0` */
  function failFirst(
    pattern: RegExp,
    fail: (response: Parameters<MemoryRegistry['intercept']>[1]) => void,
    times = 1,
  ): void {
    let left = times;
    server.intercept = ({ method, path }, response) => {
      if (left === 0 || !pattern.test(`${method} ${path}`)) return false;
      left -= 1;
      fail(response);
      return true;
    };
  }

  describe('putBlob', () => {
    it('stores a missing blob with POST, PATCH and PUT, and returns the number of bytes sent', async () => {
      expect(await put()).toBe(layer.length);
      expect(server.log).toEqual([
        `HEAD /v2/app/blobs/${digest}`,
        'POST /v2/app/blobs/uploads/',
        'PATCH /v2/app/blobs/uploads/0',
        'PUT /v2/app/blobs/uploads/0',
      ]);
      expect(server.blobs.get(`app ${digest}`)).toEqual(layer);
    });

    it('neither reads nor sends the content if the repository already has the blob', async () => {
      await put();
      const read = jest.fn();
      expect(await open().putBlob('app', digest, read)).toBe(0);
      expect(read).not.toHaveBeenCalled();
    });

    it.each(['PATCH', 'PUT'])('begins a new upload if the connection breaks in a %s request', async (method) => {
      failFirst(new RegExp(`^${method} `), (response) => response.destroy());
      expect(await put()).toBe(layer.length);
      expect(server.log.filter((line) => line.startsWith('POST'))).toHaveLength(2);
      expect(server.log.at(-1)).toBe('PUT /v2/app/blobs/uploads/1');
      expect(server.blobs.get(`app ${digest}`)).toEqual(layer);
    });

    it('does not send the content again if only the last response was lost', async () => {
      server.intercept = ({ method }, response) => {
        if (method !== 'PUT') return false;
        server.blobs.set(`app ${digest}`, layer);
        response.destroy();
        return true;
      };
      await put();
      expect(server.log.filter((line) => line.startsWith('POST'))).toHaveLength(1);
      expect(server.log.at(-1)).toBe(`HEAD /v2/app/blobs/${digest}`);
    });

    it("sends the content in one request, and accepts ECR's response with the status 201", async () => {
      server.intercept = ({ method, path }, response) =>
        method === 'PATCH' && Boolean(response.writeHead(201, { Location: path }).end());
      await expect(put()).rejects.toThrow('DIGEST_INVALID');
      const sent = server.requests.find(({ method }) => method === 'PATCH');
      expect(sent?.headers).not.toHaveProperty('content-range');
      expect(sent?.headers).toMatchObject({
        'content-length': String(layer.length),
        'content-type': 'application/octet-stream',
      });
    });

    it('keeps the query string of the upload URL, and adds the digest', async () => {
      await put();
      expect(server.requests.at(-1)?.path).toBe(`/v2/app/blobs/uploads/0?state=a&digest=${encodeURIComponent(digest)}`);
    });

    it('gives up after four attempts, and the error contains the cause and a remedy', async () => {
      server.intercept = ({ method }, response) => method === 'PATCH' && Boolean(response.destroy());
      await expect(put()).rejects.toThrow(
        `${server.host} is not responding (ECONNRESET). Check the network and run the command again.`,
      );
      expect(server.log.filter((line) => line.startsWith('PATCH'))).toHaveLength(4);
    });
  });

  describe('getBlob', () => {
    beforeEach(() => server.blobs.set(`app ${digest}`, layer));
    const read = (registry = open()) => registry.getBlob('app', { digest });

    it('reads a blob again if the connection breaks during the transfer', async () => {
      failFirst(/^GET/, (response) => {
        response
          .writeHead(200, { 'Content-Length': layer.length })
          .write(layer.subarray(0, 5), () => response.destroy());
      });
      expect(await read()).toEqual(layer);
    });

    it('reads a blob again if the content does not match the digest', async () => {
      failFirst(/^GET/, (response) => response.end('a proxy says hello'));
      expect(await read()).toEqual(layer);
    });

    it('fails if the content never matches the digest', async () => {
      failFirst(/^GET/, (response) => response.end('a proxy says hello'), 4);
      await expect(read()).rejects.toThrow(`${server.host} returned the wrong content for ${digest} of app.`);
    });

    it('may take longer than the idle timeout while bytes arrive', async () => {
      server.intercept = (_request, response) => {
        const parts = [...layer].map((byte) => Buffer.of(byte));
        const timer = setInterval(() => {
          const part = parts.shift();
          if (part) return void response.write(part);
          clearInterval(timer);
          response.end();
        }, 60);
        return true;
      };
      // On a busy machine, an attempt may pause for more than a second and fail. The next attempts then read the blob again.
      expect(await read(open({ idleMs: 1_000 }))).toEqual(layer);
    });

    it('retries if no bytes arrive within the idle timeout', async () => {
      failFirst(/^GET/, (response) => response.write('the'));
      expect(await read(open({ idleMs: 500 }))).toEqual(layer);
    });

    it('ends at once when the command is stopped', async () => {
      const stop = new AbortController();
      server.intercept = () => {
        stop.abort('SIGINT');
        return true;
      };
      await expect(read(open({ stop: stop.signal }))).rejects.toBe('SIGINT');
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('manifests', () => {
    it('are stored and found by tag and by digest', async () => {
      await open().putManifest('app', '1', stored);
      expect(await open().findManifest('app', '1')).toBe(stored.digest);
      expect(await open().getManifest('app', stored.digest)).toEqual(stored);
    });

    it('get their digest from the content if the registry does not send it', async () => {
      server.intercept = (_request, response) => Boolean(response.end(manifest));
      expect(await open().findManifest('app', '1')).toBe(stored.digest);
    });

    it('that do not exist cause an error in getManifest, but not in findManifest', async () => {
      expect(await open().findManifest('app', '1')).toBeUndefined();
      await expect(open().getManifest('app', '1')).rejects.toThrow(`${server.host} has no image app:1.`);
    });

    it('are not stored again if only the response was lost, because the tag may be immutable', async () => {
      server.intercept = ({ method, body }, response) => {
        if (method !== 'PUT') return false;
        server.manifests.set('app 1', { type: stored.mediaType, content: body });
        response.destroy();
        return true;
      };
      await open().putManifest('app', '1', stored);
      expect(server.log).toEqual(['PUT', 'HEAD'].map((method) => `${method} /v2/app/manifests/1`));
    });

    it('are rejected if they do not match their digest', async () => {
      server.intercept = (_request, response) => Boolean(response.end('{}'));
      await expect(open().getManifest('app', digest)).rejects.toThrow(`returned the wrong content for app@${digest}`);
    });
  });

  describe('after a 429 or 503', () => {
    const message = '{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your limit."}]}';

    it('waits as long as Retry-After requests', async () => {
      failFirst(/^HEAD/, (response) => response.writeHead(429, { 'Retry-After': '7' }).end());
      const waits = await recordedWaits(async () => {
        expect(await open().findManifest('app', '1')).toBeUndefined();
      });
      expect(waits).toEqual([7_000]);
    });

    it.each([
      ['as seconds', '90000'],
      ['as a date', new Date(Date.now() + 90_000_000).toUTCString()],
    ])('fails at once if Retry-After requests a long wait, %s', async (_, wait) => {
      failFirst(/^GET/, (response) => response.writeHead(429, { 'Retry-After': wait }).end(message));
      await expect(open().getManifest('app', '1')).rejects.toThrow(
        /responded with 429 \(You have reached your limit\)\. The registry asks you to wait [89]\d{4} s\. The rate limit of the registry was reached/,
      );
      expect(server.requests).toHaveLength(1);
    });

    it('retries if there is no Retry-After', async () => {
      failFirst(/^HEAD/, (response) => response.writeHead(503).end(), 3);
      expect(await open().findManifest('app', '1')).toBeUndefined();
    });
  });
});

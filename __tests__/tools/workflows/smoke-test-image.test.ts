import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { startImage } from '../../../tools/workflows/smoke-test-image';
import { createPrograms, type Programs } from '../../support/commands/programs';
import { listenOnLoopback } from '../../support/http/loopback-server';

describe('Smoke test of an image', () => {
  const { PATH } = process.env;
  let server: Server;
  let docker: Programs;

  beforeAll(async () => {
    server = createServer((_request, response) => response.end('{"version":"abc123"}'));
    const port = await listenOnLoopback(server);
    docker = createPrograms({
      docker: `echo "$*" >> "$(dirname "$0")/calls"
case "$1" in run) echo c0ffee;; port) echo 127.0.0.1:${port};; logs) echo the log;; esac`,
    });
  });
  afterAll(() => {
    server.close();
    docker.remove();
  });

  const start = (version: string) =>
    startImage('localhost/app:1', version, {
      stop: new AbortController().signal,
      variables: { ...process.env, PATH: `${docker.folder}:${PATH}` },
      timeoutMs: 300,
    });
  const calls = () => readFileSync(`${docker.folder}/calls`, 'utf8');

  it('starts the image with the limits of a task, requests its health path, and removes the container', async () => {
    await start('abc123');
    expect(calls()).toMatch(
      /^run --detach --publish=127\.0\.0\.1::5000 --read-only .* localhost\/app:1\nport c0ffee 5000\/tcp\nrm --force c0ffee\n$/,
    );
  });

  it('fails with the log of the container if the container reports another version', async () => {
    await expect(start('other')).rejects.toThrow(
      'The image reports abc123 instead of the version other. The log of the container:\nthe log',
    );
    expect(calls()).toMatch(/rm --force c0ffee\n$/);
  });
});

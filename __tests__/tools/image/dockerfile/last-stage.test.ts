import { readLastStage } from '../../../../tools/image/dockerfile/last-stage';
import { NeedsEngine } from '../../../../tools/image/dockerfile/needs-engine';
import type { StageResult } from '../../../../tools/image/dockerfile/stage-run';
import type { RunConfig } from '../../../../tools/image/manifest';

const platform = { os: 'linux', architecture: 'arm64' };
const build = `FROM node AS build
WORKDIR /src
RUN --mount=type=cache,target=/root/.npm npm ci --workspace app
RUN npm run build --workspace app
`;

/** Reads a last stage with these instructions. Returns its result, or the reason why only a container engine can build it. */
function run(instructions: string, base: RunConfig = {}, args: Record<string, string> = {}): StageResult | NeedsEngine {
  const stage = readLastStage(`${build}FROM node\n${instructions}`, args, platform);
  return stage instanceof NeedsEngine ? stage : stage.on(base);
}

function configOf(instructions: string, base?: RunConfig, args?: Record<string, string>): RunConfig {
  const result = run(instructions, base, args);
  if (result instanceof NeedsEngine) throw new Error(result.reason);
  return result.run;
}

function reasonOf(dockerfile: string): string | undefined {
  const stage = readLastStage(dockerfile, {}, platform);
  return stage instanceof NeedsEngine ? stage.reason : undefined;
}

describe('Base of the last stage', () => {
  it.each([
    ['FROM node:24', {}, 'node:24'],
    [`ARG BASE=node:24\nFROM \${BASE}`, {}, 'node:24'],
    ['ARG BASE=node:24\nFROM $BASE', { BASE: 'mirror/node' }, 'mirror/node'],
    ['ARG TAG=24 FLAVOUR=slim\nARG BASE=node:$TAG-$FLAVOUR\nFROM $BASE', {}, 'node:24-slim'],
    ['FROM --platform=$TARGETPLATFORM node:24', {}, 'node:24'],
    ['FROM --platform=linux/arm64 node:24', {}, 'node:24'],
    ['FROM other AS build\nFROM node:24 AS app', {}, 'node:24'],
    ['# syntax=docker/dockerfile:1\nfrom node:24', {}, 'node:24'],
  ])('is read from %j with the arguments %j', (dockerfile, args, expected) => {
    expect(readLastStage(dockerfile, args, platform)).toMatchObject({ base: expected });
  });

  it.each([
    ['', 'The Dockerfile has no FROM instruction.'],
    ['FROM scratch', 'The last stage has no base image (FROM scratch), which only a container engine supports.'],
    [
      'FROM node AS Base\nFROM base',
      'The last stage is based on the stage "base". Only a container engine can build a stage that is based on another one.',
    ],
    [
      'FROM --platform=linux/amd64 node',
      'The last stage has --platform=linux/amd64. Without a container engine, this must be the platform of the environment.',
    ],
    ['# escape=`\nFROM node', 'The Dockerfile sets the escape character `, which only a container engine supports.'],
  ])('needs a container engine for %j', (dockerfile, reason) => {
    expect(reasonOf(dockerfile)).toBe(reason);
  });
});

describe('Configuration of the last stage', () => {
  it('keeps the settings of the base that the stage does not change', () => {
    const base = {
      User: 'node',
      StopSignal: 'SIGINT',
      Labels: { a: '1' },
      ExposedPorts: { '80/tcp': {} },
      Cmd: ['node'],
    };
    expect(configOf('LABEL b=2\nEXPOSE 5000', base)).toEqual({
      ...base,
      Env: [],
      Labels: { a: '1', b: '2' },
      ExposedPorts: { '80/tcp': {}, '5000/tcp': {} },
    });
  });

  it.each([
    ['ENV A=1 B="two words"', ['A=1', 'B=two words']],
    ['ENV A one  two', ['A=one  two']],
    ['ENV A "one two"', ['A=one two']],
    ['ENV A=1\nENV A=2 B=$A', ['A=2', 'B=1']],
    ['ENV A=1 \\\n  # a comment\n\n  B=2', ['A=1', 'B=2']],
    ['ENV A=one\\\ntwo', ['A=onetwo']],
  ])('contains the environment variables of %j', (instructions, expected) => {
    expect(configOf(instructions).Env).toEqual(expected);
  });

  it('replaces a variable of the base in place, and can use its old value', () => {
    const base = { Env: ['PATH=/usr/bin', 'NODE_VERSION=24'] };
    expect(configOf('ENV PATH=/app/bin:$PATH', base).Env).toEqual(['PATH=/app/bin:/usr/bin', 'NODE_VERSION=24']);
  });

  it.each([
    ['ARG A=1\nENV B=$A', {}, 'B=1'],
    ['ARG A=1\nENV B=$A', { A: '2' }, 'B=2'],
    ['ARG A\nENV B=$A', { A: '2' }, 'B=2'],
    ['ENV B=$A', { A: '2' }, 'B='],
    ['ARG A=1 C=2\nENV B=$A$C', {}, 'B=12'],
    ['ARG TARGETARCH\nENV B=$TARGETARCH', {}, 'B=arm64'],
  ])('for %j with the build arguments %j, contains the variable %s', (instructions, args, expected) => {
    expect(configOf(instructions, {}, args).Env).toEqual([expected]);
  });

  it('prefers a variable to an argument of the same name', () => {
    expect(configOf('ENV A=1\nARG A=2\nENV B=$A', {}, { A: '3' }).Env).toEqual(['A=1', 'B=1']);
  });

  it('takes the default of a declared argument from before the first FROM', () => {
    const stage = readLastStage('ARG A=1\nFROM node\nARG A\nENV B=$A', {}, platform);
    expect(stage instanceof NeedsEngine ? stage : stage.on({})).toMatchObject({ run: { Env: ['B=1'] } });
  });

  it.each([
    ['WORKDIR /app', '/app'],
    ['WORKDIR /app/', '/app'],
    ['WORKDIR app', '/home/node/app'],
    ['WORKDIR /app\nWORKDIR ../b c', '/b c'],
    ['ENV A=/x\nWORKDIR $A/y', '/x/y'],
  ])('has, after %j, the working directory %s', (instructions, expected) => {
    expect(configOf(instructions, { WorkingDir: '/home/node' }).WorkingDir).toBe(expected);
  });

  it.each([
    ['CMD ["node", "a.js"]', { Cmd: ['node', 'a.js'] }],
    ['CMD node a.js', { Cmd: ['/bin/sh', '-c', 'node a.js'] }],
    ['CMD [node]', { Cmd: ['/bin/sh', '-c', '[node]'] }],
    ['ENTRYPOINT ["node"]', { Entrypoint: ['node'], Cmd: null }],
    ['CMD ["a.js"]\nENTRYPOINT ["node"]', { Entrypoint: ['node'], Cmd: ['a.js'] }],
    ['USER node:node', { User: 'node:node' }],
    ['STOPSIGNAL SIGQUIT', { StopSignal: 'SIGQUIT' }],
    ['EXPOSE 5000 53/UDP', { ExposedPorts: { '5000/tcp': {}, '53/udp': {} } }],
    ['LABEL "a b"="c d" e=f', { Labels: { 'a b': 'c d', e: 'f' } }],
  ])('contains the settings of %j', (instructions, expected) => {
    expect(configOf(instructions, { Cmd: ['base'] })).toMatchObject(expected);
  });

  it.each([
    ['HEALTHCHECK NONE', { Test: ['NONE'] }],
    ['HEALTHCHECK CMD ["node", "-e", "a b"]', { Test: ['CMD', 'node', '-e', 'a b'] }],
    ['HEALTHCHECK CMD curl -f localhost', { Test: ['CMD-SHELL', 'curl -f localhost'] }],
    [
      'HEALTHCHECK --interval=1m30s --timeout=500ms \\\n  --start-period=1.5s --retries=3 CMD true',
      { Test: ['CMD-SHELL', 'true'], Interval: 90e9, Timeout: 0.5e9, StartPeriod: 1.5e9, Retries: 3 },
    ],
  ])('contains the health check of %j', (instructions, expected) => {
    expect(configOf(instructions).Healthcheck).toEqual(expected);
  });

  it.each([
    ['RUN true', 'The last stage has the instruction RUN, which only a container engine supports.'],
    ['VOLUME /data', 'The last stage has the instruction VOLUME, which only a container engine supports.'],
    ['ADD a /a', 'The last stage has the instruction ADD, which only a container engine supports.'],
    ['SHELL ["bash"]', 'The last stage has the instruction SHELL, which only a container engine supports.'],
    [
      'EXPOSE 5000-5010',
      'The last stage exposes 5000-5010. Without a container engine, each value of EXPOSE must be a single port.',
    ],
    [
      'HEALTHCHECK --start-interval=1s CMD true',
      'The health check has the option --start-interval=1s, which only a container engine supports.',
    ],
    [
      'HEALTHCHECK --interval=1d CMD true',
      'The health check has the duration 1d. Without a container engine, only the units ms, s, m and h are supported.',
    ],
    ['HEALTHCHECK true', 'The health check has the form "true", which only a container engine supports.'],
  ])('needs a container engine for %j', (instructions, reason) => {
    expect(run(instructions)).toEqual(new NeedsEngine(reason));
  });

  it('needs a container engine for a base with ONBUILD instructions', () => {
    expect(run('', { OnBuild: ['RUN true'] })).toEqual(
      new NeedsEngine(
        'The base image has instructions for later builds (ONBUILD), which only a container engine can run.',
      ),
    );
  });
});

describe('COPY instructions of the last stage', () => {
  it.each([
    ['COPY --from=build /src/app/dist ./', '/srv/node'],
    ['COPY --from=build /src/app/dist/ /app', '/app'],
    ['COPY --from=BUILD src/app/dist /app/', '/app'],
    ['COPY --from=0 /src/app/dist ./', '/srv/node'],
    ['WORKDIR /app\nCOPY --from=build /src/app/dist lib', '/app/lib'],
  ])('with %j, put the bundle at %s', (instructions, expected) => {
    expect(run(instructions, { WorkingDir: '/srv/node' })).toMatchObject({ destinations: [expected] });
  });

  it.each([
    [
      'COPY --from=build /src/app/views ./',
      'The last stage copies /src/app/views. Without a container engine, it can copy only app/dist.',
    ],
    ['COPY --from=build /src/app/dist/*.js ./', 'The last stage copies /src/app/dist/*.js. Without a container engine'],
    ['COPY --from=nginx /etc/nginx ./', 'The last stage copies from the image nginx.'],
    ['COPY app/dist ./', 'The last stage copies with "COPY app/dist ./". Without a container engine, only'],
    ['COPY --from=build --chown=node /src/app/dist ./', 'The last stage copies with "COPY --from=build --chown=node'],
    ['COPY --from=build /src/app/dist b c', 'The last stage copies with'],
    [
      'COPY --from=build /src/app/dist /home/node/app',
      'The last stage copies to /home/node/app. Only a container engine',
    ],
    ['COPY --from=build /src/app/dist /', 'The last stage copies to /. Only a container engine'],
  ])('need a container engine for %j', (instructions, reason) => {
    expect(run(instructions)).toMatchObject({ reason: expect.stringContaining(reason) });
  });

  it('need a container engine if the build stage does more than bundle the app', () => {
    const dockerfile = `${build.replace('RUN npm run', 'RUN apt-get update\nRUN npm run')}FROM node\nCOPY --from=build /src/app/dist ./`;
    expect(reasonOf(dockerfile)).toBe('The build stage runs "apt-get update", which needs a container engine.');
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Steps } from '../tools/console/steps';
import { readLastStage } from '../tools/image/dockerfile/last-stage';
import { NeedsEngine } from '../tools/image/dockerfile/needs-engine';
import { planFirstDeployment } from '../tools/plan/plan-first-deployment';
import { addressOf, createLocalProject, type LocalProject } from './support/commands/local-project';
import { mainThatWrites } from './support/commands/local-stack';
import { describeIf, terraform } from './support/jest/requirement';
import type { Changes } from './support/stacks/fixture-environment';
import { resource, synthesized } from './support/stacks/synthesized';

const guide = readFileSync(path.join(__dirname, '../docs/your-app.md'), 'utf8');

/**
 * Returns the code block of docs/your-app.md in this language.
 * @throws Error if there is no such block
 */
function block(language: string): string {
  const [, code] = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(guide) ?? [];
  if (code === undefined) throw new Error(`docs/your-app.md has no block of ${language}.`);
  return code;
}

/** The settings from the guide, as an environment's file would contain them. */
const settings = new Function(`return {${block('ts')}}`)() as Changes;
const document = synthesized(settings);
const repository = process.cwd();

describe('The example app of docs/your-app.md', () => {
  let project: LocalProject;

  beforeAll(() => {
    project = createLocalProject();
    project.write('main.ts', mainThatWrites(document));
    project.write('app/server.js', block('js'));
  });

  afterAll(() => project.close());

  it('needs a container engine, because the last stage of its Dockerfile contains COPY and RUN', () => {
    const reasonOf = (dockerfile: string) => {
      const stage = readLastStage(dockerfile, {}, { os: 'linux', architecture: 'arm64' });
      return stage instanceof NeedsEngine ? stage.reason : undefined;
    };
    const dockerfile = block('dockerfile');
    expect(reasonOf(dockerfile)).toContain('The last stage copies with "COPY app/server.js ./"');
    expect(reasonOf(dockerfile.replace(/^COPY.*\n/m, ''))).toBe(
      'The last stage has the instruction RUN, which only a container engine supports.',
    );
  });

  it('passes the linter as app/server.js and as app/server.cjs, but not as app/other.js', () => {
    project.write('biome.json', readFileSync('biome.json', 'utf8'));
    const args = ['lint', '--vcs-enabled=false', '--colors=off'];
    const lint = (file: string) => {
      project.write(file, block('js'));
      return spawnSync(path.resolve('node_modules/.bin/biome'), [...args, file], { cwd: project.folder }).status;
    };
    expect([lint('app/server.js'), lint('app/server.cjs'), lint('app/other.js')]).toEqual([0, 0, 1]);
  });

  it('has its port and its health check in the task definition', () => {
    const definition = resource(document, 'aws_ecs_task_definition.app');
    expect(JSON.parse(String(definition.container_definitions))).toEqual([
      expect.objectContaining({
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        healthCheck: expect.objectContaining({ command: expect.arrayContaining(['CMD', 'curl']) }),
      }),
    ]);
  });

  it('starts with npm start, returns 200 at its health path, and stops on Ctrl-C', async () => {
    const run = project.start();
    const address = await addressOf(run);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    run.signalGroup('SIGINT');
    await run.ended;
    await expect(fetch(address)).rejects.toThrow('fetch failed');
  });

  describeIf(terraform, 'with the real terraform', () => {
    afterEach(() => process.chdir(repository));

    it('opens its port and creates its service in the offline plan of its first deployment', async () => {
      process.chdir(project.folder);
      const steps = new Steps(new PassThrough() as unknown as NodeJS.WriteStream);
      const run = { stop: new AbortController().signal, steps };
      const image = `app@sha256:${'ab'.repeat(32)}`;
      const options = { environment: 'dev', offline: true, image, full: false, json: false } as const;
      const { plans } = await planFirstDeployment(options, run);
      const [first = '', second = ''] = plans.map(({ text }) => text);
      expect(first).toMatch(/from_port += 8080/);
      expect(second).toContain('aws_ecs_service.app[0] will be created');
    });
  });
});

describe('An app without a local command', () => {
  it('makes npm start fail; the error names the file to which the command must be added', async () => {
    const project = createLocalProject();
    try {
      project.write('main.ts', mainThatWrites(synthesized({ app: { container: {} } })));
      const run = project.start();
      expect(await run.ended).toBe(1);
      expect(run.output()).toContain('Add the command to environments/dev.ts');
    } finally {
      await project.close();
    }
  });
});

import { type Dockerfile, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { variablesIn, words } from './dockerfile-words';
import type { HealthCheck, RunConfig } from './manifest';

/** A `COPY --from` of the last stage. */
export interface Copy {
  /** A folder of the repository, which `npm run build` has filled. */
  readonly source: string;
  /** An absolute path in the image. */
  readonly destination: string;
}

/** The last stage of a Dockerfile that runs no command, so that its image is the base, some files and a configuration. */
export interface LastStage {
  /** As in `docker.io/library/node:24.21.0-bookworm-slim`. */
  readonly base: string;
  readonly copies: readonly Copy[];
  /** The configuration of the image, with what the base says and this stage does not change. */
  configure(base: RunConfig): RunConfig;
}

/** Why an image needs a container engine: what the Dockerfile says that cannot be assembled. */
export class NeedsEngine {
  constructor(readonly reason: string) {}
}

/** The commands of a build stage that have the same effect here: they make `app/dist`. */
const buildCommands = [/^npm ci --workspace app$/, /^npm run build --workspace app$/];

/**
 * Reads the last stage of a Dockerfile.
 * @param args the build arguments, as `docker build --build-arg` takes them
 */
export function readLastStage(text: string, args: Readonly<Record<string, string>>): LastStage | NeedsEngine {
  const dockerfile = DockerfileParser.parse(text);
  const stages = stagesOf(dockerfile);
  const stage = stages.at(-1);
  if (!stage) return new NeedsEngine('The Dockerfile has no FROM.');
  const global = new Map<string, string>();
  for (const { content } of initialArgs(dockerfile)) declare(global, content, args);
  const reader = new StageReader(stages, global, args);
  try {
    return reader.read(stage);
  } catch (error) {
    if (error instanceof NeedsEngine) return error;
    throw error;
  }
}

interface Line {
  readonly keyword: string;
  /** The text after the keyword, on one line. */
  readonly content: string;
}

interface Stage {
  readonly from: string;
  readonly name: string | null;
  readonly lines: readonly Line[];
}

/** The arguments with their flags, which dockerfile-ast's own method leaves out. */
function lineOf(instruction: Instruction): Line {
  const text = instruction.getTextContent().slice(instruction.getInstruction().length);
  return { keyword: instruction.getKeyword(), content: text.replace(/\\[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*/g, ' ').trim() };
}

function initialArgs(dockerfile: Dockerfile): Line[] {
  return dockerfile.getInitialARGs().map(lineOf);
}

function stagesOf(dockerfile: Dockerfile): Stage[] {
  const stages: { from: string; name: string | null; lines: Line[] }[] = [];
  for (const line of dockerfile.getInstructions().map(lineOf)) {
    if (line.keyword === 'FROM') {
      const [image = '', , name = null] = line.content.split(/\s+/).filter((word) => !word.startsWith('--'));
      stages.push({ from: image, name, lines: [] });
    } else stages.at(-1)?.lines.push(line);
  }
  return stages;
}

/** Adds what an ARG declares: the build's value, the outer value or the default. */
function declare(
  variables: Map<string, string>,
  content: string,
  args: Readonly<Record<string, string>>,
  outer: ReadonlyMap<string, string> = variables,
): void {
  const [name = '', ...rest] = content.split('=');
  const fallback = rest.length > 0 ? words(rest.join('='), variables)[0] : undefined;
  const value = args[name] ?? (rest.length > 0 ? fallback : outer.get(name));
  if (value !== undefined) variables.set(name, value);
}

class StageReader {
  readonly #variables = new Map<string, string>();
  readonly #copies: Copy[] = [];
  readonly #environment = new Map<string, string>();
  readonly #labels: Record<string, string> = {};
  readonly #ports: Record<string, object> = {};
  #run: RunConfig = {};
  #workdir = '';

  constructor(
    private readonly stages: readonly Stage[],
    private readonly global: ReadonlyMap<string, string>,
    private readonly args: Readonly<Record<string, string>>,
  ) {}

  read(stage: Stage): LastStage {
    const base = variablesIn(stage.from, this.global);
    if (this.stages.some(({ name }) => name !== null && name === base)) {
      throw new NeedsEngine(`The last stage is based on the stage "${base}".`);
    }
    for (const line of stage.lines) this.#readLine(line);
    return { base, copies: this.#copies, configure: (config) => this.#configure(config) };
  }

  #readLine({ keyword, content }: Line): void {
    switch (keyword) {
      case 'ARG':
        declare(this.#variables, content, this.args, this.global);
        return;
      case 'ENV':
        this.#readPairs(content, (name, value) => {
          this.#environment.set(name, value);
          this.#variables.set(name, value);
        });
        return;
      case 'LABEL':
        this.#readPairs(content, (name, value) => {
          this.#labels[name] = value;
        });
        return;
      case 'WORKDIR':
        this.#workdir = joined(this.#workdir || '/', this.#expand(content));
        this.#run = { ...this.#run, WorkingDir: this.#workdir };
        return;
      case 'USER':
        this.#run = { ...this.#run, User: this.#expand(content) };
        return;
      case 'EXPOSE':
        for (const port of words(content, this.#variables)) this.#ports[port.includes('/') ? port : `${port}/tcp`] = {};
        return;
      case 'STOPSIGNAL':
        this.#run = { ...this.#run, StopSignal: this.#expand(content) };
        return;
      case 'CMD':
        this.#run = { ...this.#run, Cmd: commandOf(content) };
        return;
      case 'ENTRYPOINT':
        // As in Docker, a new entry point forgets the command of the base.
        this.#run = { Cmd: null, ...this.#run, Entrypoint: commandOf(content) };
        return;
      case 'HEALTHCHECK':
        this.#run = { ...this.#run, Healthcheck: healthCheckOf(content) };
        return;
      case 'COPY':
        this.#readCopy(content);
        return;
      default:
        throw new NeedsEngine(`The last stage has the instruction ${keyword}.`);
    }
  }

  #expand(text: string): string {
    return variablesIn(text, this.#variables);
  }

  #readPairs(content: string, add: (name: string, value: string) => void): void {
    const pairs = words(content, this.#variables);
    if (!/^[^\s=]+=/.test(content)) {
      const [name = '', value = ''] = [content.split(/\s+/)[0], content.replace(/^\S+\s+/, '')];
      add(name, this.#expand(value));
      return;
    }
    for (const pair of pairs) add(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
  }

  #readCopy(content: string): void {
    const all = words(content, this.#variables);
    const flags = all.filter((word) => word.startsWith('--'));
    const [source, destination, ...more] = all.filter((word) => !word.startsWith('--'));
    const [from, ...otherFlags] = flags;
    if (!from?.startsWith('--from=') || otherFlags.length > 0 || !source || !destination || more.length > 0) {
      throw new NeedsEngine(
        `The last stage copies with "COPY ${content}"; only "COPY --from=<stage> <folder> <folder>" can be assembled.`,
      );
    }
    const stage = this.#stage(from.slice('--from='.length));
    const workdir = this.#workdirOf(stage);
    if (!source.startsWith(`${workdir}/`) || /[*?[]/.test(source)) {
      throw new NeedsEngine(
        `The last stage copies ${source}, which is not a folder below the WORKDIR of the build stage.`,
      );
    }
    this.#copies.push({
      source: source.slice(workdir.length + 1),
      destination: joined(this.#workdir || '/', destination),
    });
  }

  #stage(name: string): Stage {
    const stage = this.stages.find((one) => one.name === name) ?? this.stages[Number(name)];
    if (!stage) throw new NeedsEngine(`The last stage copies from the image ${name}.`);
    const command = stage.lines
      .filter(({ keyword }) => keyword === 'RUN')
      .map(({ content }) => content.replace(/^(--\S+\s+)*/, ''))
      .find((text) => !buildCommands.some((known) => known.test(text)));
    if (command !== undefined) throw new NeedsEngine(`The build stage runs "${command}".`);
    return stage;
  }

  #workdirOf(stage: Stage): string {
    return stage.lines
      .filter(({ keyword }) => keyword === 'WORKDIR')
      .reduce((folder, { content }) => joined(folder, content), '/');
  }

  #configure(base: RunConfig): RunConfig {
    const names = new Set(this.#environment.keys());
    const kept = (base.Env ?? []).filter((line) => !names.has(line.slice(0, line.indexOf('='))));
    return {
      ...base,
      ...this.#run,
      Env: [...kept, ...[...this.#environment].map(([name, value]) => `${name}=${value}`)],
      ...(Object.keys({ ...base.Labels, ...this.#labels }).length > 0 && {
        Labels: { ...base.Labels, ...this.#labels },
      }),
      ...(Object.keys({ ...base.ExposedPorts, ...this.#ports }).length > 0 && {
        ExposedPorts: { ...base.ExposedPorts, ...this.#ports },
      }),
    };
  }
}

/** An absolute path, without a slash at its end. */
function joined(folder: string, path: string): string {
  const { pathname } = new URL(path.replace(/[?#]/g, encodeURIComponent), `file://${folder.replace(/\/*$/, '/')}`);
  return decodeURIComponent(pathname).replace(/(?<=.)\/+$/, '');
}

/** The exec form as it is; the shell form as Docker runs it. */
function commandOf(content: string): string[] {
  return execForm(content) ?? ['/bin/sh', '-c', content];
}

function execForm(content: string): string[] | undefined {
  if (!content.startsWith('[')) return undefined;
  try {
    return JSON.parse(content) as string[];
  } catch {
    return undefined;
  }
}

const healthCheckFlags = {
  interval: 'Interval',
  timeout: 'Timeout',
  'start-period': 'StartPeriod',
  retries: 'Retries',
} as const;

function healthCheckOf(content: string): HealthCheck {
  if (content === 'NONE') return { Test: ['NONE'] };
  const [, flags = '', command = ''] = /^((?:--\S+\s+)*)CMD\s+(.*)$/s.exec(content) ?? [];
  const exec = execForm(command);
  const check: Record<string, unknown> = { Test: exec ? ['CMD', ...exec] : ['CMD-SHELL', command] };
  for (const [, name = '', value = ''] of flags.matchAll(/--([\w-]+)=(\S+)/g)) {
    if (!(name in healthCheckFlags)) throw new NeedsEngine(`The health check has the option --${name}.`);
    check[healthCheckFlags[name as keyof typeof healthCheckFlags]] =
      name === 'retries' ? Number(value) : nanoseconds(value);
  }
  return check as unknown as HealthCheck;
}

const units: Readonly<Record<string, number>> = { ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

/** As in `1m30s`. */
function nanoseconds(duration: string): number {
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}

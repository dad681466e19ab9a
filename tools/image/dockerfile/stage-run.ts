import path from 'node:path';
import type { RunConfig } from '../manifest';
import { BuildArguments } from './build-arguments';
import { commandOf } from './command-form';
import { copyDestination } from './copy-instruction';
import type { Dockerfile, Line, Stage } from './dockerfile';
import { type Lookup, unquoted, words } from './dockerfile-words';
import { parseHealthCheck } from './health-check';
import { NeedsEngine } from './needs-engine';

/** The result of evaluating a stage. */
export interface StageResult {
  /** How to run the image: its command, environment variables, user and ports. */
  readonly run: RunConfig;
  /** The absolute paths in the image to which the bundle is copied. */
  readonly destinations: readonly string[];
}

export interface StageRunProps {
  readonly dockerfile: Dockerfile;
  /** Looks up the ARG variables before the first FROM instruction. */
  readonly global: Lookup;
  /** The build arguments by name. */
  readonly given: Readonly<Record<string, string>>;
  /** The configuration of the base image. */
  readonly base: RunConfig;
}

/**
 * Evaluates the instructions of a stage, as a container engine does. Supports only instructions that copy the bundle or
 * change the configuration of the image.
 */
export class StageRun {
  readonly #arguments: BuildArguments;
  readonly #environment: Map<string, string>;
  readonly #labels: Record<string, string>;
  readonly #ports: Record<string, object>;
  readonly #destinations: string[] = [];
  #run: RunConfig = {};

  constructor(private readonly props: StageRunProps) {
    const { given, global, base } = props;
    this.#arguments = new BuildArguments(given, global);
    this.#environment = new Map((base.Env ?? []).map(pairOf));
    this.#labels = { ...base.Labels };
    this.#ports = { ...base.ExposedPorts };
    if (base.OnBuild?.length)
      throw new NeedsEngine(
        'The base image has instructions for later builds (ONBUILD), which only a container engine can run.',
      );
  }

  /** Evaluates all instructions of a stage. @throws NeedsEngine at the first instruction that is not supported */
  run(stage: Stage): StageResult {
    for (const line of stage.lines) this.#runLine(line);
    const { OnBuild: _, ...base } = this.props.base;
    const run = {
      ...base,
      ...this.#run,
      Env: [...this.#environment].map(([name, value]) => `${name}=${value}`),
      ...(Object.keys(this.#labels).length > 0 && { Labels: this.#labels }),
      ...(Object.keys(this.#ports).length > 0 && { ExposedPorts: this.#ports }),
    };
    return { run, destinations: this.#destinations };
  }

  #runLine({ keyword, content }: Line): void {
    switch (keyword) {
      case 'ARG':
        this.#arguments.declare(content, this.#lookup);
        return;
      case 'ENV':
        for (const [name, value] of this.#pairs(content)) this.#environment.set(name, value);
        return;
      case 'LABEL':
        for (const [name, value] of this.#pairs(content)) this.#labels[name] = value;
        return;
      case 'EXPOSE':
        for (const port of this.#words(content)) this.#ports[portOf(port)] = {};
        return;
      case 'COPY':
        this.#destinations.push(copyDestination(this.#words(content), this.#workdir, this.props.dockerfile));
        return;
      case 'ENTRYPOINT':
        // As in Docker, a new entry point resets the command of the base image.
        this.#run = { Cmd: null, ...this.#run, Entrypoint: commandOf(content) };
        return;
      default:
        this.#run = { ...this.#run, ...this.#setting(keyword, content) };
    }
  }

  #setting(keyword: string, content: string): RunConfig {
    switch (keyword) {
      case 'WORKDIR':
        return { WorkingDir: path.posix.resolve(this.#workdir, this.#text(content)) };
      case 'USER':
        return { User: this.#text(content) };
      case 'STOPSIGNAL':
        return { StopSignal: this.#text(content) };
      case 'CMD':
        return { Cmd: commandOf(content) };
      case 'HEALTHCHECK':
        return { Healthcheck: parseHealthCheck(content) };
      default:
        throw new NeedsEngine(`The last stage has the instruction ${keyword}, which only a container engine supports.`);
    }
  }

  get #workdir(): string {
    return this.#run.WorkingDir || this.props.base.WorkingDir || '/';
  }

  /** Looks up a variable. An environment variable overrides an ARG variable with the same name. */
  readonly #lookup: Lookup = (name) => this.#environment.get(name) ?? this.#arguments.get(name);
  readonly #words = (content: string) => words(content, this.#lookup);
  readonly #text = (content: string) => unquoted(content, this.#lookup);

  /** Parses `NAME=value …`, or the old form `NAME value`. The values in one instruction cannot refer to each other. */
  #pairs(content: string): [string, string][] {
    if (/^(?:"[^"]*"|'[^']*'|[^\s=])+=/.test(content)) return this.#words(content).map(pairOf);
    const [, name = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(content) ?? [];
    return [[name, this.#text(value)]];
  }
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function portOf(text: string): string {
  const [port = '', protocol = 'tcp'] = text.toLowerCase().split('/');
  if (!/^\d+$/.test(port))
    throw new NeedsEngine(
      `The last stage exposes ${text}. Without a container engine, each value of EXPOSE must be a single port.`,
    );
  return `${port}/${protocol}`;
}

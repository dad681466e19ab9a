import type { Platform, RunConfig } from '../manifest';
import { BuildArguments } from './build-arguments';
import { type Dockerfile, parseDockerfile, type Stage } from './dockerfile';
import { type Lookup, unquoted } from './dockerfile-words';
import { NeedsEngine, orNeedsEngine } from './needs-engine';
import { type StageResult, StageRun } from './stage-run';

/** A last stage that runs no commands. Its image consists of the base image, the bundle and a configuration. */
export interface LastStage {
  /** The name of the base image, such as `docker.io/library/node:24.21.0-bookworm-slim`. */
  readonly base: string;
  /** Applies the stage to the configuration of its base image. The stage may use the variables and the working folder of that image. */
  on(base: RunConfig): StageResult | NeedsEngine;
}

/**
 * Reads the last stage of a Dockerfile.
 * @param args the build arguments by name, as for `docker build --build-arg`
 * @returns the stage, or why only a container engine can build it
 */
export function readLastStage(
  text: string,
  args: Readonly<Record<string, string>>,
  { os, architecture }: Platform,
): LastStage | NeedsEngine {
  const dockerfile = parseDockerfile(text);
  // https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope
  const target = { TARGETPLATFORM: `${os}/${architecture}`, TARGETOS: os, TARGETARCH: architecture };
  const given: Readonly<Record<string, string>> = { ...target, ...args };
  return orNeedsEngine(() => {
    const stage = dockerfile.stages.at(-1);
    if (!stage) throw new NeedsEngine('The Dockerfile has no FROM instruction.');
    if (dockerfile.escape !== '\\')
      throw new NeedsEngine(
        `The Dockerfile sets the escape character ${dockerfile.escape}, which only a container engine supports.`,
      );
    const declared = new BuildArguments(given);
    for (const { content } of dockerfile.args) declared.declare(content);
    const global: Lookup = (name) => declared.get(name) ?? given[name];
    const base = baseOf(stage, dockerfile, global);
    const run = (config: RunConfig) => new StageRun({ dockerfile, global, given, base: config }).run(stage);
    // This trial run finds most reasons for an engine before anything is pulled from the base image's registry. It uses a
    // placeholder for the base image's working folder.
    run({ WorkingDir: '/base' });
    return { base, on: (config) => orNeedsEngine(() => run(config)) };
  });
}

function baseOf({ from, platform }: Stage, { stages }: Dockerfile, global: Lookup): string {
  const base = unquoted(from, global);
  if (stages.some(({ name }) => name === base.toLowerCase())) {
    throw new NeedsEngine(
      `The last stage is based on the stage "${base}". Only a container engine can build a stage that is based on another one.`,
    );
  }
  if (base === 'scratch')
    throw new NeedsEngine('The last stage has no base image (FROM scratch), which only a container engine supports.');
  if (platform !== null && unquoted(platform, global) !== global('TARGETPLATFORM')) {
    throw new NeedsEngine(
      `The last stage has --platform=${platform}. Without a container engine, this must be the platform of the environment.`,
    );
  }
  return base;
}

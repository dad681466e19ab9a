import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSuccessfully } from '../tools/shared/run-process';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { alternate, summarize } from './rounds';

const minSpeed = 3;
const maxMemory = 0.5;

/** A script that synthesizes stacks, and the folder in which it runs. */
interface Synthesis {
  readonly folder: string;
  readonly script: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A module that Node imports before the script. When the process exits, it writes the maximum resident set size in KiB to the file whose
 * path is in MEMORY_FILE.
 */
const reportMemory = `data:text/javascript,import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(process.env.MEMORY_FILE,String(process.resourceUsage().maxRSS)))`;

/**
 * Compares the time and the memory of a synthesis of all environments with those of an equivalent AWS CDK app. Both run with tsx and a warm
 * cache. The packages of the CDK app are installed into a temporary folder.
 */
export function benchSynth({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const temporary = await mkdtemp(path.join(tmpdir(), 'bench-synth-'));
    cleanup.add(() => rm(temporary, { recursive: true }));
    progress('installing the AWS CDK');
    const folder = path.join(temporary, 'aws-cdk');
    await cp(path.join(__dirname, 'peers/aws-cdk'), folder, { recursive: true });
    await runSuccessfully('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: folder });

    const memory = { ours: 0, peer: 0 };
    const memoryFile = path.join(temporary, 'memory');
    const run = async (side: keyof typeof memory, synthesis: Synthesis) => {
      const seconds = await synthesize(synthesis, memoryFile);
      memory[side] = Math.max(memory[side], Number(await readFile(memoryFile, 'utf8')) / 1_024);
      return seconds;
    };
    const own = { CDKTF_OUTDIR: path.join(temporary, 'cdktf.out') };
    const measure = {
      ours: () => run('ours', { folder: '.', script: 'main.ts', environment: own }),
      peer: () => run('peer', { folder, script: 'app.ts' }),
    };
    await alternate(1, measure, () => undefined);
    const { ours, peer, ratio } = summarize(await alternate(quick ? 1 : 9, measure, progress));
    const share = memory.ours / memory.peer;
    return [
      {
        what: 'synth of all environments',
        comparedWith: 'an equivalent AWS CDK app (`bench/peers/aws-cdk`)',
        goal: `at least ${minSpeed} times as fast, at most ${maxMemory} of the memory`,
        measured: `${(1 / ratio).toFixed(2)} times as fast (${ours.toFixed(1)} vs. ${peer.toFixed(1)} s), ${share.toFixed(2)} of the memory (${memory.ours.toFixed(0)} vs. ${memory.peer.toFixed(0)} MB)`,
        isMet: 1 / ratio >= minSpeed && share <= maxMemory,
      },
    ];
  });
}

/**
 * Runs a synthesis.
 * @returns the duration in seconds
 */
async function synthesize({ folder, script, environment }: Synthesis, memoryFile: string): Promise<number> {
  const startedAt = performance.now();
  await runSuccessfully(process.execPath, ['--import', 'tsx', '--import', reportMemory, script], {
    cwd: folder,
    env: { ...process.env, ...environment, MEMORY_FILE: memoryFile },
  });
  return (performance.now() - startedAt) / 1_000;
}

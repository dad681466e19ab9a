import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize, synthesizeAll } from '../shared/synthesize';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { type CostReport, costReport } from './cost-report';
import { PriceList } from './price-list';
import { synthesizedResources } from './stack-resources';

/** A stack and its costs. */
export interface NamedReport {
  readonly name: string;
  readonly report: CostReport;
}

/** Calculates the costs of a synthesized stack. @throws UserError if there are no prices of its region */
export function priceStack(name: string, stack: SynthesizedStack): NamedReport {
  const resources = synthesizedResources(stack);
  return { name, report: costReport(resources, new PriceList(resources.region)) };
}

/**
 * Synthesizes a stack in a temporary folder, which leaves the folder of `npm run synth` as it is, and calculates its costs.
 * @throws UnknownEnvironment if there is no such environment
 * @throws UserError if its file is invalid, or if there are no prices of its region
 */
export function priceEnvironment(name: string, stop: AbortSignal): Promise<NamedReport> {
  return aside(async (outdir) => priceStack(name, await synthesize(name, outdir, stop)));
}

/** The costs of all listed environments, in the order of their names. */
export function priceAllEnvironments(stop: AbortSignal): Promise<readonly NamedReport[]> {
  return aside(async (outdir) => {
    const stacks = [...(await synthesizeAll(outdir, stop))];
    const environments = stacks.filter(([, stack]) => stack.resources('aws_ecs_service').length > 0);
    return environments.map(([name, stack]) => priceStack(name, stack));
  });
}

async function aside<T>(work: (outdir: string) => Promise<T>): Promise<T> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'cost-'));
  try {
    return await work(outdir);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

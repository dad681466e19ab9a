import { dev } from '../../environments/dev';
import type { Environment } from '../../stacks/environment';

/** Environments that must not compile: tsc (`npm run check`) refuses a `@ts-expect-error` with no error under it. */
export const uncompilableEnvironments: readonly Environment[] = [
  // @ts-expect-error a network that is neither dedicated nor anything else
  { ...dev, network: { kind: 'imaginary' } },
  // @ts-expect-error a dedicated network without subnets
  { ...dev, network: { kind: 'dedicated', cidr: '10.0.0.0/16' } },
  // @ts-expect-error CPU units that Fargate lacks
  { ...dev, compute: { ...dev.compute, cpu: 300 } },
  // @ts-expect-error another architecture
  { ...dev, compute: { ...dev.compute, architecture: 'riscv' } },
  // @ts-expect-error a retention that CloudWatch lacks
  { ...dev, logRetentionDays: 10 },
  // @ts-expect-error neither destroy nor protect
  { ...dev, removal: 'keep' },
  // @ts-expect-error a field that nobody reads
  { ...dev, colour: 'blue' },
  // @ts-expect-error an account as a number, which would lose its leading zeros
  { ...dev, account: 123456789012 },
];

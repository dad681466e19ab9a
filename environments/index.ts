import type { Environment } from '../stacks/environment';
import { dev } from './dev';
import { prod } from './prod';
import { staging } from './staging';

/** The environments that `npm run synth` writes by default. Each has its own stack and its own state. */
export const environments: readonly Environment[] = [dev, staging, prod];

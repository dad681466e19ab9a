import type { Environment } from '../stacks/environment';
import { dev } from './dev';
import { prod } from './prod';
import { staging } from './staging';

/** Every environment that `npm run synth` writes; one stack and one state each. */
export const environments: readonly Environment[] = [dev, staging, prod];

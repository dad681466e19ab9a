import { Testing } from 'cdktf';
import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import { defineStacks } from '../../../stacks/define-stacks';
import { EnvironmentStack } from '../../../stacks/environment-stack';
import { sharedInRun } from '../jest/run-cache';
import { type Changes, fixtureWith } from './fixture-environment';
import { createSynthesisApp } from './synthesis-app';

type Attributes = Record<string, unknown>;

/** The sections of `cdk.tf.json`. In `resource` and `data`, the blocks are grouped by type and then by name. */
export interface SynthesizedStack {
  readonly terraform: Attributes;
  readonly provider: Record<string, readonly Attributes[]>;
  readonly variable: Record<string, Attributes>;
  readonly locals: Record<string, string>;
  readonly data: Record<string, Record<string, Attributes>>;
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly output: Record<string, { readonly value: string; readonly description: string }>;
}

const cache = new Map<string, SynthesizedStack>();

/**
 * Returns the JSON of one environment: the fixture with these changes. It is frozen, because it is cached.
 * @param bootstrap the bootstrap of the project. @default none
 */
export function synthesized(changes: Changes = {}, bootstrap?: Bootstrap): SynthesizedStack {
  const key = JSON.stringify([fixtureWith(changes), bootstrap]);
  const read = () => JSON.parse(sharedInRun(`environment ${key}`, () => synthesize(changes, bootstrap)));
  const stack = cache.get(key) ?? deepFreeze<SynthesizedStack>(read());
  cache.set(key, stack);
  return stack;
}

/**
 * Synthesizes an environment without `prepareStack`. This method resolves everything a second time to add references between stacks, but no
 * stack has such references. cdktf-cli.test.ts proves that a real synthesis writes the same JSON.
 */
function synthesize(changes: Changes, bootstrap?: Bootstrap): string {
  const app = createSynthesisApp();
  const environment = fixtureWith(changes);
  defineStacks(app, { environments: [environment], bootstrap, names: [environment.name] });
  const [stack] = app.node.findAll().filter((construct) => construct instanceof EnvironmentStack);
  if (!stack) {
    throw new Error('no stack was defined');
  }
  return Testing.synth(stack);
}

/** Freezes a value and all values inside it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/**
 * Returns the attributes of a resource.
 * @param address the Terraform address, for example `aws_ecs_service.app`
 * @throws Error if the stack does not have this resource
 */
export function resource(stack: SynthesizedStack, address: string): Attributes {
  const [type = '', name = ''] = address.split('.');
  const found = stack.resource[type]?.[name];
  if (!found) {
    throw new Error(`${address} is not in the stack`);
  }
  return found;
}

/** Returns a reference in Terraform's JSON syntax: `${aws_vpc.network.id}` for `aws_vpc.network.id`. */
export function reference(expression: string): string {
  return `\${${expression}}`;
}

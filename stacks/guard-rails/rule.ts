import type { Environment } from '../environment';
import type { NetworkSettings } from '../settings/network-settings';
import type { Block, Configuration } from './configuration';

/** A block that breaks a rule. */
export interface Violation {
  readonly block: Block;
  /** Full sentences about the problem and its solution. */
  readonly message: string;
}

/** The settings of an environment that rules depend on. */
export interface GuardedSettings extends Pick<Environment, 'removal'> {
  /** The only networks from which requests reach the app. @default the internet */
  readonly allowFrom?: readonly string[] | undefined;
  /** The kind of network. @default none: the stack is no environment */
  readonly network?: NetworkSettings['kind'] | undefined;
}

/** Finds all blocks of a stack that break one rule and therefore must not be deployed. */
export type Rule = (configuration: Configuration, settings: GuardedSettings) => readonly Violation[];

/** Returns a rule for each resource of some types. */
export function ruleFor(types: readonly string[], problem: (block: Block) => string | undefined): Rule {
  return (configuration) =>
    configuration.resourcesOf(...types).flatMap((block) => {
      const message = problem(block);
      return message === undefined ? [] : [{ block, message }];
    });
}

import type { Environment } from '../environment';
import type { NetworkSettings } from '../settings/network-settings';
import type { Block, Configuration } from './configuration';

/** A block that breaks a rule. */
export interface Violation {
  readonly block: Block;
  /** The problem and its solution, in full sentences. */
  readonly message: string;
}

/** The settings of an environment on which rules depend. */
export interface GuardedSettings extends Pick<Environment, 'removal'> {
  /** The only networks from which requests reach the app. @default the internet */
  readonly allowFrom?: readonly string[] | undefined;
  /** The kind of the environment's network. @default none: the stack is not an environment */
  readonly network?: NetworkSettings['kind'] | undefined;
}

/** A rule that no stack may break. It returns each block that breaks the rule, with a message. */
export type Rule = (configuration: Configuration, settings: GuardedSettings) => readonly Violation[];

/**
 * Returns a rule that checks each resource of some types.
 * @param problem returns the message about a resource, or undefined if the resource is correct
 */
export function ruleFor(types: readonly string[], problem: (block: Block) => string | undefined): Rule {
  return (configuration) =>
    configuration.resourcesOf(...types).flatMap((block) => {
      const message = problem(block);
      return message === undefined ? [] : [{ block, message }];
    });
}

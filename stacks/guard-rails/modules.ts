import type { Rule } from './rule';

/** What a module makes stands in its own files, where no rule of this folder looks. */
export const modules: Rule = (configuration) =>
  configuration.modules.map((block) => ({
    block,
    message:
      'What a module makes is not in the synthesized JSON, so nothing here checks it. Write its resources as a construct in stacks/.',
  }));
